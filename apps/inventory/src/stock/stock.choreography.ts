import { Controller } from '@nestjs/common';
import {
  FulfilmentSetting,
  isChoreographed,
  isPlacedChoreographed,
  orderCancelled,
  orderPlaced,
  orderRejected,
} from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner } from '@waybill/unit-of-work';
import { releaseStock } from './commands/release-stock.js';
import { reserveStock } from './commands/reserve-stock.js';
import { ReservationPolicy } from './reservation-policy.js';
import { reservations } from './stock.rows.js';

/**
 * What inventory does for orders in choreographed mode. It listens in every mode: each message, or the reservation, says which mode its
 * order has.
 */
@Controller()
export class StockChoreography {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly policy: ReservationPolicy,
    private readonly setting: FulfilmentSetting,
  ) {}

  @Handles(orderPlaced, 'inventory.reserve-placed', { hears: isPlacedChoreographed })
  placed({ data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    const lines = data.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    return this.unitOfWork.run(context, (tx) =>
      reserveStock(tx, { ...data, lines, choreographed: true }, this.policy),
    );
  }

  @Handles(orderRejected, 'inventory.release-rejected', { hears: isChoreographed })
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    const { orderId, rejection } = data;
    return this.unitOfWork.run(
      context,
      this.setting.onlyChoreographed(data, (tx) => releaseStock(tx, { orderId, reason: rejection.code })),
    );
  }

  /** Without a condition on the mode, because `order.cancelled` does not contain it. */
  @Handles(orderCancelled, 'inventory.release-cancelled', { hears: () => undefined })
  cancelled(
    { data: { orderId, reason } }: MessageOf<typeof orderCancelled>,
    context: Context,
  ): Promise<void> {
    return this.unitOfWork.run(context, async (tx) => {
      const known = await tx.load(reservations, { orderId });
      if (this.setting.isChoreographed(known ?? {})) await releaseStock(tx, { orderId, reason });
    });
  }
}
