import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { HistoryEntry } from '../history-entry.js';
import type { OrderRows } from '../order.rows.js';

export class GetHistory extends Query<HistoryEntry[]> {
  constructor(
    readonly orderId: OrderId,
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
      throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    return this.rows.history(orderId, { after: afterVersion });
  }
}
