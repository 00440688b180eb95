import type { Projection } from '@waybill/event-store';
import type { Money } from '@waybill/kernel';
import { type Kind, kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../orders/domain/order-state.js';
import { type OrderMemo, rememberOrder } from './order-memo.js';

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

export const customerSummary: Projection<CustomerSummary, OrderMemo> = {
  name: 'customer-summary',
  view: kind(CustomerSummary, ['tenant', 'customerId']) as unknown as Kind,
  remember: rememberOrder,
  changes(event, before) {
    const { tenant, placedAt, state } = rememberOrder(before, event);
    // Drafts are nobody's orders yet.
    if (!placedAt) return [];
    const first = before?.placedAt === undefined;
    const { customerId, status, total } = state;
    const key = { tenant, customerId };
    const order = { id: event.streamId, status, total, placedAt };
    const apply = (row: CustomerSummary | undefined): CustomerSummary => ({
      ...key,
      orders: (row?.orders ?? 0) + (first ? 1 : 0),
      spent: plus(row?.spent ?? {}, spentBy(event.type, before, state)),
      recent: first
        ? [order, ...(row?.recent ?? [])].slice(0, RECENT)
        : (row?.recent ?? []).map((one) => (one.id === order.id ? order : one)),
    });
    return [{ key, apply }];
  },
};

function spentBy(
  type: string,
  before: OrderMemo | undefined,
  { total, cancellation }: OrderMemo['state'],
): Money {
  if (type === 'order.confirmed') return total;
  const refund = type === 'order.cancelled' ? cancellation?.refund : undefined;
  return { currency: total.currency, amount: -(refund?.amount ?? 0) };
}

function plus(spent: Readonly<Record<string, number>>, { amount, currency }: Money): Record<string, number> {
  return amount === 0 ? { ...spent } : { ...spent, [currency]: (spent[currency] ?? 0) + amount };
}
