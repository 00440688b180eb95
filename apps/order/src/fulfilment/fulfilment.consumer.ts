import { Controller } from '@nestjs/common';
import { shippingDelivered, shippingShipped, shippingShorted } from '@waybill/contracts';
import type { Context, Message, MessageOf } from '@waybill/kernel';
import { Handles, HandlesEach } from '@waybill/messaging';
import { type CommandInput, OrderRepository } from '../orders/order.repository.js';
import type { FulfilmentRun } from './fulfilment.process.js';
import { ANSWERS } from './inputs.js';

/** What the services answer to the saga, and what shipping publishes after the confirmation. */
@Controller()
export class FulfilmentConsumer {
  constructor(private readonly orders: OrderRepository<FulfilmentRun>) {}

  /** Every answer of the table in `process.ts`. */
  @HandlesEach(ANSWERS, 'order.fulfilment')
  answer(message: Message<string, { readonly orderId: string }>, context: Context): Promise<unknown> {
    return this.orders.change(context, message.data.orderId, ({ process }) => {
      process.hear(message);
      return keptMessage(message);
    });
  }

  // Choreographed in every mode: shipping publishes what it did. The handlers share one name, so that a message waits while an
  // earlier one of its order is parked.

  @Handles(shippingShorted, 'order.shipped')
  shorted(message: MessageOf<typeof shippingShorted>, context: Context) {
    const { orderId, shipmentId, missing } = message.data;
    return this.orders.change(context, orderId, ({ order }, { at }) => {
      order.short(shipmentId, missing, at);
      return keptMessage(message);
    });
  }

  @Handles(shippingShipped, 'order.shipped')
  shipped(message: MessageOf<typeof shippingShipped>, context: Context) {
    const { data } = message;
    return this.orders.change(context, data.orderId, ({ order }, { at }) => {
      order.shipped(data, at);
      return keptMessage(message);
    });
  }

  @Handles(shippingDelivered, 'order.shipped')
  delivered(message: MessageOf<typeof shippingDelivered>, context: Context) {
    const { orderId, shipmentId, deliveredAt } = message.data;
    return this.orders.change(context, orderId, ({ order }, { at }) => {
      order.delivered(shipmentId, deliveredAt, at);
      return keptMessage(message);
    });
  }
}

/** Answers of the services name an order, units, amounts and shipments, and hold no personal data. */
function keptMessage({ type, data }: Message<string, object>): CommandInput {
  return { name: type, input: data };
}
