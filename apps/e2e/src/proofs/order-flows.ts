import { Api, eventually, token } from '@waybill/testing';
import type { OwnPlatform } from '../own-platform.js';
import { type Customer, type Order, PATIENCE, Shop, type Wish, customerOf } from '../shop.js';
import { fetchWithRetry } from './fetch-with-retry.js';

/** The actions of a customer and the expected result. */
export interface OrderFlow {
  readonly wish: Partial<Wish>;
  readonly end: string;
  /** Action after the confirmation. */
  readonly then?: 'dispatch' | 'cancel';
  /** Subjects, without the order's number. */
  readonly mails: readonly string[];
  /** Amounts that the gateway captured and refunded. */
  readonly charges: readonly (readonly [captured: number, refunded: number])[];
  /** Statuses of the shipments at the carrier. */
  readonly parcels: readonly string[];
}

export const UNITS = 100_000;
export const TOTAL = 1_745;
const SOLD_OUT = 'sold-out';
const ALL = ['Welcome to Waybill', 'Your order: 1 item, €17.45'];
const rejected = (wish: Partial<Wish>): OrderFlow => ({
  wish,
  end: 'REJECTED',
  charges: [],
  parcels: [],
  mails: ['We could not accept your order', ...ALL],
});

/** All flows, used in turn. */
const FLOWS: readonly OrderFlow[] = [
  {
    wish: {},
    then: 'dispatch',
    end: 'DELIVERED',
    charges: [[TOTAL, 0]],
    parcels: ['delivered'],
    mails: ['Your order is confirmed', 'Your order is on its way', 'Your order has arrived', ...ALL],
  },
  {
    wish: {},
    then: 'cancel',
    end: 'CANCELLED',
    charges: [[TOTAL, TOTAL]],
    parcels: ['cancelled'],
    mails: ['Your order is confirmed', 'Your order is cancelled', ...ALL],
  },
  rejected({ paymentMethod: 'pm_card_visa_chargeDeclined' }),
  rejected({ country: 'AQ' }),
  rejected({ sku: SOLD_OUT }),
];

export interface StartedOrder {
  readonly customer: Customer;
  readonly id: string;
  readonly flow: OrderFlow;
}

/** Customers with one order of one mug each, who retry failed requests. */
export class OrderFlows {
  readonly started: StartedOrder[] = [];
  private next = 0;

  private constructor(
    private readonly api: OwnPlatform['api'],
    readonly shop: Shop,
    private readonly sku: string,
  ) {}

  /** Sets up the shop. */
  static async begin({ urls }: OwnPlatform, tenant: string): Promise<OrderFlows> {
    const api: OwnPlatform['api'] = async (service, claims) =>
      new Api(urls[service], await token(claims), fetchWithRetry);
    const shop = new Shop({ urls }, tenant, { fetch: fetchWithRetry });
    const keeper = await api('order', { sub: 'shopkeeper', tenant, admin: true });
    await keeper.put(`/v1/products/${SOLD_OUT}`, { name: 'Cup', price: { amount: 1250, currency: 'EUR' } });
    return new OrderFlows(api, shop, await shop.sells('mug', { pieces: UNITS }));
  }

  /** Runs this many flows in parallel during the given work. Resolves when all have ended. */
  async during(act: () => Promise<unknown>, atOnce: number): Promise<void> {
    let going = true;
    const client = async (): Promise<void> => {
      while (going) await this.runFlow(FLOWS[this.next++ % FLOWS.length]!);
    };
    const clients = Array.from({ length: atOnce }, client);
    await Promise.all([...clients, act().finally(() => (going = false))]);
  }

  async place(customer: Customer, wish: Partial<Wish> = {}): Promise<string> {
    const { status, body } = await this.shop.place(customer, { sku: this.sku, ...wish });
    if (status !== 202) throw new Error(`an order was not taken: ${status} ${JSON.stringify(body)}`);
    return body.id;
  }

  /** Waits longer than `Shop.until` and polls less often, because an order waits while services are down. */
  async until(customer: Customer, id: string, status: string): Promise<Order> {
    const api = await this.api('order', customer);
    return eventually(
      async () => {
        const order = await api.get<Order>(`/v1/orders/${id}`);
        if (order.status !== status) throw new Error(`order ${id} is ${order.status}, not ${status}`);
        return order;
      },
      { within: 300_000, every: 250 },
    );
  }

  stock() {
    return this.shop.stock(this.sku);
  }

  /** The result of an order, to be compared with its `flow`. */
  async outcome({ customer, id, flow }: StartedOrder) {
    const orders = (await this.shop.orders(customer)).map((order) => [order.id, order.status]);
    const charges = (await this.shop.charges(id))
      .filter(({ captured, status }) => captured > 0 || status === 'requires_capture')
      .map(({ captured, refunded }) => [captured, refunded]);
    const parcels = await this.shop.parcels(id);
    return { id, orders, charges, parcels, mails: await this.mailed(customer, flow.mails.length) };
  }

  /** Subjects of the mails without duplicates. A mail that was sent but not recorded before a kill is sent again with the same id. */
  private mailed(customer: Customer, count: number): Promise<string[]> {
    return eventually(async () => {
      const mails = await this.shop.mails(customer);
      const single = new Map(mails.map(({ subject, headers }) => [headers['message-id'], subject]));
      if (single.size < count)
        throw new Error(`only ${single.size} mails: ${[...single.values()].join('; ')}`);
      return [...single.values()].map((subject) => subject.replace(/ #[0-9A-F]+/, '')).sort();
    }, PATIENCE);
  }

  private async runFlow(flow: OrderFlow): Promise<void> {
    const customer = customerOf(this.shop.tenant);
    const id = await this.place(customer, flow.wish);
    if (flow.then) {
      const confirmed = await this.until(customer, id, 'CONFIRMED');
      await (flow.then === 'cancel' ? this.shop.cancel(customer, id) : this.shop.dispatch(confirmed));
    }
    await this.until(customer, id, flow.end);
    this.started.push({ customer, id, flow });
  }
}
