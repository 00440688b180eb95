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

/** Where nobody leads an order (FULFILMENT=choreographed): what payment does when it hears of the others. */
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

  /** The parcel stays here, so the money goes back: that is what ends the order’s cancellation. */
  @Handles(shippingCancelled, 'payment.cancel-with-parcel')
  parcelCancelled({ data }: MessageOf<typeof shippingCancelled>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => giveBack(tx, data.orderId, 'cancelled'));
  }

  @Handles(orderRejected, 'payment.cancel-rejected')
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => giveBack(tx, data.orderId, data.rejection.code));
  }
}

/** Also what has not begun: it never will, because the cancellation is on record. */
async function giveBack(tx: Tx, orderId: string, reason: string): Promise<void> {
  if (await tx.load(payables, { orderId })) tx.remove(payables, { orderId });
  return cancelPayment(tx, { orderId, reason });
}
