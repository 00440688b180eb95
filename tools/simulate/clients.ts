import type { Principal } from '@waybill/platform';
import type { HttpAnswer, HttpRequest, World } from '@waybill/simulation';
import type { ServiceName, Shop } from './shop.js';
import { type Goods, type Line, type Placing, SKUS, type Step, WAREHOUSES } from './steps.js';

type Request = Omit<HttpRequest, 'correlationId' | 'principal'>;
interface OrderBody {
  readonly id: string;
  readonly returns?: readonly { readonly id: string; readonly lines: readonly Line[] }[];
}

interface Parcel {
  readonly orderId: string;
  readonly shipmentId: string;
  readonly status: string;
  readonly confirmedAt: Date | null;
  readonly lines: readonly Line[];
}

const ADMIN: Principal = { subject: 'admin', tenant: 'default', admin: true, operator: false };
const CUSTOMER: Principal = {
  ...ADMIN,
  subject: 'alice',
  admin: false,
  operator: false,
  name: 'Alice',
  email: 'alice@example.com',
  emailVerified: true,
};
/** The events that the partner subscribes to. */
export const PARTNER_TYPES = [
  'order.placed',
  'order.confirmed',
  'order.shipped',
  'order.delivered',
  'order.cancelled',
];
const OVER = ['DELIVERED', 'CANCELLED', 'REJECTED'];

/** Customers and staff. They retry requests until they get a response, and check that responses stay true. */
export class Clients {
  /** Order ids by number: all that were ever returned. */
  readonly orders = new Map<number, Set<string>>();
  /** Received returns. */
  readonly received = new Set<string>();
  /** Number of requests without a response. */
  open = 0;
  private keys = 0;

  constructor(
    private readonly world: World,
    private readonly shop: Shop,
  ) {}

  /** Creates products and initial stock. */
  openShop(): void {
    for (const sku of SKUS) {
      const price = { amount: 100 * (SKUS.indexOf(sku) + 1) + 99, currency: 'GBP' };
      this.do(
        this.admin('order', {
          method: 'PUT',
          path: `/v1/products/${sku}`,
          body: { name: sku, price, active: true },
        }),
      );
      for (const warehouse of WAREHOUSES) this.do(this.receive({ sku, quantity: 6, warehouse }, 0));
    }
    const webhook = { url: 'https://partner.example/orders', types: PARTNER_TYPES };
    this.do(this.admin('notification', { method: 'POST', path: '/v1/webhooks', body: webhook }));
    // In some runs chairs can be backordered.
    this.do(this.backorder('chair', this.world.chance.stream('shop').hits(0.3)));
  }

  /** Receives enough for all waiting orders, even after adjustments. */
  restock(): void {
    for (const sku of SKUS)
      for (const warehouse of WAREHOUSES) this.do(this.receive({ sku, quantity: 100, warehouse }, 99));
  }

  start(step: Step): void {
    this.world.trace(`step ${JSON.stringify(step)}`);
    this.do(this.perform(step));
  }

  private do(work: Promise<unknown>): void {
    this.open++;
    work.then(
      () => this.open--,
      (error: unknown) =>
        this.world.violated(`a client: ${error instanceof Error ? error.stack : String(error)}`),
    );
  }

  private perform(step: Step): Promise<unknown> {
    switch (step.action) {
      case 'place':
        return this.place(step.order, step.placing);
      case 'cancel':
        return this.cancel(step.order, step.once);
      case 'readdress':
        return this.ofOrder(step.order, {
          method: 'PUT',
          path: 'shipping-address',
          body: addressIn('GB', '2 Lane'),
        });
      case 'return':
        return this.sendBack(step.order, step.percent, step.restocked);
      case 'receive':
        return this.receive(step.goods, step.nr);
      case 'adjust':
        return this.admin('inventory', {
          method: 'POST',
          path: `/v1/stock/${step.sku}/adjustments`,
          body: { delta: step.delta, reason: 'counted' },
        });
      case 'change-lines':
        return this.ofOrder(step.order, { method: 'PUT', path: 'lines', body: { lines: step.lines } });
      case 'cancel-late':
        return this.cancelLate(step.order);
      case 'backorder':
        return this.backorder(step.sku, true);
    }
  }

  private async receive({ sku, quantity, warehouse }: Goods, nr: number): Promise<void> {
    const body = { quantity, warehouse, reference: `delivery ${nr} to ${warehouse}` };
    this.mustStand(
      await this.admin('inventory', { method: 'POST', path: `/v1/stock/${sku}/receipts`, body }),
    );
  }

  private backorder(sku: string, backorder: boolean): Promise<HttpAnswer> {
    const body = { backorder, lowStockThreshold: 3 };
    return this.admin('inventory', { method: 'PUT', path: `/v1/stock/${sku}`, body });
  }

  private place(order: number, placing: Placing): Promise<unknown> {
    switch (placing.how) {
      case 'once':
        return this.placeAtOnce(order, placing);
      case 'twice':
        return Promise.all([this.placeAtOnce(order, placing), this.placeAtOnce(order, placing)]);
      case 'draft':
        return this.placeDraft(order, placing);
    }
  }

  private async placeAtOnce(order: number, { lines, country, paymentMethod }: Placing): Promise<void> {
    const body = { lines, shippingAddress: addressIn(country), paymentMethod };
    const answer = await this.customer({ method: 'POST', path: '/v1/orders', body }, `order-${order}`);
    this.accepted(order, this.mustStand(answer)?.id);
  }

