import { Controller } from '@nestjs/common';
import { customerErased } from '@waybill/contracts';
import type { Context, MessageOf } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { requestErasure } from '@waybill/platform';
import { BatchRunner } from '@waybill/unit-of-work';

/** Erases customers here too: messages about them may wait in dead letters. */
@Controller()
export class ErasedCustomersConsumer {
  constructor(private readonly unitOfWork: BatchRunner) {}

  @Handles(customerErased, 'inventory.customer-erased')
  erased({ data, time }: MessageOf<typeof customerErased>, context: Context): Promise<void> {
    const { customerId: id, orderIds = [] } = data;
    return this.unitOfWork.run(context, async (tx) => {
      requestErasure(tx, { tenant: context.tenant, id, orderIds, erasedAt: time.toISOString() });
    });
  }
}
