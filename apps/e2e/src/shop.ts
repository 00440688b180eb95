import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import {
  type Answer as Answered,
  type Schema,
  type WaybillOptions,
  allPages,
  orThrow,
} from '@waybill/client';
import { type Platform, clientsOf } from '@waybill/shop';
import { type Answer, Api, type TokenClaims, eventually } from '@waybill/testing';

export type Order = Schema<'order', 'Order'>;

/** A payment as the gateway stores it. */
export interface Charge {
  readonly orderId: string;
  readonly status: string;
  readonly amount: number;
  readonly captured: number;
  readonly refunded: number;
}

export interface Counted {
  readonly placed: number;
  readonly confirmed: number;
  readonly delivered: number;
  /** Minor units. */
  readonly captured: number;
}

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type Customer = TokenClaims & { readonly name: string; readonly email: string };

/** A customer with a unique id and address. */
export function customerOf(tenant: string, name = 'Ada'): Customer {
  const sub = `${name.toLowerCase()}-${randomBytes(4).toString('hex')}`;
  return { sub, name, tenant, email: `${sub}@example.com` };
}

export interface Wish {
  readonly sku: string;
  readonly quantity?: number;
  readonly paymentMethod?: string;
  readonly country?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Timeout and poll interval of `eventually`, in milliseconds. Long, because test machines may be slow and shared. */
export const PATIENCE = { within: 120_000, every: 50 };

/** A tenant's shop as seen by its customers and its shopkeeper: HTTP APIs, mailbox, gateway and carrier. */
export class Shop {
  private readonly keeper: TokenClaims;

  constructor(
    private readonly platform: Pick<Platform, 'urls'>,
    readonly tenant: string,
    private readonly options: Pick<WaybillOptions, 'fetch'> = {},
  ) {
    this.keeper = { sub: 'shopkeeper', tenant, admin: true };
  }

  /** Lists a product with a unique SKU, receives units of it, and returns the SKU. */
  async sells(name: string, { price = 1250, pieces = 10 } = {}): Promise<string> {
    const sku = `${name}-${randomBytes(4).toString('hex')}`;
    const { order, inventory } = await this.as(this.keeper);
    const path = { sku };
    const product = { name, price: { amount: price, currency: 'EUR' } };
    await orThrow(order.PUT('/v1/products/{sku}', { params: { path }, body: product }));
    const params = { path, header: { 'Idempotency-Key': `opening-${sku}` } };
    const receipt = { quantity: pieces, reference: 'opening stock' };
    await orThrow(inventory.POST('/v1/stock/{sku}/receipts', { params, body: receipt }));
    return sku;
  }

  /** Places an order. Adds a unique idempotency key if `headers` has none. */
  async place(customer: Customer, wish: Wish): Promise<Answer<Order>> {
    const { sku, quantity = 1, paymentMethod = 'pm_card_visa', country = 'GB', headers = {} } = wish;
    const address = { name: customer.name, line1: '12 St James’s Square', city: 'London' };
    const body = {
      lines: [{ sku, quantity }],
      shippingAddress: { ...address, postalCode: 'SW1Y 4JH', country },
      paymentMethod,
    };
    const key = headers['idempotency-key'] ?? `order-${randomBytes(6).toString('hex')}`;
    const { order } = await this.as(customer);
    return answer(
      order.POST('/v1/orders', { params: { header: { 'Idempotency-Key': key } }, headers, body }),
    );
  }

  /** Places an order and returns it once it has the status. */
  async placed(customer: Customer, wish: Wish, status: string): Promise<Order> {
    const { body } = await this.place(customer, wish);
    return this.until(customer, body.id, status);
  }

  async until(customer: Customer, id: string, status: string): Promise<Order> {
    const api = await this.as(customer);
    return eventually(async () => {
      const order = await orThrow(api.order.GET('/v1/orders/{id}', { params: { path: { id } } }));
      if (order.status !== status) throw new Error(`order ${id} is ${JSON.stringify(order)}, not ${status}`);
      return order;
    }, PATIENCE);
  }

  /** The response to reading the order, including errors. */
  async order(customer: Customer, id: string): Promise<Answer<Order>> {
    const { order } = await this.as(customer);
    return answer(order.GET('/v1/orders/{id}', { params: { path: { id } } }));
  }

  async orders(reader: TokenClaims): Promise<readonly Order[]> {
    const { order } = await this.as(reader);
    return (await orThrow(order.GET('/v1/orders', { params: { query: { limit: 100 } } }))).items;
  }

  async cancel(customer: Customer, id: string): Promise<Answer<Order & { code?: string }>> {
    const { order } = await this.as(customer);
    const body = { reason: 'changed my mind' };
    return answer(order.POST('/v1/orders/{id}/cancel', { params: { path: { id } }, body }));
  }

  async history(customer: Customer, id: string): Promise<readonly Schema<'order', 'HistoryEntry'>[]> {
    const { order } = await this.as(customer);
    return allPages((query) => order.GET('/v1/orders/{id}/history', { params: { path: { id }, query } }));
  }

  async saga(id: string): Promise<Schema<'order', 'Saga'>> {
    const { order } = await this.as(this.keeper);
    return orThrow(order.GET('/admin/sagas/{id}', { params: { path: { id } } }));
  }

