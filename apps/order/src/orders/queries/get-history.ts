import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { z } from 'zod';
import type { OrderRows } from '../order.rows.js';

/** One domain event of the order, as it is stored. */
export const historyEntry = z
  .object({
    version: z.int(),
    type: z.string(),
    at: z.string(),
    data: z.record(z.string(), z.unknown()),
    userId: z.string().nullable(),
    correlationId: z.string(),
    causationId: z.string(),
  })
  .meta({
    id: 'HistoryEntry',
    example: {
      version: 6,
      type: 'order.cancellation-requested',
      at: '2026-11-21T10:02:13.401Z',
      data: { reason: 'Changed my mind', by: 'customer' },
      userId: 'ada',
      correlationId: 'f0c1cbb2-6c1b-4f0a-9a4d-2f1d7a3f8f5e',
      causationId: '01a1fd8e-73c4-7d2b-9b1d-2a0a8d0f6c11',
    },
  });
export type HistoryEntry = z.infer<typeof historyEntry>;

export class GetHistory extends Query<HistoryEntry[]> {
  constructor(
    readonly orderId: string,
    readonly reader: Principal,
    readonly afterVersion = 0,
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly rows: OrderRows) {}

  async execute({ orderId, reader, afterVersion }: GetHistory): Promise<HistoryEntry[]> {
    if (!(await this.rows.find(orderId, reader)))
      throw new DomainError(commonErrors.NOT_FOUND, `no order ${orderId}`);
    return this.rows.history(orderId, afterVersion);
  }
}