  /** Creates a draft, adds one line too many and removes it, and places the draft. */
  private async placeDraft(order: number, { lines, country, paymentMethod }: Placing): Promise<void> {
    const body = { lines: lines.slice(0, 1), shippingAddress: addressIn(country) };
    const begun = await this.customer(
      { method: 'POST', path: '/v1/orders?draft=true', body },
      `order-${order}`,
    );
    const id = this.mustStand(begun)?.id;
    if (!id) return;
    const path = `/v1/orders/${id}/lines`;
    const other = SKUS.find((sku) => lines.every((line) => line.sku !== sku));
    for (const { sku, quantity } of lines.slice(1))
      this.mustStand(await this.customer({ method: 'PUT', path: `${path}/${sku}`, body: { quantity } }));
    if (other) {
      this.mustStand(await this.customer({ method: 'PUT', path: `${path}/${other}`, body: { quantity: 1 } }));
      this.mustStand(await this.customer({ method: 'DELETE', path: `${path}/${other}` }));
    }
    this.mustStand(
      await this.customer({ method: 'POST', path: `/v1/orders/${id}/place`, body: { paymentMethod } }),
    );
    this.accepted(order, id);
  }

  private accepted(order: number, id: string | undefined): void {
    if (!id) return;
    this.orders.set(order, (this.orders.get(order) ?? new Set()).add(id));
    this.world.trace(`order ${order} is ${id}`);
  }

  /** A request for a placed order. It may be refused as too late. */
  private async ofOrder(order: number, { path, ...request }: Request): Promise<HttpAnswer | undefined> {
    const [id] = this.orders.get(order) ?? [];
    if (!id) return undefined;
    const answer = await this.customer({ ...request, path: `/v1/orders/${id}/${path}` });
    this.world.trace(`${path} of ${id}: ${answer.code ?? 'accepted'}`);
    return answer;
  }

  private async cancel(order: number, once?: string): Promise<void> {
    if (once) await this.orderOnce(order, [once, ...OVER]);
    await this.ofOrder(order, { method: 'POST', path: 'cancel', body: { reason: 'changed my mind' } });
  }

  private async sendBack(order: number, percent: number, restocked: number): Promise<void> {
    const row = await this.orderOnce(order, OVER);
    if (row?.status !== 'DELIVERED') return;
    const share = ({ sku, quantity }: Line): Line => ({
      sku,
      quantity: Math.ceil((quantity * percent) / 100),
    });
    const body = { lines: row.lines.map(share), reason: 'not what I wanted' };
    const answer = await this.ofOrder(order, { method: 'POST', path: 'returns', body });
    // Other returns may leave fewer units to return.
    const announced = (answer?.body as OrderBody | undefined)?.returns?.at(-1);
    if (!announced) return;
    await this.world.time.sleep(this.world.chance.spread(1_000, 60_000));
    const lines = announced.lines.map(({ sku, quantity }) => {
      const again = Math.floor((quantity * restocked) / 100);
      return { sku, restocked: again, writtenOff: quantity - again };
    });
    const path = `/v1/returns/${announced.id}/receive`;
    this.mustStand(await this.admin('order', { method: 'POST', path, body: { lines } }));
    this.received.add(announced.id);
  }

  private async cancelLate(order: number): Promise<void> {
    const gone = await this.parcels(order, ({ status }) => status === 'shipped');
    const body = { reason: 'changed my mind' };
    if (gone.length > 0) await this.ofOrder(order, { method: 'POST', path: 'cancel', body });
  }

  /** Waits until at least one parcel of the order meets the condition, and returns those that do; none if the order ends before. */
  private async parcels(order: number, are: (parcel: Parcel) => boolean): Promise<Parcel[]> {
    for (;;) {
      const [id] = this.orders.get(order) ?? [];
      const all = this.shop.services.shipping.rows<Parcel>('shipments');
      const found = all.filter((parcel) => parcel.orderId === id && are(parcel));
      if (found.length > 0 || OVER.includes((id && this.shop.orderOf(id)?.status) ?? '')) return found;
      await this.world.time.sleep(5);
    }
  }

  /** Polls every few seconds until the order has one of the statuses. Undefined if the order was not accepted. */
  private async orderOnce(
    order: number,
    statuses: readonly string[],
  ): Promise<{ status: string; lines: readonly Line[] } | undefined> {
    for (;;) {
      const [id] = this.orders.get(order) ?? [];
      const row = id ? this.shop.orderOf(id) : undefined;
      if (!row || statuses.includes(row.status)) return row;
      await this.world.time.sleep(5_000);
    }
  }

  private mustStand(answer: HttpAnswer): OrderBody | undefined {
    if (!answer.code) return answer.body as OrderBody;
    this.world.violated(`a client was refused what is allowed: ${answer.code}`);
    return undefined;
  }

  private customer(request: Request, key?: string): Promise<HttpAnswer> {
    return this.ask('order', { ...request, principal: CUSTOMER }, key);
  }

  admin(service: ServiceName, request: Request): Promise<HttpAnswer> {
    return this.ask(service, { ...request, principal: ADMIN });
  }

  private ask(service: ServiceName, request: Request & { principal: Principal }, key = `key-${++this.keys}`) {
    return this.shop.ask(service, { ...request, headers: { 'idempotency-key': key } });
  }
}

function addressIn(country: string, line1 = '1 Lane'): object {
  return { name: 'Alice', line1, city: 'Town', postalCode: '1', country };
}
