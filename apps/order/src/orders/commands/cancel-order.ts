import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import type { Context, Ids } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import { statusOf } from '../domain/order-state.js';
import { referenceTo } from '../domain/words.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository, OrderUnit } from '../order.repository.js';
import type { OrderRows } from '../order.rows.js';
import { actorOf, keptInput } from './ownership.js';
import { requireUnchanged, stateSeen } from './seen.js';
import { keepWords } from './keep-words.js';

export interface Cancellation {
  readonly reason: string;
}

export class CancelOrder extends Command<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly cancellation: Cancellation,
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** With If-Match, fails unless the status is still the one that the caller read: what a cancellation costs depends on it. */
@CommandHandler(CancelOrder)
export class CancelOrderHandler implements ICommandHandler<CancelOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly rows: OrderRows,
    private readonly ids: Ids,
  ) {}

  async execute({ orderId, cancellation, by, context }: CancelOrder): Promise<OrderView> {
    const { reason: text } = cancellation;
    const { preconditions } = context;
    const reason = referenceTo(this.ids.next());
    const seen = await stateSeen(this.rows, orderId, preconditions);
    const input = keptInput(by, { reason, preconditions });
    const decide = async (unit: OrderUnit, tx: Tx): Promise<void> => {
      const { order } = unit;
      const actor = actorOf(order, by);
      requireUnchanged({ order, seen, preconditions }, (state) => ({ status: statusOf(state) }));
      const events = order.recorded.length;
      order.requestCancellation(reason, actor, tx.at);
      if (order.recorded.length > events) await keepWords(unit, tx, reason, text);
    };
    return this.orders.change(context, orderId, { name: 'CancelOrder', changesContact: true, input, decide });
  }
}
