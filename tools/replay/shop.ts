import { type Api, ApiProblem, type Platform, eventually } from '@waybill/testing';
import { atOnce } from './at-once.js';
import type { OrderAnswer, Outcome } from './outcome.js';
import type { PlannedCancellation, PlannedOrder, Price } from './plan.js';

export const NOT_RECORDED = 'NOT RECORDED';
/** The gateway's test card: the till did not record how a customer paid, and no real card is known. */
export const PAYMENT_METHOD = 'pm_card_visa';

const LONGEST_WAIT_MS = 120_000;
const AT_ONCE = 6;

/** The shop's side of the platform: every call of the replay that changes something. */
export class Shop {
  private readonly apis = new Map<string, Promise<Api>>();
  private readonly following = atOnce(AT_ONCE);

  private constructor(
    private readonly platform: Pick<Platform, 'api'>,
    /** Makes the idempotency keys of this run its own. */
    private readonly run: string,
    private readonly orders: Api,
    private readonly stock: Api,
    private readonly shipments: Api,
  ) {}

  static async open(platform: Pick<Platform, 'api'>, run: string): Promise<Shop> {
    const keeper = { sub: 'shopkeeper', admin: true };
    const [orders, stock, shipments] = await Promise.all([
      platform.api('order', keeper),
      platform.api('inventory', keeper),
      platform.api('shipping', keeper),
    ]);
    return new Shop(platform, run, orders, stock, shipments);
  }

  async setPrice({ sku, name, price }: Price): Promise<void> {
    const body = { name, price: { amount: price, currency: 'GBP' } };
    await this.orders.put(`/v1/products/${encodeURIComponent(sku)}`, body);
  }

  async receive(sku: string, quantity: number): Promise<void> {
    const key = { 'idempotency-key': `${this.run}-receipt-${sku}` };
    const receipt = { quantity, reference: `replay ${this.run}` };
    await this.stock.post(`/v1/stock/${encodeURIComponent(sku)}/receipts`, receipt, key);
  }

  /** Sets the prices of the till and places the order; it is accepted only at the till's total. */
  async place({
    invoice,
    tillCustomer,
    country,
    lines,
    total,
    priceChanges,
  }: PlannedOrder): Promise<Outcome> {
    await Promise.all(priceChanges.map((price) => this.setPrice(price)));
    const body = {
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      shippingAddress: {
        ...{ name: NOT_RECORDED, line1: NOT_RECORDED, city: NOT_RECORDED },
        ...{ postalCode: NOT_RECORDED, country },
      },
      paymentMethod: PAYMENT_METHOD,
      expectedTotal: { amount: total, currency: 'GBP' },
    };
    const api = await this.customer(tillCustomer);
    const key = { 'idempotency-key': `${this.run}-${invoice}` };
    return outcomeOf(() => api.post('/v1/orders', body, key));
  }

  async cancel({ invoice }: PlannedCancellation, tillCustomer: string, order: OrderAnswer): Promise<Outcome> {
    const api = await this.customer(tillCustomer);
    const reason = `invoice ${invoice} of the till`;
    const asked = await outcomeOf(() => api.post(`/v1/orders/${order.id}/cancel`, { reason }));
    if ('refusal' in asked) return asked;
    return { order: await this.follow(asked.order, ({ status }) => status !== 'CANCELLING') };
  }

  async dispatch({ shipments: [shipment] }: OrderAnswer): Promise<void> {
    if (shipment) await this.shipments.post(`/v1/shipments/${shipment.id}/dispatch`, undefined);
  }

  /** The order as soon as `done` says so, or as it is when it takes too long: the report then shows where it stands. */
  follow(order: OrderAnswer, done: (order: OrderAnswer) => boolean): Promise<OrderAnswer> {
    let seen = order;
    const look = async (): Promise<OrderAnswer> => {
      seen = await this.orders.get<OrderAnswer>(`/v1/orders/${order.id}`);
      if (!done(seen)) throw new Error(`order ${order.id} stays ${seen.status}`);
      return seen;
    };
    return this.following(() => eventually(look, { within: LONGEST_WAIT_MS, every: 150 }).catch(() => seen));
  }

  private customer(id: string): Promise<Api> {
    const sub = id === '' ? 'guest' : `customer-${id}`;
    const email = `${sub}@not-recorded.invalid`;
    const known = this.apis.get(sub) ?? this.platform.api('order', { sub, name: NOT_RECORDED, email });
    this.apis.set(sub, known);
    return known;
  }
}

async function outcomeOf(call: () => Promise<OrderAnswer>): Promise<Outcome> {
  try {
    return { order: await call() };
  } catch (error) {
    // A refusal is an outcome to be reported; a service that fails is the end of the replay.
    if (error instanceof ApiProblem && error.status < 500) return { refusal: error.code };
    throw error;
  }
}
