import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type Context, DomainError, type Ids, type Money } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { CustomerRepository } from '../../customers/customer.repository.js';
import { contacts } from '../order-summary.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository } from '../order.repository.js';
import { actorOf } from './ownership.js';
import { mailOf } from './place-order.js';
import type { PriceList } from './price.js';
import { orderErrors } from '../domain/order.errors.js';

export interface DraftPlacement {
  readonly paymentMethod?: string | undefined;
  readonly email?: string | undefined;
  readonly expectedTotal?: Money | undefined;
}

export class PlaceDraft extends Command<OrderView> {
  constructor(
    readonly orderId: string,
    readonly request: DraftPlacement,
    readonly customer: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** The draft as an order like any other: priced anew, under the same rules. */
@CommandHandler(PlaceDraft)
export class PlaceDraftHandler implements ICommandHandler<PlaceDraft> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
    private readonly prices: PriceList,
    private readonly customers: CustomerRepository,
  ) {}

  execute({ orderId, request, customer, context }: PlaceDraft): Promise<OrderView> {
    return this.orders.change(context, orderId, async (unit, tx) => {
      const { order } = unit;
      actorOf(order, customer);
      const { customerId, lines: drafted } = order.state;
      const [known, offers, draft] = await Promise.all([
        this.customers.known(tx, customerId, customerId === customer.subject ? customer : {}),
        this.prices.offers(tx, drafted),
        tx.read(contacts, { id: order.state.contact }),
      ]);
      const paymentMethod = request.paymentMethod ?? order.state.paymentMethod;
      const contact = this.ids.next();
      const { expectedTotal } = request;
      const quote = this.prices.quote(offers, draft?.address.country ?? '');
      const placement = { customerId, contact, paymentMethod, expectedTotal, ...this.orders.leadership };
      order.place({ ...placement, ...quote }, tx.at);
      if (!draft)
        throw new DomainError(
          orderErrors.ADDRESS_MISSING,
          'PUT the draft’s shipping-address before it is placed',
        );
      if (!paymentMethod)
        throw new DomainError(
          orderErrors.PAYMENT_METHOD_MISSING,
          'neither the draft nor the request names one',
        );
      const email = mailOf(request.email, known);
      unit.contact = { ...draft, id: contact, email, customerName: known?.name ?? draft.customerName };
      tx.save(contacts, unit.contact);
    });
  }
}
