import type { Projection } from '@waybill/event-store';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrderStatus } from '../orders/domain/order-status.js';
import { type OrderMemo, remembering } from './order-memo.js';

/** The number of a tenant's orders in a status. */
@Entity('orders_by_status')
export class OrdersByStatus {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') status!: OrderStatus;
  @Column('integer') orders!: number;
}

const remember = remembering('status', 'resume');

export const ordersByStatus: Projection<OrdersByStatus, OrderMemo<'status' | 'resume'>> = {
  name: 'orders-by-status',
  view: rowType(OrdersByStatus, ['tenant', 'status']),
  remember,
  changes(event, before) {
    const after = remember(before, event);
    if (before?.state.status === after.state.status) return [];
    const count = (status: OrderStatus, more: number) => {
      const key = { tenant: after.tenant, status };
      return { key, apply: (row?: OrdersByStatus) => ({ ...key, orders: (row?.orders ?? 0) + more }) };
    };
    return [...(before ? [count(before.state.status, -1)] : []), count(after.state.status, 1)];
  },
};
