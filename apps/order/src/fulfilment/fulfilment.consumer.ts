import { Controller } from '@nestjs/common';
import { shippingDelivered, shippingShipped, shippingShorted } from '@waybill/contracts';
import type { Context, Message, MessageOf } from '@waybill/kernel';
import { Handles, HandlesEach } from '@waybill/messaging';
import { OrderRepository } from '../orders/order.repository.js';
import type { FulfilmentRun } from './fulfilment.process.js';
import { ANSWERS } from './inputs.js';

/** What the services answer to the saga, and what shipping publishes after the confirmation. */
@Controller()
export class FulfilmentConsumer {
  constructor(private readonly orders: OrderRepository<FulfilmentRun>) {}

  /** Every answer of the table in `process.ts`. */
  @HandlesEach(ANSWERS, 'order.fulfilment')
  answer(message: Message<string, { readonly orderId: string }>, context: Context): Promise<unknown> {
    return this.orders.change(context, message.data.orderId, ({ process }) => process.hear(message));
  }

  // Choreographed in every mode: shipping publishes what it did. The handlers share one name, so that a message waits while an
  // earlier one of its order is parked.

  @Handles(shippingShorted, 'order.shipped')
  shorted({ data }: MessageOf<typeof shippingShorted>, context: Context) {
    const { orderId, shipmentId, missing } = data;
    return this.orders.change(context, orderId, ({ order }, { at }) => order.short(shipmentId, missing, at));
  }

  @Handles(shippingShipped, 'order.shipped')
  shipped({ data }: MessageOf<typeof shippingShipped>, context: Context) {
    return this.orders.change(context, data.orderId, ({ order }, { at }) => order.shipped(data, at));
  }

  @Handles(shippingDelivered, 'order.shipped')
  delivered({ data }: MessageOf<typeof shippingDelivered>, context: Context) {
    return this.orders.change(context, data.orderId, ({ order }, { at }) =>
      order.delivered(data.shipmentId, data.deliveredAt, at),
    );
  }
}
