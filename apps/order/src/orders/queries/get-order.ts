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
    let version = 0;
    const row = await this.signals.waitFor(orderId, minVersion > 0 ? VIEW_PATIENCE_MS : 0, async () => {
      const found = await this.rows.find(orderId, reader);
      if (!found) throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
      version = found.summary.version;
      return version >= minVersion ? found : undefined;
    });
    if (!row)
      throw new DomainError(
        queryErrors.VIEW_BEHIND,
        `The order is at version ${version} and has not reached ${minVersion} yet.`,
        {
          version,
        },
      );
    return viewOf(row.summary, row.contact, reader.admin);
  }
}

/** Waits until the order has one of the statuses. Returns it as it is after the timeout. */
export class AwaitOrder extends Query<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly reader: Principal,
    readonly statuses: readonly string[],
    readonly seconds: number,
  ) {
    super();
  }
}

@QueryHandler(AwaitOrder)
export class AwaitOrderHandler implements IQueryHandler<AwaitOrder> {
  constructor(
    private readonly rows: OrderRows,
    private readonly signals: OrderSignals,
  ) {}

  async execute({ orderId, reader, statuses, seconds }: AwaitOrder): Promise<OrderView> {
    let latest: OrderRow | undefined;
    await this.signals.waitFor(orderId, seconds * 1_000, async () => {
      latest = await this.rows.find(orderId, reader);
      return latest && statuses.includes(latest.summary.status) ? latest : undefined;
    });
    if (!latest) throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${orderId}.`);
    return viewOf(latest.summary, latest.contact, reader.admin);
  }
}
