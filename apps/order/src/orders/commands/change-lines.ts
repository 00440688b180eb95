import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { type Context, DomainError, type Money } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import { changeable } from '../domain/guards.js';
import { orderErrors } from '../domain/order.errors.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository, OrderUnit } from '../order.repository.js';
import type { OrderRows } from '../order.rows.js';
import { actorOf, keptInput } from './ownership.js';
import type { PriceList, Wanted } from './price.js';
import { requireUnchanged, stateSeen } from './seen.js';

export interface NewLines {
  readonly lines: readonly Wanted[];
  readonly expectedTotal?: Money | undefined;
}

export class ChangeLines extends Command<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly change: NewLines,
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/**
 * Items that are already in the order keep their price; new ones get the current price. With If-Match, fails unless the lines are still
 * those that the caller read.
 */
@CommandHandler(ChangeLines)
export class ChangeLinesHandler implements ICommandHandler<ChangeLines> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly rows: OrderRows,
    private readonly prices: PriceList,
  ) {}

  async execute({ orderId, change, by, context }: ChangeLines): Promise<OrderView> {
    const { lines: wanted, expectedTotal } = change;
    const { preconditions } = context;
    const seen = await stateSeen(this.rows, orderId, preconditions);
    const input = keptInput(by, { ...change, preconditions });
    const decide = async (unit: OrderUnit, tx: Tx): Promise<void> => {
      const { order, process } = unit;
      actorOf(order, by);
      const { lines } = order.state;
      requireUnchanged({ order, seen, preconditions }, (state) => ({ lines: state.lines }));
      const offers = (await this.prices.offers(tx, wanted)).map((offer) => {
        const known = lines.find(({ sku }) => sku === offer.line.sku);
        return known
          ? { ...offer, line: { ...offer.line, name: known.name, unitPrice: known.unitPrice } }
          : offer;
      });
      const quote = this.prices.quote(offers, countryOf(unit));
      order.changeLines({ ...quote, expectedTotal }, tx.at);
      process.refuseFixedContents();
    };
    return this.orders.change(context, orderId, { name: 'ChangeLines', input, decide });
  }
}

/**
 * The country, which determines the taxes. Throws ORDER_NOT_CHANGEABLE for a draft without address and after the erasure of the customer.
 */
function countryOf({ order, contact }: OrderUnit): string {
  if (contact) return contact.address.country;
  changeable(order.state);
  throw new DomainError(
    orderErrors.ORDER_NOT_CHANGEABLE,
    'The customer was erased, so the order can be cancelled and not changed.',
  );
}
