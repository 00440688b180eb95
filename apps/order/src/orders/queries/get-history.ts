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
  .meta({ id: 'HistoryEntry' });
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
