import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OrderId } from '@waybill/contracts/ids';
import { type Context, DomainError, type Ids, type Money, requireVersion } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import type { CustomerRepository } from '../../customers/customer.repository.js';
import { draftOf } from '../domain/guards.js';
import { contacts } from '../order-summary.js';
import type { OrderView } from '../order-view.js';
import type { OrderRepository, OrderUnit } from '../order.repository.js';
import { actorOf, keptInput } from './ownership.js';
import { isVerifiedFor, mailOf } from './place-order.js';
import type { PriceList } from './price.js';
import { orderErrors } from '../domain/order.errors.js';
import type { DraftTerms } from '../domain/terms.js';

export interface DraftPlacement extends DraftTerms {
  readonly email?: string | undefined;
  readonly expectedTotal?: Money | undefined;
}

export class PlaceDraft extends Command<OrderView> {
  constructor(
    readonly orderId: OrderId,
    readonly request: DraftPlacement,
    readonly customer: Principal,
    readonly context: Context,
  ) {
    super();
  }
}

/** Places the draft under the same rules as a new order, at current prices. */
@CommandHandler(PlaceDraft)
export class PlaceDraftHandler implements ICommandHandler<PlaceDraft> {
  constructor(
    private readonly orders: OrderRepository,
    private readonly ids: Ids,
    private readonly prices: PriceList,
    private readonly customers: CustomerRepository,
  ) {}

  execute({ orderId, request, customer, context }: PlaceDraft): Promise<OrderView> {
    const contact = this.ids.next();
    const { email: wanted, ...terms } = request;
    const { preconditions } = context;
    const decide = async (unit: OrderUnit, tx: Tx): Promise<void> => {
      const { order } = unit;
      actorOf(order, customer);
      requireVersion(preconditions, order.version);
      const { customerId, lines, contact: drafted, paymentMethod: chosen } = draftOf(order.state);
      const [known, offers, draft] = await Promise.all([
        this.customers.known(tx, customerId, customerId === customer.subject ? customer : {}),
        this.prices.offers(tx, lines),
        drafted === undefined ? undefined : tx.read(contacts, { id: drafted }),
      ]);
      if (!draft)
        throw new DomainError(
          orderErrors.ADDRESS_MISSING,
          'PUT the draft’s shipping-address before you place it.',
        );
      const paymentMethod = request.paymentMethod ?? chosen;
      if (!paymentMethod)
        throw new DomainError(
          orderErrors.PAYMENT_METHOD_MISSING,
          'Name a paymentMethod: the draft has none.',
        );
      const quote = this.prices.quote(offers, draft.address.country);
      const fulfilment = this.orders.mode;
      order.place({ ...terms, ...quote, customerId, contact, paymentMethod, fulfilment }, tx.at);
      const email = mailOf(wanted, known);
      unit.contact = {
        ...draft,
        id: contact,
        email,
        emailVerified: isVerifiedFor(email, customer, known),
        customerName: known?.name ?? draft.customerName,
      };
      tx.save(contacts, unit.contact);
    };
    const input = keptInput(customer, { ...terms, contact, preconditions });
    return this.orders.change(context, orderId, { name: 'PlaceDraft', input, decide });
  }
}
