import { Controller } from '@nestjs/common';
import {
  inventoryBackordered,
  inventoryReleased,
  inventoryReservationFailed,
  inventoryReserved,
  inventoryRestocked,
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
  shippingBooked,
  shippingCancellationRefused,
  shippingCancelled,
  shippingDelivered,
  shippingRefused,
  shippingShipped,
  shippingShorted,
} from '@waybill/contracts';
import type { Context, Message, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { orderOfReturn, parcelOfShort } from '../orders/domain/returns.js';
import { OrderRepository } from '../orders/order.repository.js';
import type { Input } from './fulfilment.js';
import { FulfilmentProcess } from './fulfilment.process.js';

const EXPIRED = { code: 'RESERVATION_EXPIRED', detail: 'the pieces were held as long as they could be' };

/** The services' answers to the saga, and what shipping says by itself after the confirmation. */
@Controller()
export class FulfilmentConsumer {
  constructor(
    private readonly orders: OrderRepository,
    private readonly process: FulfilmentProcess,
  ) {}

  @Handles(inventoryReserved, 'order.fulfilment')
  reserved(message: MessageOf<typeof inventoryReserved>, context: Context) {
    const { lines } = message.data;
    return this.hear(message, context, { type: 'succeeded', fact: { step: 'reserve', lines } });
  }

  /** Its place in the line is kept; the answer comes when the pieces are there. */
  @Handles(inventoryBackordered, 'order.fulfilment')
  backordered(message: MessageOf<typeof inventoryBackordered>, context: Context) {
    return this.hear(message, context, { type: 'waits', step: 'reserve' });
  }

  @Handles(inventoryReservationFailed, 'order.fulfilment')
  reservationFailed(message: MessageOf<typeof inventoryReservationFailed>, context: Context) {
    const missing = message.data.shortages
      .map(({ sku, available }) => `${sku} (${available} left)`)
      .join(', ');
    const why = { code: 'OUT_OF_STOCK', detail: `not enough in stock: ${missing}` };
    return this.hear(message, context, { type: 'refused', step: 'reserve', why });
  }

  @Handles(inventoryReleased, 'order.fulfilment')
  released(message: MessageOf<typeof inventoryReleased>, context: Context) {
    const { orderId, reason } = message.data;
    if (reason === 'EXPIRED')
      return this.orders.change(context, orderId, (unit, tx) =>
        this.process.lost(tx, unit, 'reserve', EXPIRED),
      );
    return this.hear(message, context, { type: 'undone', step: 'reserve' });
  }

  @Handles(paymentAuthorized, 'order.fulfilment')
  authorized(message: MessageOf<typeof paymentAuthorized>, context: Context) {
    const { paymentId } = message.data;
    return this.hear(message, context, { type: 'succeeded', fact: { step: 'authorize', paymentId } });
  }

  @Handles(paymentDeclined, 'order.fulfilment')
  declined(message: MessageOf<typeof paymentDeclined>, context: Context) {
    return this.hear(message, context, { type: 'refused', step: 'authorize', why: message.data.refusal });
  }

  @Handles(paymentVoided, 'order.fulfilment')
  voided(message: MessageOf<typeof paymentVoided>, context: Context) {
    return this.hear(message, context, { type: 'undone', step: 'authorize' });
  }

  @Handles(shippingBooked, 'order.fulfilment')
  booked(message: MessageOf<typeof shippingBooked>, context: Context) {
    const { shipments: parcels } = message.data;
    const { shipmentId, carrier, trackingNumber, eta } = parcels[0]!;
    const shipment = { shipmentId, carrier, trackingNumber, eta, ...(parcels.length > 1 && { parcels }) };
    return this.hear(message, context, { type: 'succeeded', fact: { step: 'book', shipment } });
  }

  @Handles(shippingRefused, 'order.fulfilment')
  refused(message: MessageOf<typeof shippingRefused>, context: Context) {
    return this.hear(message, context, { type: 'refused', step: 'book', why: message.data.refusal });
  }

  @Handles(shippingCancelled, 'order.fulfilment')
  cancelled(message: MessageOf<typeof shippingCancelled>, context: Context) {
    return this.hear(message, context, { type: 'undone', step: 'book' });
  }

  @Handles(shippingCancellationRefused, 'order.fulfilment')
  cancellationRefused(message: MessageOf<typeof shippingCancellationRefused>, context: Context) {
    return this.hear(message, context, { type: 'undo-refused', step: 'book', why: message.data.refusal });
  }

  @Handles(paymentCaptured, 'order.fulfilment')
  captured(message: MessageOf<typeof paymentCaptured>, context: Context) {
    const { paymentId } = message.data;
    return this.hear(message, context, { type: 'succeeded', fact: { step: 'capture', paymentId } });
  }

  @Handles(paymentFailed, 'order.fulfilment')
  failed(message: MessageOf<typeof paymentFailed>, context: Context) {
    const { refundId, refusal: why } = message.data;
    const input: Input =
      refundId === undefined
        ? { type: 'refused', step: 'capture', why }
        : { type: 'refund-refused', item: refundId };
    return this.hear(message, context, input);
  }

  @Handles(paymentRefunded, 'order.fulfilment')
  refunded(message: MessageOf<typeof paymentRefunded>, context: Context) {
    const { refundId, amount } = message.data;
    const some = orderOfReturn(refundId) ?? parcelOfShort(refundId);
    const input: Input =
      some === undefined
        ? { type: 'undone', step: 'capture', refund: amount }
        : { type: 'gave-back', item: refundId, step: 'refund' };
    return this.hear(message, context, input);
  }

  @Handles(inventoryRestocked, 'order.fulfilment')
  restocked(message: MessageOf<typeof inventoryRestocked>, context: Context) {
    return this.hear(message, context, { type: 'gave-back', item: message.data.returnId, step: 'restock' });
  }

  /** Choreographed from here: nobody ordered it, shipping says what it did. Under one name: what is parked is waited for. */
  @Handles(shippingShorted, 'order.shipped')
  shorted({ data }: MessageOf<typeof shippingShorted>, context: Context) {
    const { orderId, shipmentId, missing } = data;
    return this.orders.change(context, orderId, ({ order }, { at }) => order.short(shipmentId, missing, at));
  }

  @Handles(shippingShipped, 'order.shipped')
  shipped({ data }: MessageOf<typeof shippingShipped>, context: Context) {
    const { shipmentId, carrier, trackingNumber, eta } = data;
    return this.orders.change(context, data.orderId, ({ order }, { at }) =>
      order.shipped({ shipmentId, carrier, trackingNumber, eta }, at),
    );
  }

  /** Under the same name: where the departure is parked, the arrival waits behind it. */
  @Handles(shippingDelivered, 'order.shipped')
  delivered({ data }: MessageOf<typeof shippingDelivered>, context: Context) {
    return this.orders.change(context, data.orderId, ({ order }, { at }) =>
      order.delivered(data.shipmentId, data.deliveredAt, at),
    );
  }

  private hear(message: Message<string, { orderId: string }>, context: Context, input: Input) {
    return this.orders.change(context, message.data.orderId, (unit, tx) =>
      this.process.hear(tx, unit, input, message),
    );
  }
}
