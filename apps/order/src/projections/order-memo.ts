import type { CustomerId } from '@waybill/contracts/ids';
import type { RecordedEvent } from '@waybill/event-store';
import type { Money } from '@waybill/kernel';
import type { OrderLine } from '../orders/domain/lines.js';
import type { OrderStatus } from '../orders/domain/order-status.js';
import type { OrderEvent } from '../orders/domain/order.events.js';

/**
 * The fields of an order that views need. A view stores some of them per order, so that it can apply an event without reading the events
 * before.
 */
export interface Outline {
  readonly status: OrderStatus;
  /** The status to which a refused cancellation returns. */
  readonly resume?: OrderStatus;
  readonly customerId: CustomerId;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  /** In minor units, including refunds before the confirmation. Memos of older releases include refunds after the upgrade only. */
  readonly refunded?: number;
}

/** What a view stores per order. */
export interface OrderMemo<Field extends keyof Outline> {
  readonly tenant: string;
  /** Absent in a draft. */
  readonly placedAt?: string;
  readonly state: Pick<Outline, Field>;
}

/** Returns the memo after an event. If the event changes none of the fields, returns the same object, and nothing is written. */
export function remembering<Field extends keyof Outline>(...fields: readonly Field[]) {
  return (memo: OrderMemo<Field> | undefined, event: RecordedEvent): OrderMemo<Field> => {
    const changes = changesBy(memo?.state ?? {}, event as unknown as OrderEvent);
    const wanted = fields.filter((field) => field in changes && changes[field] !== memo?.state[field]);
    const placed = event.type === 'order.placed' && { placedAt: event.at.toISOString() };
    if (memo && wanted.length === 0 && !placed) return memo;
    const changed = Object.fromEntries(wanted.map((field) => [field, changes[field]]));
    const state = { ...memo?.state, ...changed } as Pick<Outline, Field>;
    return { tenant: event.metadata.tenant, ...memo, ...placed, state };
  };
}

/** The fields that an event changes. Must agree with the aggregate’s `evolve`; a test compares both over random histories. */
function changesBy(
  { status, resume, refunded = 0 }: Partial<Outline>,
  { type, data }: OrderEvent,
): Partial<Outline> {
  switch (type) {
    case 'order.drafted':
      return { status: 'DRAFT', customerId: data.customerId };
    case 'order.placed': {
      const { customerId, lines, total } = data;
      return { status: 'PENDING', customerId, lines, total };
    }
    case 'order.lines-changed':
      return { lines: data.lines, total: data.total };
    case 'order.stock-reserved':
      return { status: 'RESERVED' };
    case 'order.payment-authorized':
      return { status: 'AUTHORIZED' };
    case 'order.confirmed':
      return { status: 'CONFIRMED' };
    case 'order.rejected':
      return { status: 'REJECTED' };
    case 'order.draft-discarded':
      return { status: 'CANCELLED' };
    case 'order.cancelled':
      return { status: 'CANCELLED', refunded: refunded + (data.refund?.amount ?? 0) };
    case 'order.shorted':
    case 'order.return-completed':
      return { refunded: refunded + data.refund.amount };
    case 'order.cancellation-requested':
      return { status: 'CANCELLING', ...(status && { resume: status }) };
    case 'order.cancellation-refused':
      return resume ? { status: resume } : {};
    case 'order.shipped':
      return moved(status, resume, 'SHIPPED');
    case 'order.delivered':
      return moved(status, resume, 'DELIVERED');
    default:
      return {};
  }
}

/** A shipment may move while a cancellation is being decided. Then the status changes to which a refusal returns. */
function moved(
  status: OrderStatus | undefined,
  resume: OrderStatus | undefined,
  to: 'SHIPPED' | 'DELIVERED',
): Partial<Outline> {
  const current = status === 'CANCELLING' ? resume : status;
  if (to === 'SHIPPED' && current !== 'CONFIRMED') return {};
  return status === 'CANCELLING' ? { resume: to } : { status: to };
}
