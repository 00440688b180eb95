import { Controller } from '@nestjs/common';
import {
  FulfilmentSetting,
  inventoryReserved,
  isChoreographed,
  isPlacedChoreographed,
  orderPlaced,
  orderRejected,
  shippingBooked,
  shippingCancelled,
} from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner, type Tx } from '@waybill/unit-of-work';
import { cancelPayment } from '../payments/commands/cancel-payment.js';
import { capturePayment } from '../payments/commands/capture-payment.js';
import { payments } from '../payments/payments.rows.js';
import { payForGoods, rememberPrice } from './begin-payment.js';
import { payables } from './payables.rows.js';

/** What payment does for orders in choreographed mode. It listens in every mode: each message says which mode its order has. */
@Controller()
export class PaymentsChoreography {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly setting: FulfilmentSetting,
  ) {}

  @Handles(orderPlaced, 'payment.remember-price', { hears: isPlacedChoreographed })
  placed({ data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => rememberPrice(tx, data));
  }

  @Handles(inventoryReserved, 'payment.pay-for-goods', { hears: isChoreographed })
  reserved({ data }: MessageOf<typeof inventoryReserved>, context: Context): Promise<void> {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => payForGoods(tx, data)),
    );
  }

  @Handles(shippingBooked, 'payment.capture-booked', { hears: isChoreographed })
  booked({ data }: MessageOf<typeof shippingBooked>, context: Context): Promise<void> {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, async (tx) => {
        const { orderId } = data;
        const known = await tx.load(payments, { orderId });
        if (!known) return;
        const { amount, currency } = known;
        return capturePayment(tx, { orderId, amount: { amount, currency } });
      }),
    );
  }

  /** The shipment is cancelled, so the payment is cancelled too. The outcome of that ends the order’s cancellation. */
  @Handles(shippingCancelled, 'payment.cancel-with-parcel', { hears: isChoreographed })
  shipmentCancelled({ data }: MessageOf<typeof shippingCancelled>, context: Context): Promise<void> {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => cancelOrder(tx, data.orderId, 'cancelled')),
    );
  }

  @Handles(orderRejected, 'payment.cancel-rejected', { hears: isChoreographed })
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => cancelOrder(tx, data.orderId, data.rejection.code)),
    );
  }
}

/** Also cancels a payment that has not begun: it never begins, because the cancellation is on record. */
async function cancelOrder(tx: Tx, orderId: OrderId, reason: string): Promise<void> {
  if (await tx.load(payables, { orderId })) tx.remove(payables, { orderId });
  return cancelPayment(tx, { orderId, reason });
}
