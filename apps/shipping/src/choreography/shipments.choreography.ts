import { Controller } from '@nestjs/common';
import {
  FulfilmentSetting,
  inventoryReserved,
  isChoreographed,
  isPlacedChoreographed,
  orderCancellationRequested,
  orderPlaced,
  orderRejected,
  paymentAuthorized,
} from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner } from '@waybill/unit-of-work';
import { Tariffs } from '../carrier/tariffs.js';
import { cancelPlanned, planParcel } from './plan-parcel.js';

/** What shipping does for orders in choreographed mode. It listens in every mode: each message says which mode its order has. */
@Controller()
export class ShipmentsChoreography {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly tariffs: Tariffs,
    private readonly setting: FulfilmentSetting,
  ) {}

  @Handles(orderPlaced, 'shipping.remember-recipient', { hears: isPlacedChoreographed })
  placed({ data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    const { orderId, customerId, shippingAddress: address } = data;
    return this.unitOfWork.run(context, (tx) =>
      planParcel(tx, orderId, { recipient: { customerId, address } }, this.tariffs),
    );
  }

  @Handles(inventoryReserved, 'shipping.remember-lines', { hears: isChoreographed })
  reserved({ data }: MessageOf<typeof inventoryReserved>, context: Context): Promise<void> {
    const { orderId, lines } = data;
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => planParcel(tx, orderId, { lines }, this.tariffs)),
    );
  }

  @Handles(paymentAuthorized, 'shipping.book-paid', { hears: isChoreographed })
  authorized({ data }: MessageOf<typeof paymentAuthorized>, context: Context): Promise<void> {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) =>
        planParcel(tx, data.orderId, { paid: true }, this.tariffs),
      ),
    );
  }

  /** Only shipping knows whether it is too late. */
  @Handles(orderCancellationRequested, 'shipping.cancel-requested', { hears: isChoreographed })
  cancellationRequested({ data }: MessageOf<typeof orderCancellationRequested>, context: Context) {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => cancelPlanned(tx, data.orderId, data.reason)),
    );
  }

  @Handles(orderRejected, 'shipping.cancel-rejected', { hears: isChoreographed })
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context) {
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => cancelPlanned(tx, data.orderId, data.rejection.code)),
    );
  }
}
