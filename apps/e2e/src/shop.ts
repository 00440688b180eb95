import { randomBytes } from 'node:crypto';
import { type Answer, Api, type Platform, type TokenClaims, eventually } from '@waybill/testing';

export interface Money {
  readonly amount: number;
  readonly currency: string;
}

export interface Order {
  readonly id: string;
  readonly status: string;
  readonly version: number;
  readonly total: Money;
  readonly refunded: Money;
  readonly rejection?: { readonly code: string; readonly detail: string; readonly message: string };
  readonly cancellation?: { readonly reason: string; readonly by: string; readonly refund?: Money };
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly returns: readonly Return[];
  readonly shipments: readonly { readonly id: string; readonly trackingNumber: string }[];
}

export interface Return {
  readonly id: string;
  readonly status: string;
  readonly refund?: Money;
}

export interface Entry {
  readonly version: number;
  readonly type: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly userId: string | null;
}

export interface Saga {
  readonly status: string;
  readonly deadline: string | null;
  readonly log: readonly { readonly step: string; readonly command: string; readonly answer?: string }[];
}

export interface Payment {
  readonly status: string;
  readonly method: string | null;
  readonly captured: Money;
  readonly refunded: Money;
}

/** A payment in the books of the gateway, which knows nothing of ours. */
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

type Day = Omit<Counted, 'captured'> & {
  readonly captured: readonly { readonly amount: { readonly amount: number } }[];
};

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type Customer = TokenClaims & { readonly name: string; readonly email: string };

/** A customer whom no other test knows. */
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

/** How long a test waits for what the platform does by itself: long, because machines are slow and shared. */
export const PATIENCE = { within: 60_000, every: 50 };

/** A tenant's shop as its customers and its keeper see it: over HTTP, in the inbox, and in the gateway's books. */
export class Shop {
  private readonly keeper: TokenClaims;

  constructor(
    private readonly platform: Pick<Platform, 'api' | 'urls'>,
    readonly tenant: string,
  ) {
    this.keeper = { sub: 'shopkeeper', tenant, admin: true };
  }

  /** Lists a product that no other test sells, and receives its pieces. */
  async sells(name: string, { price = 1250, pieces = 10 } = {}): Promise<string> {
    const sku = `${name}-${randomBytes(4).toString('hex')}`;
    const catalog = await this.platform.api('order', this.keeper);
    const stock = await this.platform.api('inventory', this.keeper);
    await catalog.put(`/v1/products/${sku}`, { name, price: { amount: price, currency: 'EUR' } });
    const key = { 'idempotency-key': `opening-${sku}` };
    await stock.post(`/v1/stock/${sku}/receipts`, { quantity: pieces, reference: 'opening stock' }, key);
    return sku;
  }

  /** Places an order; without a key in `headers` under one of its own. */
  async place(customer: Customer, wish: Wish): Promise<Answer<Order>> {
    const { sku, quantity = 1, paymentMethod = 'pm_card_visa', country = 'GB', headers } = wish;
    const address = { name: customer.name, line1: '12 St James’s Square', city: 'London' };
    const body = {
      lines: [{ sku, quantity }],
      shippingAddress: { ...address, postalCode: 'SW1Y 4JH', country },
      paymentMethod,
    };
    const key = `order-${randomBytes(6).toString('hex')}`;
    const api = await this.platform.api('order', customer);
    return api.call('POST', '/v1/orders', { body, headers: { 'idempotency-key': key, ...headers } });
  }

  /** Places an order and answers it once it has the status. */
  async placed(customer: Customer, wish: Wish, status: string): Promise<Order> {
    const { body } = await this.place(customer, wish);
    return this.until(customer, body.id, status);
  }

  async until(customer: Customer, id: string, status: string): Promise<Order> {
    const api = await this.platform.api('order', customer);
    return eventually(async () => {
      const order = await api.get<Order>(`/v1/orders/${id}`);
      if (order.status !== status) throw new Error(`order ${id} is ${JSON.stringify(order)}, not ${status}`);
      return order;
    }, PATIENCE);
  }

  /** The order as it is now, or whatever is answered instead. */
  async order(customer: Customer, id: string): Promise<Answer<Order>> {
    return (await this.platform.api('order', customer)).call('GET', `/v1/orders/${id}`);
  }

