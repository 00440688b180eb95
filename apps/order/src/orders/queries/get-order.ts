import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { type OrderView, viewOf } from '../order-view.js';
import type { OrderSignals } from '../order-signals.js';
import type { OrderRow, OrderRows } from '../order.rows.js';
import { queryErrors } from './query.errors.js';

/** How long a request with a minimum version waits for the view. */
const VIEW_PATIENCE_MS = 1_000;

export class GetOrder extends Query<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly reader: Principal,
    readonly minVersion = 0,
  ) {
    super();
  }
}

/** Reads the view with SQL; never loads the aggregate. */
@QueryHandler(GetOrder)
export class GetOrderHandler implements IQueryHandler<GetOrder> {
  constructor(
    private readonly rows: OrderRows,
    private readonly signals: OrderSignals,
  ) {}

  async execute({ orderId, reader, minVersion }: GetOrder): Promise<OrderView> {
    let row = await this.find(orderId, reader);
    if (row.summary.version < minVersion) {
      await this.signals.until(orderId, ({ version }) => version >= minVersion, VIEW_PATIENCE_MS);
      row = await this.find(orderId, reader);
    }
    const { version } = row.summary;
    if (version < minVersion)
      throw new DomainError(
        queryErrors.VIEW_BEHIND,
        `The order is at version ${version} and has not reached ${minVersion} yet.`,
        { version },
      );
    return viewOf(row.summary, row.contact, reader.admin);
  }

  private async find(orderId: OrderId, reader: Principal): Promise<OrderRow> {
    const row = await this.rows.find(orderId, reader);
    if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    return row;
  }
}

/** Waits until the order has one of the statuses. Returns it as it is then, or after the time, or when the caller is gone. */
export class AwaitOrder extends Query<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly reader: Principal,
    readonly statuses: readonly string[],
    readonly limits: { readonly seconds: number; readonly gone: AbortSignal },
  ) {
    super();
  }
}

@QueryHandler(AwaitOrder)
export class AwaitOrderHandler implements IQueryHandler<AwaitOrder> {
  constructor(
    /** Over the connections of those who wait. */
    private readonly rows: OrderRows,
    private readonly signals: OrderSignals,
  ) {}

  async execute({ orderId, reader, statuses, limits: { seconds, gone } }: AwaitOrder): Promise<OrderView> {
    await this.signals.until(orderId, ({ status }) => statuses.includes(status), seconds * 1_000, gone);
    const row = await this.rows.find(orderId, reader);
    if (!row) throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    return viewOf(row.summary, row.contact, reader.admin);
  }
}
