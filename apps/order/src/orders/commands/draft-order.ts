import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context, Ids } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { CustomerRepository } from '../../customers/customer.repository.js';
import { Order } from '../domain/order.js';
import type { Address } from '../order-summary.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
import type { DraftQuota } from './draft-quota.js';
import { keptInput } from './ownership.js';
import type { PriceList, Wanted } from './price.js';

export interface DraftRequest {
  readonly lines?: readonly Wanted[] | undefined;
  readonly shippingAddress?: Address | undefined;
  readonly paymentMethod?: string | undefined;
}

export class DraftOrder extends Command<OrderView> {
  constructor(
    readonly request: DraftRequest,
    readonly customer: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** Starts a draft. No message is sent before it is placed. */
@CommandHandler(DraftOrder)
export class DraftOrderHandler implements ICommandHandler<DraftOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
    private readonly prices: PriceList,
    private readonly customers: CustomerRepository,
    private readonly quota: DraftQuota,
  ) {}

  async execute({ request, customer, context }: DraftOrder): Promise<OrderView> {
    const { lines: wanted = [], shippingAddress: address, paymentMethod } = request;
    // Before the unit of work, which must not wait for a query. It throws inside, so that a repeated request gets its first response.
    const refuseOneMore = await this.quota.check(customer);
    return this.orders.add(context, async (tx) => {
      refuseOneMore();
      const [known, offers] = await Promise.all([
        this.customers.known(tx, customer.subject, customer),
        this.prices.offers(tx, wanted),
      ]);
      const id = this.ids.next();
      const order = Order.draft(id, { customerId: customer.subject, paymentMethod }, tx.at);
      for (const { line } of offers) order.putItem(line, tx.at);
      const input = keptInput(customer, { lines: wanted, paymentMethod });
      if (!address) return { order, command: { name: 'DraftOrder' as const, input } };
      order.changeShippingAddress(id, tx.at);
      return {
        order,
        contact: {
          id,
          customerName: known?.name ?? address.name,
          email: known?.email ?? null,
          emailVerified: known?.emailVerified ?? false,
          address,
        },
        command: { name: 'DraftOrder' as const, input: { ...input, contact: id } },
      };
    });
  }
}
