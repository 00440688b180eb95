import { hash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { type Context, DomainError, type Ids } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { PriceList } from '../orders/commands/price.js';
import { Order } from '../orders/domain/order.js';
import { contacts } from '../orders/order-summary.js';
import type { OrderRepository } from '../orders/order.repository.js';
import { type ImportedOrder, importedOrders } from './imported-order.js';
import type { MarketplaceOrder } from './marketplace-order.js';
import { importErrors } from './import.errors.js';

export interface Imported {
  readonly orderId: OrderId;
  /** `known`: an earlier import placed the order. */
  readonly outcome: 'placed' | 'known';
}

export class ImportOrder extends Command<Imported> {
  constructor(
    readonly sold: MarketplaceOrder,
    readonly paymentMethod: string,
    readonly context: Context,
  ) {
    super();
  }
}

/** Aborts the command if an earlier import placed the order; nothing is written. */
class ImportedBefore extends Error {
  constructor(readonly orderId: OrderId) {
    super('imported before');
  }
}

/** Places an order like any other, at catalog prices. The same transaction writes the row that prevents a second import. */
@CommandHandler(ImportOrder)
export class ImportOrderHandler implements ICommandHandler<ImportOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
    private readonly prices: PriceList,
  ) {}

  async execute({ sold, paymentMethod, context }: ImportOrder): Promise<Imported> {
    try {
      const { id } = await this.orders.add(context, (tx) => this.begin(tx, sold, paymentMethod));
      return { orderId: id, outcome: 'placed' };
    } catch (error) {
      if (!(error instanceof ImportedBefore)) throw error;
      return { orderId: error.orderId, outcome: 'known' };
    }
  }

  private async begin(tx: Tx, sold: MarketplaceOrder, paymentMethod: string) {
    const { marketplace, externalId, soldAt, customerId, customerName, email, expectedTotal } = sold;
    const { tenant } = tx.context;
    const known = await tx.load(importedOrders, { tenant, marketplace, externalId });
    if (known) {
      await refuseChanged(tx, known, sold);
      throw new ImportedBefore(known.orderId);
    }
    const offers = await this.prices.offers(tx, sold.lines);
    const id = this.ids.next();
    const { shippingAddress: address } = sold;
    const placement = {
      customerId,
      contact: id,
      paymentMethod,
      expectedTotal,
      ...this.prices.quote(offers, address.country),
      fulfilment: this.orders.mode,
    };
    const order = Order.place(id, placement, tx.at);
    const fingerprint = fingerprintOf(sold);
    const row = { tenant, marketplace, externalId, orderId: id, fingerprint, soldAt, importedAt: tx.at };
    tx.save(importedOrders, row);
    const { lines } = sold;
    const input = {
      marketplace,
      externalId,
      soldAt,
      lines,
      expectedTotal,
      paymentMethod,
      customerId,
      contact: id,
    };
    return {
      order,
      // The marketplace vouches for its buyers, and not for their addresses.
      contact: { id, customerName, email, emailVerified: false, address },
      command: { name: 'ImportOrder' as const, input },
    };
  }
}

/** Throws IMPORT_CHANGED if the content differs from the first import. The order stays as it is: an operator must decide about a change. */
async function refuseChanged(tx: Tx, { orderId, fingerprint }: ImportedOrder, sold: MarketplaceOrder) {
  // The contact with the order's own id has the imported address. If it was erased, addresses are not compared.
  const first = await tx.read(contacts, { id: orderId });
  const moved = first !== undefined && !isDeepStrictEqual(first.address, sold.shippingAddress);
  if (fingerprint === fingerprintOf(sold) && !moved) return;
  const what = moved ? 'another address' : 'other lines, or another total';
  throw new DomainError(
    importErrors.IMPORT_CHANGED,
    `the order was imported before with ${what}, and was not changed`,
    {
      orderId,
    },
  );
}

function fingerprintOf({ lines, expectedTotal: { amount, currency } }: MarketplaceOrder): string {
  const wanted = lines.map(({ sku, quantity }) => `${quantity} ${sku}`).toSorted();
  return hash('sha256', JSON.stringify([wanted, amount, currency]), 'base64url');
}
