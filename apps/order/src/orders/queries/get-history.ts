import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import { type Page, type Principal, pageOf, platformErrors, positionOf } from '@waybill/platform';
import type { HistoryEntry } from '../history-entry.js';
import type { OrderRows } from '../order.rows.js';

export class GetHistory extends Query<Page<HistoryEntry>> {
  constructor(
    readonly orderId: OrderId,
    readonly reader: Principal,
    readonly page: { readonly limit: number; readonly cursor?: string | undefined },
  ) {
    super();
  }
}

@QueryHandler(GetHistory)
export class GetHistoryHandler implements IQueryHandler<GetHistory> {
  constructor(private readonly rows: OrderRows) {}

  async execute({ orderId, reader, page }: GetHistory): Promise<Page<HistoryEntry>> {
    const [after = 0] = positionOf(page, 1) ?? [];
    if (!Number.isInteger(after))
      throw new DomainError(platformErrors.CURSOR_INVALID, 'The cursor was not returned by this list.');
    if (!(await this.rows.find(orderId, reader)))
      throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    const entries = await this.rows.history(orderId, { after: Number(after), limit: page.limit + 1 });
    return pageOf(
      entries,
      page,
      ({ version }) => [version],
      (entry) => entry,
    );
  }
}
