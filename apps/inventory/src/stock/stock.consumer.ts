import { Controller } from '@nestjs/common';
import { inventoryRelease, inventoryReserve, shippingShipped } from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Shell } from '@waybill/unit-of-work';
import { commitStock } from './commands/commit-stock.js';
import { releaseStock } from './commands/release-stock.js';
import { reserveStock } from './commands/reserve-stock.js';

@Controller()
export class StockConsumer {
  constructor(private readonly shell: Shell) {}

  @Handles(inventoryReserve, 'inventory.reserve-stock')
  reserve({ data }: MessageOf<typeof inventoryReserve>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => reserveStock(tx, data));
  }

  @Handles(inventoryRelease, 'inventory.release-stock')
  release({ data }: MessageOf<typeof inventoryRelease>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => releaseStock(tx, data));
  }

  /** Choreographed: nobody orders it, the parcel's departure says it. */
  @Handles(shippingShipped, 'inventory.commit-stock')
  shipped({ data }: MessageOf<typeof shippingShipped>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => commitStock(tx, data));
  }
}
