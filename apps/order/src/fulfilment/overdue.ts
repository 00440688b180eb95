import { type Ids, whenDue } from '@waybill/kernel';
import type { OrderCommand, OrderRepository } from '../orders/order.repository.js';
import type { FulfilmentRun } from './fulfilment.process.js';

const WAKE: OrderCommand<FulfilmentRun> = {
  name: 'WakeSaga',
  input: {},
  decide: ({ process }) => process.wake(),
};

/** Wakes a saga whose deadline has passed. If two instances do so, the row lock serializes them, and the second has nothing left to do. */
export function wakeOverdue(orders: OrderRepository<FulfilmentRun>, ids: Ids) {
  return (saga: { id: string; tenant: string }): Promise<unknown> => {
    const context = whenDue(saga, 'order.deadline', ids.next());
    return orders.change(context, saga.id, WAKE);
  };
}
