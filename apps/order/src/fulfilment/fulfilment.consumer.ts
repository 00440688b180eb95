import { Controller } from '@nestjs/common';
import { shippingDelivered, shippingShipped, shippingShorted } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { Context, Message, MessageOf } from '@waybill/kernel';
import { Handles, HandlesEach } from '@waybill/messaging';
import { type OrderUnit, OrderRepository } from '../orders/order.repository.js';
import type { FulfilmentRun } from './fulfilment.process.js';
import { REPLIES } from './inputs.js';
import type { Tx } from '@waybill/unit-of-work';

type AboutOrder = Message<string, { readonly orderId: OrderId }>;

/** Handles the services' replies to the saga, and shipping's events after the confirmation. */
@Controller()
export class FulfilmentConsumer {
  constructor(private readonly orders: OrderRepository<FulfilmentRun>) {}

  /** All replies: to steps of the process, line changes, refunds and returns. */
  @HandlesEach(REPLIES, 'order.fulfilment')
  answer(message: AboutOrder, context: Context): Promise<unknown> {
    return this.change(message, context, ({ process }) => process.receive(message));
  }

  // Shipping publishes these events in every mode. Their handlers share one consumer name, so that a message waits while an
  // earlier one of the same order is parked.

  @Handles(shippingShorted, 'order.shipped', { deferrable: true })
  shorted(message: MessageOf<typeof shippingShorted>, context: Context) {
    const { shipmentId, missing } = message.data;
    return this.change(message, context, ({ order }, at) => order.short(shipmentId, missing, at));
  }

  @Handles(shippingShipped, 'order.shipped', { deferrable: true })
  shipped(message: MessageOf<typeof shippingShipped>, context: Context) {
    const { shippedAt = message.time.toISOString() } = message.data;
    const data = { ...message.data, shippedAt };
    return this.change({ ...message, data }, context, ({ order }, at) => order.shipped(data, at));
  }

  @Handles(shippingDelivered, 'order.shipped', { deferrable: true })
  delivered(message: MessageOf<typeof shippingDelivered>, context: Context) {
    const { shipmentId, deliveredAt } = message.data;
    return this.change(message, context, ({ order }, at) => order.delivered(shipmentId, deliveredAt, at));
  }

  /** Stores the message's data as the input of the decision: it contains ids, units, amounts and shipments, but no personal data. */
  private change(
    { type, data }: AboutOrder,
    context: Context,
    act: (unit: OrderUnit<FulfilmentRun>, at: Date) => void,
  ): Promise<unknown> {
    const decide = (unit: OrderUnit<FulfilmentRun>, { at }: Tx): void => act(unit, at);
    return this.orders.change(context, data.orderId, {
      name: type as `${string}.${string}`,
      input: data,
      decide,
    });
  }
}
