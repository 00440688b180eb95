import type { Projection } from '@waybill/event-store';
import { type Money, money } from '@waybill/kernel';
import { type Kind, kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderState, OrderStatus } from '../orders/domain/order-state.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { type OrderMemo, orderAfter, remembering } from './order-memo.js';

export interface RecentOrder {
  readonly id: string;
  readonly status: OrderStatus;
  readonly total: Money;
  readonly placedAt: string;
}

/** A customer's orders at a glance. Name and mail are joined when it is read: they can be erased, a view of events cannot. */
@Entity('customer_summaries')
export class CustomerSummary {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') customerId!: string;
  @Column('integer') orders!: number;
  /** Confirmed and not paid back, in minor units by currency. */
  @Column('jsonb') spent!: Readonly<Record<string, number>>;
  /** The newest five, newest first. */
  @Column('jsonb') recent!: readonly RecentOrder[];
}

const RECENT = 5;

export const customerSummary: Projection<
  CustomerSummary,
  OrderMemo<'status' | 'resume' | 'customerId' | 'total'>
> = {
  name: 'customer-summary',
  view: kind(CustomerSummary, ['tenant', 'customerId']) as unknown as Kind,
  remember: remembering('status', 'resume', 'customerId', 'total'),
  changes(event, before) {
    const { tenant, placedAt, state } = orderAfter(before, event);
    // Drafts are nobody's orders yet.
    if (!placedAt) return [];
    const first = before?.placedAt === undefined;
    const { customerId, status, total } = state;
    const key = { tenant, customerId };
    const order = { id: event.streamId, status, total, placedAt };
    const apply = (row: CustomerSummary | undefined): CustomerSummary => ({
      ...key,
      orders: (row?.orders ?? 0) + (first ? 1 : 0),
      spent: plus(row?.spent ?? {}, spentBy(event as unknown as OrderEvent, state)),
      recent: first
        ? [order, ...(row?.recent ?? [])].slice(0, RECENT)
        : (row?.recent ?? []).map((one) => (one.id === order.id ? order : one)),
    });
    return [{ key, apply }];
  },
};

function spentBy(event: OrderEvent, { total, cancellation }: OrderState): Money {
  switch (event.type) {
    case 'order.confirmed':
      return total;
    case 'order.cancelled':
      return minus(cancellation?.refund, total);
    case 'order.shorted':
    case 'order.return-completed':
      return minus(event.data.refund, total);
    default:
      return minus(undefined, total);
  }
}

function minus(refund: Money | undefined, { currency }: Money): Money {
  return money(-(refund?.amount ?? 0), currency);
}

function plus(spent: Readonly<Record<string, number>>, { amount, currency }: Money): Record<string, number> {
  return amount === 0 ? { ...spent } : { ...spent, [currency]: (spent[currency] ?? 0) + amount };
}
