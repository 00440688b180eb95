import type { CustomerId } from '@waybill/contracts/ids';
import type { RecordedEvent } from '@waybill/event-store';
import type { Money } from '@waybill/kernel';
import type { OrderLine } from '../orders/domain/lines.js';
import type { OrderStatus } from '../orders/domain/order-status.js';
import type { OrderEvent } from '../orders/domain/order.events.js';

/** What views need of an order. A view keeps a few of these fields per order, so that an event is folded without the events before. */
export interface Outline {
  readonly status: OrderStatus;
  /** Where the order goes on if its cancellation is refused. */
  readonly resume?: OrderStatus;
  readonly customerId: CustomerId;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  /** In minor units, also before the payment. Memos of older releases count from the upgrade on. */
  readonly refunded?: number;
}

/** What a view keeps of an order. */
export interface OrderMemo<Field extends keyof Outline> {
  readonly tenant: string;
  /** Absent in a draft. */
  readonly placedAt?: string;
  readonly state: Pick<Outline, Field>;
}

/** The memo after an event: the same object when the event changes none of the fields, and then nothing is written. */
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

/** The fields that an event changes, as the aggregate’s own fold would: a test compares both over random histories. */
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

/** A shipment may move while a cancellation is being decided: a refusal brings the order to where it is by then. */
function moved(
  status: OrderStatus | undefined,
  resume: OrderStatus | undefined,
  to: 'SHIPPED' | 'DELIVERED',
): Partial<Outline> {
  const current = status === 'CANCELLING' ? resume : status;
  if (to === 'SHIPPED' && current !== 'CONFIRMED') return {};
  return status === 'CANCELLING' ? { resume: to } : { status: to };
}
