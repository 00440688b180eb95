import { Controller } from '@nestjs/common';
import { orderConfirmed, shippingBook, shippingCancel } from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { Shell } from '@waybill/unit-of-work';
import { bookShipment } from './commands/book-shipment.js';
import { cancelShipment } from './commands/cancel-shipment.js';
import { DispatchPolicy, scheduleDispatch } from './commands/schedule-dispatch.js';

@Controller()
export class ShipmentsConsumer {
  constructor(
    private readonly shell: Shell,
    private readonly policy: DispatchPolicy,
  ) {}

  @Handles(shippingBook, 'shipping.book-shipment')
  book({ data }: MessageOf<typeof shippingBook>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => bookShipment(tx, data));
  }

  @Handles(shippingCancel, 'shipping.cancel-shipment')
  cancel({ data }: MessageOf<typeof shippingCancel>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => cancelShipment(tx, data));
  }

  /** Choreographed: nobody orders it, the order's confirmation says it. */
  @Handles(orderConfirmed, 'shipping.schedule-dispatch')
  confirmed({ data }: MessageOf<typeof orderConfirmed>, context: Context): Promise<void> {
    return this.shell.run(context, (tx) => scheduleDispatch(tx, data, this.policy));
  }
}