  async stock(sku: string): Promise<{ onHand: number; reserved: number; available: number }> {
    const { inventory } = await this.as(this.keeper);
    const call = inventory.GET('/v1/stock/{sku}', { params: { path: { sku } } });
    const { onHand, reserved, available } = await orThrow(call);
    return { onHand, reserved, available };
  }

  /** The commands that the saga of an order has sent. */
  async commands(id: string): Promise<string[]> {
    return (await this.saga(id)).log.map(({ command }) => command);
  }

  /** Waits until the SKU has these numbers of units on hand and reserved. */
  async stocked(sku: string, onHand: number, reserved = 0): Promise<void> {
    const stock = { onHand, reserved, available: onHand - reserved };
    await eventually(async () => {
      const found = await this.stock(sku);
      if (!isDeepStrictEqual(found, stock))
        throw new Error(`the stock of ${sku} is ${JSON.stringify(found)}, not ${JSON.stringify(stock)}`);
    }, PATIENCE);
  }

  async payments(orderId: string): Promise<readonly Schema<'payment', 'Payment'>[]> {
    const { payment } = await this.as(this.keeper);
    return (await orThrow(payment.GET('/v1/payments', { params: { query: { orderId } } }))).items;
  }

  async shipments(orderId: string): Promise<readonly Schema<'shipping', 'Shipment'>[]> {
    const { shipping } = await this.as(this.keeper);
    return (await orThrow(shipping.GET('/v1/shipments', { params: { query: { orderId } } }))).items;
  }

  /** Dispatches the order's first shipment. Retries until shipping has handled the order's confirmation. */
  async dispatch({ shipments: [shipment] }: Order, headers: Wish['headers'] = {}): Promise<void> {
    const { shipping } = await this.as(this.keeper);
    const params = { path: { id: shipment!.id } };
    const dispatch = () => orThrow(shipping.POST('/v1/shipments/{id}/dispatch', { params, headers }));
    await eventually(dispatch, PATIENCE);
  }

  async notifications(orderId: string): Promise<readonly Schema<'notification', 'Notification'>[]> {
    const { notification } = await this.as(this.keeper);
    return (await orThrow(notification.GET('/v1/notifications', { params: { query: { orderId } } }))).items;
  }

  /** The customer's mails, oldest first. */
  async mails({ email }: Customer): Promise<readonly Mail[]> {
    const inbox = new Api(this.platform.urls.inbox);
    const { items } = await inbox.get<{ items: Mail[] }>(`/api/messages?to=${email}&limit=10000`);
    return items.toReversed();
  }

  /** Subjects of the customer's mails, without the order's number. Waits until there are at least `count`. */
  async mailed(customer: Customer, count: number): Promise<readonly string[]> {
    return eventually(async () => {
      const subjects = (await this.mails(customer)).map(({ subject }) => subject);
      if (subjects.length < count) throw new Error(`only ${subjects.length} mails: ${subjects.join('; ')}`);
      return subjects.map((subject) => subject.replace(/ #[0-9A-F]+/, '')).sort();
    }, PATIENCE);
  }

  async charges(orderId: string): Promise<readonly Charge[]> {
    const gateway = new Api(this.platform.urls.gateway);
    return (await gateway.get<{ items: Charge[] }>(`/sandbox/payments?orderId=${orderId}`)).items;
  }

  /** Statuses of the order's bookings at the carrier. */
  async parcels(orderId: string): Promise<readonly string[]> {
    const carrier = new Api(this.platform.urls.carrier);
    const { items } = await carrier.get<{ items: { status: string }[] }>(`/v1/bookings?reference=${orderId}`);
    return items.map(({ status }) => status);
  }

  /** The tenant's figures in analytics. */
  async counted(): Promise<Counted> {
    const { analytics } = await this.as(this.keeper);
    // Includes the day before and after, because the test may run over midnight.
    const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const query = { from: from!.slice(0, 10), to: to!.slice(0, 10) };
    const { items } = await orThrow(analytics.GET('/v1/analytics/daily', { params: { query } }));
    const sum = (of: (day: (typeof items)[number]) => number): number =>
      items.reduce((so, day) => so + of(day), 0);
    return {
      placed: sum(({ placed }) => placed),
      confirmed: sum(({ confirmed }) => confirmed),
      delivered: sum(({ delivered }) => delivered),
      captured: sum(({ captured }) => captured.reduce((so, { amount }) => so + amount.amount, 0)),
    };
  }

  /** Makes the next calls of an operation of the gateway or the carrier fail. */
  async spoil(world: 'gateway' | 'carrier', operation: string, mode: string, times = 1): Promise<void> {
    await new Api(this.platform.urls[world]).post('/sandbox/faults', { operation, mode, times });
  }

  async repair(world: 'gateway' | 'carrier'): Promise<void> {
    await new Api(this.platform.urls[world]).call('DELETE', '/sandbox/faults');
  }

  private as(caller: TokenClaims) {
    return clientsOf(this.platform, caller, this.options);
  }
}

async function answer<Body>(call: Promise<Answered<Body>>): Promise<Answer<Body>> {
  const { data, error, response } = await call;
  return { status: response.status, headers: response.headers, body: (data ?? error) as Body };
}
