import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Context, DomainError, fold, refuse, settle } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { type OrderState, evolve, initialOrder } from '../domain/order-state.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
import type { OrderRows } from '../order.rows.js';

export interface Cancellation {
  readonly reason: string;
  /** The version of the order that the caller saw. */
  readonly seenVersion?: number | undefined;
}

export class CancelOrder extends Command<OrderView> {
  constructor(
    readonly orderId: string,
    readonly cancellation: Cancellation,
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** Whoever says which version they saw is refused when the order has another status by now: what a cancellation costs depends on it. */
@CommandHandler(CancelOrder)
export class CancelOrderHandler implements ICommandHandler<CancelOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly rows: OrderRows,
  ) {}

  async execute({ orderId, cancellation, by, context }: CancelOrder): Promise<OrderView> {
    const { reason, seenVersion } = cancellation;
    const seen = seenVersion === undefined ? undefined : await this.stateAt(orderId, seenVersion);
    return this.orders.change(context, orderId, ({ order }, { at }) => {
      const { customerId, status } = order.state;
      const own = customerId === by.subject;
      if (!own && !by.admin) throw new DomainError('NOT_FOUND', `no order ${orderId}`);
      const wanted = { status };
      if (seen?.status !== status)
        settle({ policy: refuse, seenVersion, version: order.version, seen, stored: wanted, wanted });
      order.requestCancellation(reason, own ? 'customer' : 'admin', at);
    });
  }

  /** Read beside the set: what an order was at a version never changes. */
  private async stateAt(orderId: string, version: number): Promise<OrderState | undefined> {
    const events = await this.rows.events(orderId);
    return version > events.length ? undefined : fold(evolve, initialOrder, events.slice(0, version));
  }
}
