import { Controller } from '@nestjs/common';
import { orderCancelled, orderPlaced, orderRejected } from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Shell } from '@waybill/unit-of-work';
import { releaseStock } from './commands/release-stock.js';
import { reserveStock } from './commands/reserve-stock.js';
import { ReservationPolicy } from './reservation-policy.js';

/** In choreographed mode (FULFILMENT=choreographed) inventory reacts to the events of the other services. */
@Controller()
export class StockChoreography {
  constructor(
    private readonly shell: Shell,
    private readonly policy: ReservationPolicy,
  ) {}

  /** In the other modes the saga sends the command for the reservation. */
  @Handles(orderPlaced, 'inventory.reserve-placed')
  placed({ data }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    const lines = data.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    return this.shell.run(context, async (tx) => {
      if (data.fulfilment === 'choreographed') await reserveStock(tx, { ...data, lines }, this.policy);
    });
  }

  @Handles(orderRejected, 'inventory.release-rejected')
  rejected({ data }: MessageOf<typeof orderRejected>, context: Context): Promise<void> {
    const { orderId, rejection } = data;
    return this.shell.run(context, (tx) => releaseStock(tx, { orderId, reason: rejection.code }));
  }

  @Handles(orderCancelled, 'inventory.release-cancelled')
  cancelled(
    { data: { orderId, reason } }: MessageOf<typeof orderCancelled>,
    context: Context,
  ): Promise<void> {
    return this.shell.run(context, (tx) => releaseStock(tx, { orderId, reason }));
  }
}
