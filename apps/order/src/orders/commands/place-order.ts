import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Context, DomainError, type Ids, type Money, money } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import { products } from '../../catalog/product.js';
import { knownCustomer } from '../../customers/customer.js';
import { Order } from '../domain/order.js';
import type { OrderLine } from '../domain/order.events.js';
import type { Address } from '../order-summary.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';

export interface OrderRequest {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shippingAddress: Address;
  readonly paymentMethod: string;
  readonly email?: string | undefined;
  readonly expectedTotal?: Money | undefined;
}

export class PlaceOrder extends Command<OrderView> {
  constructor(
    readonly request: OrderRequest,
    readonly customer: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** Prices are the catalog's; the customer is registered at the first order; everything in the order's own transaction. */
@CommandHandler(PlaceOrder)
export class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
    /** Minor units, in the currency of the order. */
    private readonly postage: number,
  ) {}

  execute({ request, customer, context }: PlaceOrder): Promise<OrderView> {
    return this.orders.add(context, async (tx) => {
      const [known, lines] = await Promise.all([
        knownCustomer(tx, customer.subject, customer),
        this.price(tx, request.lines),
      ]);
      const email = request.email ?? known?.email;
      if (!email) throw new DomainError('CUSTOMER_UNKNOWN', 'give an email, or PUT /v1/customers/me first');
      const id = this.ids.next();
      const { shippingAddress: address, paymentMethod, expectedTotal } = request;
      const currency = lines[0]?.unitPrice.currency ?? '';
      const charges = this.postage > 0 ? [{ kind: 'postage', amount: money(this.postage, currency) }] : [];
      const placement = {
        customerId: customer.subject,
        contact: id,
        lines,
        charges,
        paymentMethod,
        expectedTotal,
      };
      const order = Order.place(id, placement, tx.at);
      return { order, contact: { orderId: id, customerName: known?.name ?? address.name, email, address } };
    });
  }

  private async price(tx: Tx, lines: OrderRequest['lines']): Promise<OrderLine[]> {
    const { tenant } = tx.context;
    const rows = await Promise.all(lines.map(({ sku }) => tx.read(products, { tenant, sku })));
    return lines.map(({ sku, quantity }, index) => {
      const product = rows[index];
      if (!product) throw new DomainError('UNKNOWN_SKU', `the catalog has no product ${sku}`, { sku });
      if (!product.active)
        throw new DomainError('PRODUCT_RETIRED', `${product.name} is no longer sold`, { sku });
      return { sku, name: product.name, quantity, unitPrice: money(product.price, product.currency) };
    });
  }
}
