import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId, Quantity, Sku } from '@waybill/contracts/ids';
import { type Context, present, requireVersion } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import type { OrderView } from '../order-view.js';
import type { OrderRepository, OrderUnit } from '../order.repository.js';
import { actorOf, keptInput } from './ownership.js';
import type { PriceList } from './price.js';

export class ChangeDraft extends Command<OrderView> {
  constructor(
    readonly orderId: OrderId,
    /** Without a quantity the line is removed. */
    readonly item: { readonly sku: Sku; readonly quantity?: Quantity },
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** Sets or removes a line of a draft, at the current price. */
@CommandHandler(ChangeDraft)
export class ChangeDraftHandler implements ICommandHandler<ChangeDraft> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly prices: PriceList,
  ) {}

  execute({ orderId, item: { sku, quantity }, by, context }: ChangeDraft): Promise<OrderView> {
    const { preconditions } = context;
    const input = keptInput(by, { sku, quantity, preconditions });
    const decide = async ({ order }: OrderUnit, tx: Tx): Promise<void> => {
      actorOf(order, by);
      requireVersion(preconditions, order.version);
      if (quantity === undefined) return order.removeItem(sku, tx.at);
      const [offer] = await this.prices.offers(tx, [{ sku, quantity }]);
      order.putItem(present(offer, `the offer of ${sku}`).line, tx.at);
    };
    return this.orders.change(context, orderId, { name: 'ChangeDraft', input, decide });
  }
}
