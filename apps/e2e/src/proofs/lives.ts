import { Api, eventually, token } from '@waybill/testing';
import type { OwnPlatform } from '../own-platform.js';
import { type Customer, type Order, PATIENCE, Shop, type Wish, customerOf } from '../shop.js';
import { insist } from './insist.js';

/** What a customer does, and what must come of it. */
export interface Life {
  readonly wish: Partial<Wish>;
  readonly end: string;
  /** What is done once it is confirmed. */
  readonly then?: 'dispatch' | 'cancel';
  /** Subjects, without the order's number. */
  readonly mails: readonly string[];
  /** What the gateway took and gave back. */
  readonly charges: readonly (readonly [captured: number, refunded: number])[];
  /** What the carrier did with its parcels. */
  readonly parcels: readonly string[];
}

export const PIECES = 100_000;
export const TOTAL = 1_745;
const SOLD_OUT = 'sold-out';
const ALL = ['Welcome to Waybill', 'Your order: 1 item, €17.45'];
const rejected = (wish: Partial<Wish>): Life => ({
  wish,
  end: 'REJECTED',
  charges: [],
  parcels: [],
  mails: ['We could not accept your order', ...ALL],
});

/** Every way an order goes, one in turn. */
const LIVES: readonly Life[] = [
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

export interface Lived {
  readonly customer: Customer;
  readonly id: string;
  readonly life: Life;
}

/** Customers who are not put off when nobody answers, each with one order of one mug. */
export class Lives {
  readonly lived: Lived[] = [];
  private next = 0;

  private constructor(
    private readonly api: OwnPlatform['api'],
    readonly shop: Shop,
    private readonly sku: string,
  ) {}

  /** Opens the shop. */
  static async begin({ urls }: OwnPlatform, tenant: string): Promise<Lives> {
    const api: OwnPlatform['api'] = async (service, claims) =>
      new Api(urls[service], await token(claims), insist);
    const shop = new Shop({ urls }, tenant, { fetch: insist });
    const keeper = await api('order', { sub: 'shopkeeper', tenant, admin: true });
    await keeper.put(`/v1/products/${SOLD_OUT}`, { name: 'Cup', price: { amount: 1250, currency: 'EUR' } });
    return new Lives(api, shop, await shop.sells('mug', { pieces: PIECES }));
  }

  /** Orders come and go, so many at a time, while something is done to the platform; resolves when all have ended. */
  async during(act: () => Promise<unknown>, atOnce: number): Promise<void> {
    let going = true;
    const client = async (): Promise<void> => {
      while (going) await this.live(LIVES[this.next++ % LIVES.length]!);
    };
    const clients = Array.from({ length: atOnce }, client);
    await Promise.all([...clients, act().finally(() => (going = false))]);
  }

  async place(customer: Customer, wish: Partial<Wish> = {}): Promise<string> {
    const { status, body } = await this.shop.place(customer, { sku: this.sku, ...wish });
    if (status !== 202) throw new Error(`an order was not taken: ${status} ${JSON.stringify(body)}`);
    return body.id;
  }

  /** Much longer than `Shop.until`, and not as often: as long as services are dead, an order waits. */
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

  /** What became of an order, to be compared with its `life`. */
  async outcome({ customer, id, life }: Lived) {
    const orders = (await this.shop.orders(customer)).map((order) => [order.id, order.status]);
    const charges = (await this.shop.charges(id))
      .filter(({ captured, status }) => captured > 0 || status === 'requires_capture')
      .map(({ captured, refunded }) => [captured, refunded]);
    const parcels = await this.shop.parcels(id);
    return { id, orders, charges, parcels, mails: await this.mailed(customer, life.mails.length) };
  }

  /** Subjects of the mails. One that was sent and not yet recorded at a death is sent again: its id says that it is the same. */
  private mailed(customer: Customer, count: number): Promise<string[]> {
    return eventually(async () => {
      const mails = await this.shop.mails(customer);
      const single = new Map(mails.map(({ subject, headers }) => [headers['message-id'], subject]));
      if (single.size < count)
        throw new Error(`only ${single.size} mails: ${[...single.values()].join('; ')}`);
      return [...single.values()].map((subject) => subject.replace(/ #[0-9A-F]+/, '')).sort();
    }, PATIENCE);
  }

  private async live(life: Life): Promise<void> {
    const customer = customerOf(this.shop.tenant);
    const id = await this.place(customer, life.wish);
    if (life.then) {
      const confirmed = await this.until(customer, id, 'CONFIRMED');
      await (life.then === 'cancel' ? this.shop.cancel(customer, id) : this.shop.dispatch(confirmed));
    }
    await this.until(customer, id, life.end);
    this.lived.push({ customer, id, life });
  }
}
