import { Controller } from '@nestjs/common';
import {
  inventoryReserved,
  orderPlaced,
  orderRejected,
  shippingBooked,
  shippingCancelled,
} from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Shell, type Tx } from '@waybill/unit-of-work';
import { cancelPayment } from '../payments/commands/cancel-payment.js';
import { capturePayment } from '../payments/commands/capture-payment.js';
import { payments } from '../payments/payments.rows.js';
import { payForGoods, rememberPrice } from './begin-payment.js';
import { payables } from './payables.rows.js';

/** In choreographed mode (FULFILMENT=choreographed) payment reacts to the events of the other services. */
@Controller()
export class PaymentsChoreography {
  constructor(private readonly shell: Shell) {}

  @Handles(orderPlaced, 'payment.remember-price')
  placed({ data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => rememberPrice(tx, data));
  }

  @Handles(inventoryReserved, 'payment.pay-for-goods')
  reserved({ data }: MessageOf<typeof inventoryReserved>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => payForGoods(tx, data));
  }

  @Handles(shippingBooked, 'payment.capture-booked')
  booked({ data: { orderId } }: MessageOf<typeof shippingBooked>, context: Context): Promise<void> {
    return this.shell.run(context, async (tx) => {
      const known = await tx.load(payments, { orderId });
      if (!known) return;
      const { amount, currency } = known;
      return capturePayment(tx, { orderId, amount: { amount, currency } });
    });
  }

  /** The shipment is cancelled, so the payment is cancelled too. The outcome of that ends the order’s cancellation. */
  @Handles(shippingCancelled, 'payment.cancel-with-parcel')
  shipmentCancelled({ data }: MessageOf<typeof shippingCancelled>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => cancelOrder(tx, data.orderId, 'cancelled'));
  }

  @Handles(orderRejected, 'payment.cancel-rejected')
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => cancelOrder(tx, data.orderId, data.rejection.code));
  }
}

/** Also cancels a payment that has not begun: it never begins, because the cancellation is on record. */
async function cancelOrder(tx: Tx, orderId: string, reason: string): Promise<void> {
  if (await tx.load(payables, { orderId })) tx.remove(payables, { orderId });
  return cancelPayment(tx, { orderId, reason });
}
