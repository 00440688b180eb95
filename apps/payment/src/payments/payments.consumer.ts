import { Controller } from '@nestjs/common';
import { paymentAuthorize, paymentCapture, paymentRefund, paymentVoid } from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner, toLoad } from '@waybill/unit-of-work';
import { authorizePayment } from './commands/authorize-payment.js';
import { capturePayment } from './commands/capture-payment.js';
import { refundPayment } from './commands/refund-payment.js';
import { voidPayment } from './commands/void-payment.js';
import { payments } from './payments.rows.js';

@Controller()
export class PaymentsConsumer {
  constructor(private readonly unitOfWork: BatchRunner) {}

  @Handles(paymentAuthorize, 'payment.authorize-payment')
  authorize({ data }: MessageOf<typeof paymentAuthorize>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => authorizePayment(tx, data), [toLoad(payments, data)]);
  }

  @Handles(paymentCapture, 'payment.capture-payment')
  capture({ data }: MessageOf<typeof paymentCapture>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => capturePayment(tx, data), [toLoad(payments, data)]);
  }

  @Handles(paymentVoid, 'payment.void-payment')
  void({ data }: MessageOf<typeof paymentVoid>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => voidPayment(tx, data), [toLoad(payments, data)]);
  }

  @Handles(paymentRefund, 'payment.refund-payment')
  refund({ data }: MessageOf<typeof paymentRefund>, context: Context): Promise<void> {
    return this.unitOfWork.run(context, (tx) => refundPayment(tx, data), [toLoad(payments, data)]);
  }
}
