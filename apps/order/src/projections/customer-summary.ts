import type { CustomerId } from '@waybill/contracts/ids';
import type { Projection } from '@waybill/event-store';
import { type Money, money } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../orders/domain/order-status.js';
import { type OrderMemo, remembering } from './order-memo.js';

export interface RecentOrder {
  readonly id: string;
  readonly status: OrderStatus;
  readonly total: Money;
  readonly placedAt: string;
}

/** A summary of a customer's orders. Name and mail are joined when it is read, because events do not contain them. */
@Entity('customer_summaries')
export class CustomerSummary {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') customerId!: CustomerId;
  @Column('integer') orders!: number;
  /** For confirmed orders, without refunds, in minor units by currency. */
  @Column('jsonb') spent!: Readonly<Record<string, number>>;
  /** The newest five, newest first. */
  @Column('jsonb') recent!: readonly RecentOrder[];
}

const RECENT = 5;

type Memo = OrderMemo<'status' | 'resume' | 'customerId' | 'total' | 'refunded'>;

const remember = remembering('status', 'resume', 'customerId', 'total', 'refunded');

export const customerSummary: Projection<CustomerSummary, Memo> = {
  name: 'customer-summary',
  view: rowType(CustomerSummary, ['tenant', 'customerId']),
  remember,
  changes(event, before) {
    const { tenant, placedAt, state } = remember(before, event);
    // A draft is not counted as an order.
    if (!placedAt) return [];
    const first = before?.placedAt === undefined;
    const { customerId, status, total } = state;
    const key = { tenant, customerId };
    const order = { id: event.streamId, status, total, placedAt };
    const spent = money(paidFor(state) - (before ? paidFor(before.state) : 0), total.currency);
    const apply = (row: CustomerSummary | undefined): CustomerSummary => ({
      ...key,
      orders: (row?.orders ?? 0) + (first ? 1 : 0),
      spent: plus(row?.spent ?? {}, spent),
      recent: first
        ? [order, ...(row?.recent ?? [])].slice(0, RECENT)
        : (row?.recent ?? []).map((one) => (one.id === order.id ? order : one)),
    });
    return [{ key, apply }];
  },
};

/** The statuses from the confirmation on. An order is paid when it is confirmed. */
const PAID: readonly (OrderStatus | undefined)[] = ['CONFIRMED', 'SHIPPED', 'DELIVERED'];

/** What was paid for the order and not refunded, in minor units. 0 before the confirmation, even if there are refunds. */
function paidFor({ status, resume, total, refunded = 0 }: Memo['state']): number {
  const reached = status === 'CANCELLING' || status === 'CANCELLED' ? resume : status;
  return PAID.includes(reached) ? total.amount - refunded : 0;
}

function plus(spent: Readonly<Record<string, number>>, { amount, currency }: Money): Record<string, number> {
  return amount === 0 ? { ...spent } : { ...spent, [currency]: (spent[currency] ?? 0) + amount };
}
