import { Controller } from '@nestjs/common';
import { orderConfirmed, orderDelivered, orderPlaced, paymentCaptured } from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner } from '@waybill/unit-of-work';
import { countOrder, countPayment } from './count.js';

/** Claim and count are committed together, so that a repeated message is not counted again. */
@Controller()
export class DailyConsumer {
  constructor(private readonly unitOfWork: BatchRunner) {}

  @Handles(orderPlaced, 'analytics.placed')
  placed({ time }: MessageOf<typeof orderPlaced>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => countOrder(tx, 'placed', time));
  }

  @Handles(orderConfirmed, 'analytics.confirmed')
  confirmed({ time }: MessageOf<typeof orderConfirmed>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => countOrder(tx, 'confirmed', time));
  }

  @Handles(orderDelivered, 'analytics.delivered')
  delivered({ data }: MessageOf<typeof orderDelivered>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => countOrder(tx, 'delivered', new Date(data.deliveredAt)));
  }

  @Handles(paymentCaptured, 'analytics.captured')
  captured({ data, time }: MessageOf<typeof paymentCaptured>, context: Context): Promise<void> {
    const { capturedAt = time } = data;
    return this.unitOfWork.run(context, (tx) => countPayment(tx, data, new Date(capturedAt)));
  }
}
