import type { Money } from '@waybill/kernel';
import { kind } from '@waybill/unit-of-work';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { OrderState, OrderStatus } from './domain/order-state.js';
import type { ParcelState } from './domain/parcels.js';
import type { Return } from './domain/returns.js';
import type { Charge, OrderEvent, OrderLine, Refusal, Shipment } from './domain/order.events.js';

/** What changes after the order is placed. */
export interface Progress {
  /** The row with name and address; that under the order’s own id when absent. */
  readonly contact?: string;
  readonly draftedAt?: string;
  readonly refunded: number;
  readonly rejection?: Refusal;
  readonly cancellation?: { readonly reason: string; readonly by: string; readonly refund?: Money };
  /** The first parcel; all of them in `parcels` where there are several. */
  readonly shipment?: Shipment;
  readonly change?: OrderState['change'];
  readonly returns?: readonly Return[];
  readonly parcels?: readonly ParcelState[];
  readonly shorted?: OrderState['shorted'];
  readonly confirmedAt?: string;
  readonly shippedAt?: string;
  readonly deliveredAt?: string;
  readonly cancelledAt?: string;
}

/**
 * The inline read model: one row an order, written in the transaction of its events. Holds nothing personal. Of what changes only
 * the status is in an index: an update that leaves it alone touches none (heap-only tuples).
 */
@Entity('order_summaries')
@Index('order_summaries_customer', ['tenant', 'customerId', 'placedAt', 'id'])
@Index('order_summaries_placed', ['tenant', 'placedAt', 'id'])
@Index('order_summaries_status', ['tenant', 'status', 'placedAt', 'id'])
export class OrderSummary {
  @PrimaryColumn('text') id!: string;
  @Column('text') tenant!: string;
  @Column('text') customerId!: string;
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

export const orderSummaries = kind(OrderSummary, ['id']);

/** Name, address and mail of an order: the rows that are erased when a customer wants to be forgotten. */
@Entity('contacts')
export class Contact {
  /** The order’s own id, or one of its own for an address that came later. */
  @PrimaryColumn('text') id!: string;
  @Column('text') customerName!: string;
  @Column('text') email!: string;
  @Column('jsonb') address!: Address;
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

export const contacts = kind(Contact, ['id']);

/** Whom an order is for when its customer was forgotten. */
export const nobody: Omit<Contact, 'id'> = {
  customerName: '',
  email: '',
  address: { name: '', line1: '', city: '', postalCode: '', country: 'ZZ' },
};

/** The summary after the events; `state` is the order's, so that the rules of its status stand in one place. */
export function project(
  before: OrderSummary | undefined,
  { id, tenant, state, version }: { id: string; tenant: string; state: OrderState; version: number },
  events: readonly OrderEvent[],
): OrderSummary {
  const { status, customerId, lines, charges, total } = state;
  const placed = events.find(({ type }) => type === 'order.placed');
  return {
    id,
    tenant,
    customerId,
    lines,
    charges,
    status,
    version,
    // A draft stands where it was begun until it is placed.
    placedAt: placed?.at ?? before?.placedAt ?? events[0]!.at,
    updatedAt: events.at(-1)!.at,
    currency: total.currency,
    total: total.amount,
    progress: {
      ...events.reduce(progress, withoutChange(before?.progress ?? { refunded: 0 })),
      ...(state.change && { change: state.change }),
      ...(state.returns && { returns: state.returns }),
      ...(state.parcels && { parcels: state.parcels }),
      ...(state.shorted && { shorted: state.shorted }),
    },
  };
}

function withoutChange({ change: _, ...rest }: Progress): Progress {
  return rest;
}

function progress(before: Progress, { type, data, at }: OrderEvent): Progress {
  const time = at.toISOString();
  switch (type) {
    case 'order.drafted':
      return { ...before, draftedAt: time };
    case 'order.draft-discarded':
      return { ...before, cancellation: data, cancelledAt: time };
    case 'order.shipping-address-changed':
      return { ...before, contact: data.contact };
    case 'order.shipment-booked': {
      const { parcels: _, ...shipment } = data;
      return { ...before, shipment };
    }
    case 'order.confirmed':
      return { ...before, confirmedAt: time };
    case 'order.rejected': {
      const { refund, ...rejection } = data;
      return { ...before, rejection, refunded: refund?.amount ?? 0 };
    }
    case 'order.cancellation-requested':
      return { ...before, cancellation: data };
    case 'order.cancellation-refused': {
      const { cancellation: _, ...rest } = before;
      return rest;
    }
    case 'order.cancelled':
      return {
        ...before,
        cancellation: data,
        refunded: before.refunded + data.refund.amount,
        cancelledAt: time,
      };
    case 'order.refunded':
    case 'order.shorted':
    case 'order.return-completed':
      return { ...before, refunded: before.refunded + data.refund.amount };
    case 'order.shipped':
      // What is told of a second parcel stands in `parcels`.
      return before.shippedAt ? before : { ...before, shipment: data, shippedAt: time };
    case 'order.delivered':
      return { ...before, deliveredAt: data.deliveredAt };
    default:
      return before;
  }
}
