import { type Platform, type ServiceName } from '@waybill/shop';
import { eventually } from '@waybill/testing';
import { type Customer, type Order, PATIENCE, Shop, type Wish, customerOf } from '../shop.js';

export interface UnderWay {
  readonly shop: Shop;
  readonly customer: Customer;
  readonly sku: string;
  readonly id: string;
  /** The expected final status. */
  readonly end: 'DELIVERED' | 'CANCELLED' | 'REJECTED';
}

export interface Start {
  /** The tenant's shop. Each kind of fault has a separate tenant. */
  readonly shop: Shop;
  readonly wish?: Partial<Wish>;
  readonly end?: UnderWay['end'];
}

const QUANTITY = 2;

/** Orders of two mugs. The test performs each step of the warehouse, the customers and the operators. */
export class OrdersUnderWay {
  readonly all: UnderWay[] = [];

  constructor(private readonly platform: Pick<Platform, 'api' | 'urls'>) {}

  shop(tenant: string): Shop {
    return new Shop(this.platform, tenant);
  }

  async place({ shop, wish = {}, end = 'DELIVERED' }: Start): Promise<UnderWay> {
    const customer = customerOf(shop.tenant);
    const sku = wish.sku ?? (await shop.sells('mug'));
    const { status, body } = await shop.place(customer, { ...wish, sku, quantity: QUANTITY });
    if (status !== 202) throw new Error(`an order was not taken: ${status} ${JSON.stringify(body)}`);
    return this.keep({ shop, customer, sku, id: body.id, end });
  }

  /** An order that waits for stock. */
  async placeWaiting(shop: Shop): Promise<UnderWay> {
    const sku = await shop.sells('rare', { pieces: 1 });
    await (await this.keeper('inventory', shop)).put(`/v1/stock/${sku}`, { backorder: true });
    return this.place({ shop, wish: { sku } });
  }

  async draft(shop: Shop): Promise<UnderWay> {
    const customer = customerOf(shop.tenant);
    const sku = await shop.sells('mug');
    const api = await this.platform.api('order', customer);
    const key = { 'idempotency-key': `draft-${sku}` };
    const body = { lines: [{ sku, quantity: QUANTITY }], paymentMethod: 'pm_card_visa' };
    const { id } = await api.post<Order>('/v1/orders?draft=true', body, key);
    const address = {
      name: 'Ada',
      line1: '12 Square',
      city: 'London',
      postalCode: 'SW1Y 4JH',
      country: 'GB',
    };
    await api.put(`/v1/orders/${id}/shipping-address`, address);
    return this.keep({ shop, customer, sku, id, end: 'DELIVERED' });
  }

  async placeDraft({ customer, id }: UnderWay): Promise<void> {
    const api = await this.platform.api('order', customer);
    await api.post(`/v1/orders/${id}/place`, {}, { 'idempotency-key': `place-${id}` });
  }

  /** Places an order and brings it to this status. */
  async reaching(status: 'CONFIRMED' | 'SHIPPED' | 'DELIVERED', start: Start): Promise<UnderWay> {
    const order = await this.place(start);
    await this.until(order, 'CONFIRMED');
    if (status === 'CONFIRMED') return order;
    await this.move(order, status === 'SHIPPED' ? 'shipped' : 'delivered');
    await this.until(order, status);
    return order;
  }

  until({ shop, customer, id }: UnderWay, status: string): Promise<Order> {
    return shop.until(customer, id, status);
  }

  async cancel({ shop, customer, id }: UnderWay): Promise<void> {
    const { status, body } = await shop.cancel(customer, id);
    if (status !== 202) throw new Error(`a cancellation was not taken: ${status} ${JSON.stringify(body)}`);
  }

  /** Requests a return of one of the two mugs, and receives it. */
  async sendBack({ shop, customer, sku, id }: UnderWay): Promise<void> {
    const api = await this.platform.api('order', customer);
    const body = { lines: [{ sku, quantity: 1 }], reason: 'too small' };
    const { returns } = await api.post<Order>(`/v1/orders/${id}/returns`, body);
    const keeper = await this.keeper('order', shop);
    const received = { lines: [{ sku, restocked: 1, writtenOff: 0 }] };
    await keeper.post(`/v1/returns/${returns[0]!.id}/receive`, received);
  }

  /** The warehouse finds one mug instead of two. */
  async pickShort(order: UnderWay): Promise<void> {
    await this.pick(order, 1);
  }

  async receive({ shop, sku }: UnderWay, quantity: number): Promise<void> {
    const inventory = await this.keeper('inventory', shop);
    const receipt = { quantity, reference: 'more' };
    await inventory.post(`/v1/stock/${sku}/receipts`, receipt, { 'idempotency-key': `more-${sku}` });
  }

  /** Performs the remaining steps of the warehouse and the carrier, and waits for the expected final status. */
  async finish(order: UnderWay): Promise<Order> {
    if (order.end === 'DELIVERED') await this.move(order, 'delivered');
    return eventually(async () => {
      const ended = await this.until(order, order.end);
      if (ended.returns.some(({ status }) => status !== 'COMPLETED'))
        throw new Error(`order ${order.id} has an open return: ${JSON.stringify(ended)}`);
      return ended;
    }, PATIENCE);
  }

  /** Redrives the service's dead letters until none is open. */
  async redrive(service: ServiceName): Promise<void> {
    const operator = await this.platform.api(service, { sub: 'operator', admin: true, operator: true });
    await eventually(async () => {
      await operator.post('/admin/dead-letters/redrive', { filter: {} });
      const { items } = await operator.get<{ items: object[] }>('/admin/dead-letters?status=open');
      if (items.length > 0) throw new Error(`dead letters of ${service}: ${JSON.stringify(items)}`);
    }, PATIENCE);
  }

  private keep(order: UnderWay): UnderWay {
    this.all.push(order);
    return order;
  }

  private keeper(service: ServiceName, { tenant }: Shop) {
    return this.platform.api(service, { sub: 'shopkeeper', tenant, admin: true });
  }

  private async pick({ shop, id }: UnderWay, found = QUANTITY): Promise<void> {
    const shipping = await this.keeper('shipping', shop);
    await eventually(async () => {
      const [shipment] = await shop.shipments(id);
      const lines = shipment!.lines.map(({ sku }) => ({ sku, found }));
      await shipping.post(`/v1/shipments/${shipment!.id}/pick`, { lines });
    }, PATIENCE);
  }

  /** Moves the shipment to this status, whatever its current status. */
  private async move({ shop, id }: UnderWay, to: 'shipped' | 'delivered'): Promise<void> {
    const shipping = await this.keeper('shipping', shop);
    await eventually(async () => {
      const [shipment] = await shop.shipments(id);
      const { id: shipmentId = '', status = 'none', lines = [] } = shipment ?? {};
      const path = `/v1/shipments/${shipmentId}`;
      if (status === to) return;
      const found = lines.map(({ sku, quantity }) => ({ sku, found: quantity }));
      if (status === 'booked') await shipping.call('POST', `${path}/pick`, { body: { lines: found } });
      if (status === 'labelled') await shipping.call('POST', `${path}/dispatch`);
      if (status === 'shipped') await shipping.call('POST', `${path}/deliver`);
      throw new Error(`the shipment of order ${id} was ${status}`);
    }, PATIENCE);
  }
}
