import type { CustomerId, OrderId, ShipmentId } from '@waybill/contracts/ids';
import { type Money, present } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { LinesChange } from './domain/changed-lines.js';
import type { Charge, OrderLine, Refusal, Units } from './domain/lines.js';
import { type OrderState, cancellingOf, refundsOf, shipmentsOf, statusOf } from './domain/order-state.js';
import type { OrderStatus } from './domain/order-status.js';
import type { Capture, OrderEvent } from './domain/order.events.js';
import type { Return } from './domain/returns.js';
import type { Shipments } from './domain/shipments.js';
import { earlier } from './domain/times.js';

/** The part of the row that changes after placement. */
export interface Progress extends Times {
  /** Id of the row with name and address; by default the order’s own id. */
  readonly contact?: string;
  /** In minor units. */
  readonly refunded: number;
  readonly rejection?: Refusal;
  readonly cancellation?: { readonly reason: string; readonly by: string; readonly refund?: Money };
  readonly shipments?: Shipments;
  readonly change?: LinesChange;
  readonly returns?: readonly Return[];
  readonly shorted?: readonly Shorted[];
}

/** Timestamps in ISO 8601. */
interface Times {
  readonly draftedAt?: string;
  readonly confirmedAt?: string;
  /** Payment’s time of the capture. Absent in rows of earlier releases: then `confirmedAt`. */
  readonly paidAt?: string;
  readonly shippedAt?: string;
  readonly deliveredAt?: string;
  readonly cancelledAt?: string;
}

/** Units that the warehouse did not find. */
export interface Shorted {
  readonly shipmentId: ShipmentId;
  readonly lines: readonly Units[];
  readonly refund: Money;
}

/**
 * The inline read model: one row per order, written in the same transaction as its events. Contains no personal data. `status` is the only
 * indexed column that changes after placement; an update without a new status touches no index (heap-only tuples).
 */
@Entity('order_summaries')
@Index('order_summaries_customer', ['tenant', 'customerId', 'placedAt', 'id'])
@Index('order_summaries_placed', ['tenant', 'placedAt', 'id'])
@Index('order_summaries_status', ['tenant', 'status', 'placedAt', 'id'])
@Index('order_summaries_drafts', ['tenant', 'customerId'], { where: `status = 'DRAFT'` })
export class OrderSummary {
  @PrimaryColumn('text') id!: OrderId;
  @Column('text') tenant!: string;
  @Column('text') customerId!: CustomerId;
  @Column('text') status!: OrderStatus;
  @Column('integer') version!: number;
  @Column('timestamptz') placedAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('text') currency!: string;
  @Column('bigint') total!: number;
  @Column('jsonb') lines!: readonly OrderLine[];
  @Column('jsonb') charges!: readonly Charge[];
  @Column('jsonb') progress!: Progress;
}

export const orderSummaries = rowType(OrderSummary, ['id']);

/** Name, address, email and words of the customer of an order: the rows that an erasure deletes. */
@Entity('contacts')
export class Contact {
  /** The order’s own id; for a later address an id of its own. */
  @PrimaryColumn('text') id!: string;
  @Column('text') customerName!: string;
  /** Null for a draft without mail address; `''` in rows of older releases. */
  @Column('text', { nullable: true }) email!: string | null;
  /** Whether the address belongs to the customer. Null in rows of older releases. */
  @Column('boolean', { nullable: true }) emailVerified?: boolean | null;
  @Column('jsonb') address!: Address;
  /** What the customer wrote, by the references in events. Null if nothing, and in rows of older releases. */
  @Column('jsonb', { nullable: true }) words?: Readonly<Record<string, string>> | null;
}

export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly region?: string | undefined;
  readonly postalCode: string;
  readonly country: string;
}

export const contacts = rowType(Contact, ['id']);

/**
 * Replaces the contact of an erased customer in messages, whose contracts require these fields. No carrier delivers to `ZZ`, and no mail
 * is sent to an empty address.
 */
export const ERASED = {
  customerName: '',
  email: '',
  address: { name: '', line1: '', city: '', postalCode: '', country: 'ZZ' },
};

/** An order after some of its events. */
export interface OrderAfter {
  readonly id: OrderId;
  readonly tenant: string;
  readonly state: OrderState;
  /** The number of its last event. */
  readonly version: number;
}

