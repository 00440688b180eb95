import type { Context, Ids } from '@waybill/kernel';
import type { OrderRepository } from '../orders/order.repository.js';
import type { FulfilmentProcess } from './fulfilment.process.js';

/** Wakes a saga whose deadline is over. Of two instances that wake it the second finds it awake: the locked row decides. */
export function wakeOverdue(orders: OrderRepository, process: FulfilmentProcess, ids: Ids) {
  return (saga: { id: string; tenant: string }): Promise<unknown> => {
    const context: Context = {
      messageId: ids.next(),
      consumer: 'order.deadline',
      correlationId: saga.id,
      tenant: saga.tenant,
      traceparent: `00-${saga.id.replace(/-/g, '')}-0000000000000001-00`,
    };
    return orders.change(context, saga.id, (unit, tx) => process.wake(tx, unit));
  };
}
