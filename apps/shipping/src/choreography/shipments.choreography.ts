import { Controller } from '@nestjs/common';
import {
  inventoryReserved,
  orderCancellationRequested,
  orderPlaced,
  orderRejected,
  paymentAuthorized,
} from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Shell } from '@waybill/unit-of-work';
import { Tariffs } from '../carrier/tariffs.js';
import { cancelPlanned, planParcel } from './plan-parcel.js';

/** In choreographed mode (FULFILMENT=choreographed) shipping reacts to the events of the other services. */
@Controller()
export class ShipmentsChoreography {
  constructor(
    private readonly shell: Shell,
    private readonly tariffs: Tariffs,
  ) {}

  /** In the other modes the saga sends the command for the booking. */
  @Handles(orderPlaced, 'shipping.remember-recipient')
  placed({ data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    const { orderId, customerId, shippingAddress: address, fulfilment } = data;
    return this.shell.run(context, async (tx) => {
      if (fulfilment !== 'choreographed') return;
      await planParcel(tx, orderId, { recipient: { customerId, address } }, this.tariffs);
    });
  }

  @Handles(inventoryReserved, 'shipping.remember-lines')
  reserved({ data: { orderId, lines } }: MessageOf<typeof inventoryReserved>, context: Context) {
    return this.shell.run(context, (tx) => planParcel(tx, orderId, { lines }, this.tariffs));
  }

  @Handles(paymentAuthorized, 'shipping.book-paid')
  authorized({ data: { orderId } }: MessageOf<typeof paymentAuthorized>, context: Context) {
    return this.shell.run(context, (tx) => planParcel(tx, orderId, { paid: true }, this.tariffs));
  }

  /** Only shipping knows whether it is too late. */
  @Handles(orderCancellationRequested, 'shipping.cancel-requested')
  cancellationRequested({ data }: MessageOf<typeof orderCancellationRequested>, context: Context) {
    return this.shell.run(context, (tx) => cancelPlanned(tx, data.orderId, data.reason));
  }

  @Handles(orderRejected, 'shipping.cancel-rejected')
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context) {
    return this.shell.run(context, (tx) => cancelPlanned(tx, data.orderId, data.rejection.code));
  }
}