/** Returns the row after `events`. `state` is the order's state after them, so that its rules are not repeated here. */
export function project(
  before: OrderSummary | undefined,
  { id, tenant, state, version }: OrderAfter,
  events: readonly OrderEvent[],
): OrderSummary {
  const { customerId, lines, charges, total } = state;
  const placed = events.find(({ type }) => type === 'order.placed');
  const [first, last] = [present(events[0], 'an event'), present(events.at(-1), 'an event')];
  return {
    id,
    tenant,
    customerId,
    lines,
    charges,
    status: statusOf(state),
    version,
    // Until a draft is placed, this is the time when it was started.
    placedAt: placed?.at ?? before?.placedAt ?? first.at,
    updatedAt: last.at,
    currency: total.currency,
    total: total.amount,
    progress: {
      ...events.reduce(timesAfter, timesOf(before?.progress)),
      ...partsOf(state, id),
      refunded: events.reduce(refundedAfter, before?.progress.refunded ?? 0),
    },
  };
}

/** The parts that come from the state. Empty parts are omitted to keep rows small: they are read more often than written. */
function partsOf(state: OrderState, id: OrderId): Omit<Progress, 'refunded' | keyof Times> {
  const shipments = shipmentsOf(state);
  const shorted = refundsOf(state)
    .filter((refund) => refund.reason === 'short-pick')
    .map(({ subject, lines, amount }): Shorted => ({ shipmentId: subject, lines, refund: amount }));
  const cancellation = state.status === 'CANCELLED' ? state.cancellation : cancellingOf(state);
  const change = 'lineChanges' in state ? state.lineChanges.last : undefined;
  return {
    ...(state.contact !== undefined && state.contact !== id && { contact: state.contact }),
    ...(state.status === 'REJECTED' && { rejection: rejectionOf(state.rejection) }),
    ...(cancellation && { cancellation }),
    ...(shipments.length > 0 && { shipments }),
    ...(change && { change }),
    ...('returns' in state && state.returns.length > 0 && { returns: state.returns }),
    ...(shorted.length > 0 && { shorted }),
  };
}

function rejectionOf({ code, detail }: Refusal): Refusal {
  return { code, detail };
}

function timesOf(progress: Progress | undefined): Times {
  const { draftedAt, confirmedAt, paidAt, shippedAt, deliveredAt, cancelledAt } = progress ?? {};
  return {
    ...(draftedAt && { draftedAt }),
    ...(confirmedAt && { confirmedAt }),
    ...(paidAt && { paidAt }),
    ...(shippedAt && { shippedAt }),
    ...(deliveredAt && { deliveredAt }),
    ...(cancelledAt && { cancelledAt }),
  };
}

function timesAfter(times: Times, { type, data, at }: OrderEvent): Times {
  const time = at.toISOString();
  switch (type) {
    case 'order.drafted':
      return { ...times, draftedAt: time };
    case 'order.payment-captured':
      return { ...times, ...paidAtOf(data) };
    case 'order.confirmed':
      return { ...times, confirmedAt: time, ...paidAtOf(data) };
    case 'order.draft-discarded':
    case 'order.cancelled':
      return { ...times, cancelledAt: time };
    case 'order.shipped':
      // Of several shipments the first one counts, whichever message arrives first.
      return { ...times, shippedAt: earlier(times.shippedAt, data.shippedAt) ?? time };
    case 'order.delivered':
      return { ...times, deliveredAt: data.deliveredAt };
    default:
      return times;
  }
}

function paidAtOf({ capturedAt }: Capture): Pick<Times, 'paidAt'> {
  return capturedAt === undefined ? {} : { paidAt: capturedAt };
}

/**
 * In minor units. A return counts once its refund is paid. An order that is rejected or cancelled without a refund was never paid, so its
 * short picks do not count either.
 */
function refundedAfter(refunded: number, { type, data }: OrderEvent): number {
  switch (type) {
    case 'order.rejected':
    case 'order.cancelled': {
      const amount = data.refund?.amount ?? 0;
      return amount === 0 ? 0 : refunded + amount;
    }
    case 'order.refunded':
    case 'order.shorted':
    case 'order.return-completed':
      return refunded + data.refund.amount;
    default:
      return refunded;
  }
}
