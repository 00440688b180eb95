import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '@waybill/event-store';
import { type Context, DomainError, type Ids, type Money } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import { type Tx, toLoad, toRead } from '@waybill/unit-of-work';
import { products } from '../../catalog/product.js';
import type { CustomerRepository } from '../../customers/customer.repository.js';
import { type Customer, customers, isVerified } from '../../customers/customer.js';
import { Order } from '../domain/order.js';
import type { ChosenTerms } from '../domain/terms.js';
import type { Address } from '../order-summary.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
import { keptInput } from './ownership.js';
import type { PriceList, Wanted } from './price.js';
import { customerErrors } from '../../customers/customer.errors.js';

export interface OrderRequest extends ChosenTerms {
  readonly lines: readonly Wanted[];
  readonly shippingAddress: Address;
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

/** Uses the catalog's prices. Registers the customer with their first order, in the same transaction. */
@CommandHandler(PlaceOrder)
export class PlaceOrderHandler implements ICommandHandler<PlaceOrder> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
    private readonly prices: PriceList,
    private readonly customers: CustomerRepository,
  ) {}

  execute({ request, customer, context }: PlaceOrder): Promise<OrderView> {
    const id = this.ids.next();
    const place = async (tx: Tx) => {
      const [known, offers] = await Promise.all([
        this.customers.known(tx, customer.subject, customer),
        this.prices.offers(tx, request.lines),
      ]);
      const { lines: _, shippingAddress: address, email: wanted, ...chosen } = request;
      const email = mailOf(wanted, known);
      const placement = {
        ...chosen,
        ...this.prices.quote(offers, address.country),
        customerId: customer.subject,
        contact: id,
        fulfilment: this.orders.mode,
      };
      const order = Order.place(id, placement, tx.at);
      const { lines } = request;
      return {
        order,
        contact: {
          id,
          customerName: known?.name ?? address.name,
          email,
          emailVerified: isVerifiedFor(email, customer, known),
          address,
        },
        command: {
          name: 'PlaceOrder' as const,
          input: keptInput(customer, { ...chosen, lines, contact: id }),
        },
      };
    };
    const { tenant } = context;
    return this.orders.add(context, place, [
      toLoad(streams, { id }),
      toRead(customers, { tenant, id: customer.subject }),
      ...request.lines.map(({ sku }) => toRead(products, { tenant, sku })),
    ]);
  }
}

/** The mail address for the order. Throws CUSTOMER_UNKNOWN when neither the request nor the customer has one. */
export function mailOf(wanted: string | undefined, known: { email: string | null } | undefined): string {
  const email = wanted ?? known?.email;
  if (!email)
    throw new DomainError(
      customerErrors.CUSTOMER_UNKNOWN,
      'Add `email` to the request, or send PUT /v1/customers/me first.',
    );
  return email;
}

/** Whether the mail address of an order is verified: by the token, or earlier as that of the customer. */
export function isVerifiedFor(email: string, caller: Principal, known: Customer | undefined): boolean {
  return isVerified(caller, email) || (known?.email === email && known.emailVerified === true);
}
