import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Page, type Principal, continuedAt, pageOf } from '@waybill/platform';
import { type OrderView, viewOf } from '../order-view.js';
import type { OrderFilter, OrderRows } from '../order.rows.js';

export class ListOrders extends Query<Page<OrderView>> {
  constructor(
    readonly filter: OrderFilter,
    readonly reader: Principal,
  ) {
    super();
  }
}

@QueryHandler(ListOrders)
export class ListOrdersHandler implements IQueryHandler<ListOrders> {
  constructor(private readonly rows: OrderRows) {}

  async execute({ filter, reader }: ListOrders): Promise<Page<OrderView>> {
    const { rows, complete, end } = await this.rows.list(filter, reader);
    const page = pageOf(
      rows,
      { ...filter, limit: Math.min(filter.limit, complete) },
      ({ summary }) => [summary.placedAt.toISOString(), summary.id],
      ({ summary, contact }) => viewOf(summary, contact, reader.admin),
    );
    return continuedAt(page, filter, end);
  }
}
