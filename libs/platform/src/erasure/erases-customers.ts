import { Controller, type Type } from '@nestjs/common';
import type { Context, Message, MessageType } from '@waybill/kernel';
import { Handles } from '@waybill/messaging';
import { BatchRunner } from '@waybill/unit-of-work';
import { requestErasure } from './erasure.js';

/** What says that a customer was erased. */
interface CustomerErased {
  readonly customerId: string;
  /** Messages of older releases have none. */
  readonly orderIds?: readonly string[] | undefined;
}

/** A consumer that erases the customers of these messages with the erasers of its service: messages about them may wait in dead letters. */
export function erasesCustomers(type: MessageType<string, CustomerErased>, consumer: string): Type<object> {
  @Controller()
  class ErasedCustomersConsumer {
    constructor(private readonly unitOfWork: BatchRunner) {}

    @Handles(type, consumer)
    erased({ data, time }: Message<string, CustomerErased>, context: Context): Promise<void> {
      const { customerId: id, orderIds = [] } = data;
      return this.unitOfWork.run(context, async (tx) => {
        requestErasure(tx, { tenant: context.tenant, id, orderIds, erasedAt: time.toISOString() });
      });
    }
  }
  return ErasedCustomersConsumer;
}
