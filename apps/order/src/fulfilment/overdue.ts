import type { Context } from '@waybill/kernel';
import type { OrderRepository } from '../orders/order.repository.js';
import type { FulfilmentProcess } from './fulfilment.process.js';

/** Wakes a saga whose deadline is over. The id says which waking, so that two instances wake it once. */
export function wakeOverdue(orders: OrderRepository, process: FulfilmentProcess) {
  return (saga: { id: string; tenant: string }, wakeAt: Date): Promise<unknown> => {
    const context: Context = {
      messageId: `${saga.id}:${wakeAt.getTime()}`,
      consumer: 'order.deadline',
      correlationId: saga.id,
      tenant: saga.tenant,
      traceparent: `00-${saga.id.replace(/-/g, '')}-0000000000000001-00`,
    };
    return orders.change(context, saga.id, (unit, tx) => process.overdue(tx, unit));
  };
}
