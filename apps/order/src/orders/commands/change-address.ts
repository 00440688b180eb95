import { isDeepStrictEqual } from 'node:util';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { type Context, DomainError, type Ids } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import { products } from '../../catalog/product.js';
import { customers } from '../../customers/customer.js';
import type { OrderState } from '../domain/order-state.js';
import { type Address, contacts } from '../order-summary.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository, OrderUnit } from '../order.repository.js';
import type { OrderRows } from '../order.rows.js';
import { actorOf, keptInput } from './ownership.js';
import type { PriceList } from './price.js';
import { requireUnchanged, stateSeen } from './seen.js';
import { orderErrors } from '../domain/order.errors.js';

export interface AddressChange {
  readonly address: Address;
}

export class ChangeAddress extends Command<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly change: AddressChange,
    readonly by: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** With If-Match, fails unless the address is still the one that the caller read. */
@CommandHandler(ChangeAddress)
export class ChangeAddressHandler implements ICommandHandler<ChangeAddress> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly rows: OrderRows,
    private readonly ids: Ids,
    private readonly prices: PriceList,
  ) {}

  async execute({ orderId, change, by, context }: ChangeAddress): Promise<OrderView> {
    const { address } = change;
    const { preconditions } = context;
    const seen = await stateSeen(this.rows, orderId, preconditions);
    const id = this.ids.next();
    const decide = async (unit: OrderUnit, tx: Tx): Promise<void> => {
      const { order, process } = unit;
      actorOf(order, by);
      const { contact, customerId } = order.state;
      requireUnchanged({ order, seen, preconditions }, (state) => ({ contact: state.contact }));
      const [current, known] = await Promise.all([
        contact === undefined ? undefined : tx.read(contacts, { id: contact }),
        tx.read(customers, { tenant: tx.context.tenant, id: customerId }),
      ]);
      if (isDeepStrictEqual(current?.address, address)) return;
      if (order.state.status !== 'DRAFT' && current?.address.country !== address.country)
        await this.refuseOtherTax(tx, order.state, address.country);
      order.changeShippingAddress(id, tx.at);
      if (order.state.status !== 'DRAFT') process.refuseFixedContents();
      const customerName = current?.customerName ?? known?.name ?? address.name;
      const email = (current ?? known)?.email || null;
      const emailVerified = (current ?? known)?.emailVerified ?? null;
      unit.contact = { id, customerName, email, emailVerified, address, words: current?.words ?? null };
      tx.save(contacts, unit.contact);
    };
    const input = keptInput(by, { contact: id, preconditions });
    return this.orders.change(context, orderId, { name: 'ChangeAddress', input, decide });
  }

  /** Refuses an address with different taxes: the customer has agreed to the total, and it may be authorized already. */
  private async refuseOtherTax(tx: Tx, { lines, charges }: OrderState, country: string): Promise<void> {
    const { tenant } = tx.context;
    const rows = await Promise.all(lines.map(({ sku }) => tx.read(products, { tenant, sku })));
    const offers = lines.map((line, index) => ({ line, taxClass: rows[index]?.taxClass ?? 'standard' }));
    if (!isDeepStrictEqual(this.prices.quote(offers, country).charges, charges))
      throw new DomainError(
        orderErrors.TOTAL_WOULD_CHANGE,
        `The tax of ${country} would change the total. Cancel the order and place a new one.`,
      );
  }
}
