import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Context, refuse, settle } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
import type { OrderRows } from '../order.rows.js';
import { actorOf } from './ownership.js';
import { stateSeen } from './seen.js';

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
    const seen = await stateSeen(this.rows, orderId, seenVersion);
    return this.orders.change(context, orderId, ({ order }, { at }) => {
      const actor = actorOf(order, by);
      const wanted = { status: order.state.status };
      if (seen?.status !== wanted.status)
        settle({ policy: refuse, seenVersion, version: order.version, seen, stored: wanted, wanted });
      order.requestCancellation(reason, actor, at);
    });
  }
}