  async orders(reader: TokenClaims): Promise<readonly Order[]> {
    const api = await this.platform.api('order', reader);
    return (await api.get<{ items: Order[] }>('/v1/orders?limit=100')).items;
  }

  async cancel(customer: Customer, id: string): Promise<Answer<Order & { code?: string }>> {
    const api = await this.platform.api('order', customer);
    return api.call('POST', `/v1/orders/${id}/cancel`, { body: { reason: 'changed my mind' } });
  }

  async history(customer: Customer, id: string): Promise<readonly Entry[]> {
    return (await this.platform.api('order', customer)).get(`/v1/orders/${id}/history`);
  }

  async saga(id: string): Promise<Saga> {
    return (await this.platform.api('order', this.keeper)).get(`/admin/sagas/${id}`);
  }

  async stock(sku: string): Promise<{ onHand: number; reserved: number; available: number }> {
    const api = await this.platform.api('inventory', this.keeper);
    const { onHand, reserved, available } = await api.get<Awaited<ReturnType<Shop['stock']>>>(
      `/v1/stock/${sku}`,
    );
    return { onHand, reserved, available };
  }

  async payments(orderId: string): Promise<readonly Payment[]> {
    const api = await this.platform.api('payment', this.keeper);
    return (await api.get<{ items: Payment[] }>(`/v1/payments?orderId=${orderId}`)).items;
  }

  async shipments(orderId: string): Promise<readonly { readonly id: string; readonly status: string }[]> {
    const api = await this.platform.api('shipping', this.keeper);
    return (await api.get<{ items: { id: string; status: string }[] }>(`/v1/shipments?orderId=${orderId}`))
      .items;
  }

  /** Hands the order's parcel to the carrier, as the warehouse does: once shipping, too, has heard of the confirmation. */
  async dispatch({ shipments: [shipment] }: Order, headers: Wish['headers'] = {}): Promise<void> {
    const api = await this.platform.api('shipping', this.keeper);
    await eventually(() => api.post(`/v1/shipments/${shipment!.id}/dispatch`, {}, headers), PATIENCE);
  }

  async notifications(
    orderId: string,
  ): Promise<readonly { readonly template: string; readonly status: string }[]> {
    const api = await this.platform.api('notification', this.keeper);
    const path = `/v1/notifications?orderId=${orderId}`;
    return (await api.get<{ items: { template: string; status: string }[] }>(path)).items;
  }

  /** The customer's mails, oldest first. */
  async mails({ email }: Customer): Promise<readonly Mail[]> {
    const inbox = new Api(this.platform.urls.inbox);
    const { items } = await inbox.get<{ items: Mail[] }>(`/api/messages?to=${email}&limit=10000`);
    return items.toReversed();
  }

  /** Subjects of the customer's mails, without the order's number; waits until there are so many. */
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

  /** How the order's parcels stand in the books of the carrier, which knows nothing of ours. */
  async parcels(orderId: string): Promise<readonly string[]> {
    const carrier = new Api(this.platform.urls.carrier);
    const { items } = await carrier.get<{ items: { status: string }[] }>(`/v1/bookings?reference=${orderId}`);
    return items.map(({ status }) => status);
  }

  /** What the listener has counted of the tenant's orders. */
  async counted(): Promise<Counted> {
    const api = await this.platform.api('analytics', this.keeper);
    // The test may run over midnight.
    const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
    const path = `/v1/analytics/daily?from=${from!.slice(0, 10)}&to=${to!.slice(0, 10)}`;
    const { items } = await api.get<{ items: Day[] }>(path);
    const sum = (of: (day: Day) => number): number => items.reduce((so, day) => so + of(day), 0);
    return {
      ...{ placed: sum(({ placed }) => placed), confirmed: sum(({ confirmed }) => confirmed) },
      delivered: sum(({ delivered }) => delivered),
      captured: sum(({ captured }) => captured.reduce((so, { amount }) => so + amount.amount, 0)),
    };
  }

  /** Spoils the next calls of an operation of the gateway or the carrier. */
  async spoil(world: 'gateway' | 'carrier', operation: string, mode: string, times = 1): Promise<void> {
    await new Api(this.platform.urls[world]).post('/sandbox/faults', { operation, mode, times });
  }

  async mend(world: 'gateway' | 'carrier'): Promise<void> {
    await new Api(this.platform.urls[world]).call('DELETE', '/sandbox/faults');
  }
}
