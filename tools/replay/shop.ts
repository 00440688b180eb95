import { type Answer, type Schema, type ServiceClient, WaybillError, orThrow } from '@waybill/client';
import { type Platform, clientsOf } from '@waybill/shop';
import { eventually } from '@waybill/testing';
import { atOnce } from './at-once.js';
import type { OrderAnswer, Outcome } from './outcome.js';
import type { PlannedCancellation, PlannedOrder, Price } from './steps.js';

export const NOT_RECORDED = 'NOT RECORDED';
/** The gateway's test card, because the file does not contain payment methods. */
export const PAYMENT_METHOD = 'pm_card_visa';

const LONGEST_WAIT_MS = 120_000;
const AT_ONCE = 6;

/** All writing calls of the replay. */
export class Shop {
  private readonly customers = new Map<string, Promise<ServiceClient<'order'>>>();
  private readonly following = atOnce(AT_ONCE);

  private constructor(
    private readonly platform: Pick<Platform, 'urls'>,
    /** Prefix that makes the idempotency keys of this run unique. */
    private readonly run: string,
    private readonly keeper: Awaited<ReturnType<typeof clientsOf<Platform['urls']>>>,
  ) {}

  static async open(platform: Pick<Platform, 'urls'>, run: string): Promise<Shop> {
    return new Shop(platform, run, await clientsOf(platform, { sub: 'shopkeeper', admin: true }));
  }

  async setPrice({ sku, name, price: amount }: Price): Promise<void> {
    const body = { name, price: { amount, currency: 'GBP' } };
    await orThrow(this.keeper.order.PUT('/v1/products/{sku}', { params: { path: { sku } }, body }));
  }

  async receive(sku: string, quantity: number): Promise<void> {
    const params = { path: { sku }, header: { 'Idempotency-Key': `${this.run}-receipt-${sku}` } };
    const body = { quantity, reference: `replay ${this.run}` };
    await orThrow(this.keeper.inventory.POST('/v1/stock/{sku}/receipts', { params, body }));
  }

  /** Sets the prices of the till and places the order with the till's total, which must match. */
  async place({
    invoice,
    tillCustomer,
    country,
    lines,
    total,
    priceChanges,
  }: PlannedOrder): Promise<Outcome> {
    await Promise.all(priceChanges.map((price) => this.setPrice(price)));
    const body: Schema<'order', 'OrderBody'> = {
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
      shippingAddress: {
        name: NOT_RECORDED,
        line1: NOT_RECORDED,
        city: NOT_RECORDED,
        postalCode: NOT_RECORDED,
        country,
      },
      paymentMethod: PAYMENT_METHOD,
      expectedTotal: { amount: total, currency: 'GBP' },
    };
    const orders = await this.customer(tillCustomer);
    const header = { 'Idempotency-Key': `${this.run}-${invoice}` };
    return outcomeOf(orders.POST('/v1/orders', { params: { header }, body }));
  }

  async cancel({ invoice }: PlannedCancellation, tillCustomer: string, order: OrderAnswer): Promise<Outcome> {
    const orders = await this.customer(tillCustomer);
    const body = { reason: `invoice ${invoice} of the till` };
    const params = { path: { id: order.id } };
    const asked = await outcomeOf(orders.POST('/v1/orders/{id}/cancel', { params, body }));
    if ('refusal' in asked) return asked;
    return { order: await this.follow(asked.order, ({ status }) => status !== 'CANCELLING') };
  }

  async dispatch({ shipments: [shipment] }: OrderAnswer): Promise<void> {
    if (!shipment) return;
    const params = { path: { id: shipment.id } };
    await orThrow(this.keeper.shipping.POST('/v1/shipments/{id}/dispatch', { params }));
  }

  /** Polls the order until `done`. After a timeout returns its current state, which the report then shows. */
  follow(order: OrderAnswer, done: (order: OrderAnswer) => boolean): Promise<OrderAnswer> {
    let seen = order;
    const look = async (): Promise<OrderAnswer> => {
      seen = await orThrow(this.keeper.order.GET('/v1/orders/{id}', { params: { path: { id: order.id } } }));
      if (!done(seen)) throw new Error(`order ${order.id} stays ${seen.status}`);
      return seen;
    };
    return this.following(() => eventually(look, { within: LONGEST_WAIT_MS, every: 150 }).catch(() => seen));
  }

  private customer(id: string): Promise<ServiceClient<'order'>> {
    const sub = id === '' ? 'guest' : `customer-${id}`;
    const claims = { sub, name: NOT_RECORDED, email: `${sub}@not-recorded.invalid` };
    const known = this.customers.get(sub) ?? clientsOf(this.platform, claims).then(({ order }) => order);
    this.customers.set(sub, known);
    return known;
  }
}

/** Returns the order or the refusal. Throws other errors, which end the replay. */
async function outcomeOf(call: Promise<Answer<OrderAnswer>>): Promise<Outcome> {
  try {
    return { order: await orThrow(call) };
  } catch (error) {
    if (error instanceof WaybillError && error.status < 500) return { refusal: error.code };
    throw error;
  }
}
