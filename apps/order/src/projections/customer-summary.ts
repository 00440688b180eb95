import type { Projection } from '@waybill/event-store';
import { type Money, money } from '@waybill/kernel';
import { kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../orders/domain/order-status.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { type OrderMemo, remembering } from './order-memo.js';

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

const remember = remembering('status', 'resume', 'customerId', 'total');

export const customerSummary: Projection<
  CustomerSummary,
  OrderMemo<'status' | 'resume' | 'customerId' | 'total'>
> = {
  name: 'customer-summary',
  view: kind(CustomerSummary, ['tenant', 'customerId']),
  remember,
  changes(event, before) {
    const { tenant, placedAt, state } = remember(before, event);
    // A draft does not count as an order.
    if (!placedAt) return [];
    const first = before?.placedAt === undefined;
    const { customerId, status, total } = state;
    const key = { tenant, customerId };
    const order = { id: event.streamId, status, total, placedAt };
    const apply = (row: CustomerSummary | undefined): CustomerSummary => ({
      ...key,
      orders: (row?.orders ?? 0) + (first ? 1 : 0),
      spent: plus(row?.spent ?? {}, spentBy(event as unknown as OrderEvent, total)),
      recent: first
        ? [order, ...(row?.recent ?? [])].slice(0, RECENT)
        : (row?.recent ?? []).map((one) => (one.id === order.id ? order : one)),
    });
    return [{ key, apply }];
  },
};

function spentBy({ type, data }: OrderEvent, total: Money): Money {
  switch (type) {
    case 'order.confirmed':
      return total;
    case 'order.cancelled':
    case 'order.shorted':
    case 'order.return-completed':
      return minus(data.refund, total);
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
