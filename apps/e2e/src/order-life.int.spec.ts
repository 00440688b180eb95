import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api, eventually } from '@waybill/testing';
import { auditedClean } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Customer, type Order, PATIENCE, Shop, customerOf } from './shop.js';

const since = new Date();
const tenant = `life-${randomBytes(4).toString('hex')}`;
const eur = (amount: number) => ({ amount, currency: 'EUR' });
let platform: OneProcess;
let shop: Shop;
let ada: Customer;
let me: Api;
let keeper: Api;

beforeAll(async () => {
  const rates = { GB: { standard: 20, reduced: 5.5 } };
  platform = await startOneProcess({ environment: { TAX: 'exclusive', TAX_RATES: JSON.stringify(rates) } });
  shop = new Shop(platform, tenant);
  ada = customerOf(tenant);
  me = await platform.api('order', ada);
  keeper = await platform.api('order', { sub: 'shopkeeper', tenant, admin: true });
});

afterAll(() => platform?.stop());

const address = {
  name: 'Ada',
  line1: '12 St James’s Square',
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
};
const types = async (id: string) => (await shop.history(ada, id)).map(({ type }) => type);
let keys = 0;
const key = () => ({ 'idempotency-key': `key-${++keys}` });

/** A draft with these lines, ready to be placed. */
async function draft(lines: readonly { sku: string; quantity: number }[]): Promise<string> {
  const { id } = await me.post<Order>('/v1/orders?draft=true', { paymentMethod: 'pm_card_visa' }, key());
  for (const { sku, quantity } of lines) await me.put(`/v1/orders/${id}/lines/${sku}`, { quantity });
  await me.put(`/v1/orders/${id}/shipping-address`, address);
  return id;
}

async function delivered(lines: readonly { sku: string; quantity: number }[]): Promise<Order> {
  const id = await draft(lines);
  await me.post(`/v1/orders/${id}/place`, {}, key());
  return shop.until(ada, id, 'DELIVERED');
}

it('a draft is placed, paid, shipped and delivered', async () => {
  const sku = await shop.sells('mug', { price: 333, pieces: 10 });
  const id = await draft([{ sku, quantity: 3 }]);
  expect(await shop.stock(sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
  expect(await shop.charges(id)).toEqual([]);

  const total = eur(999 + 200 + 495);
  await me.post(`/v1/orders/${id}/place`, { expectedTotal: total }, key());
  const order = await shop.until(ada, id, 'DELIVERED');

  expect(order.total).toEqual(total);
  expect(await shop.charges(id)).toMatchObject([
    { amount: total.amount, captured: total.amount, refunded: 0 },
  ]);
  await eventually(
    async () => expect(await shop.stock(sku)).toEqual({ onHand: 7, reserved: 0, available: 7 }),
    PATIENCE,
  );
  expect((await types(id)).slice(0, 4)).toEqual([
    'order.drafted',
    'order.item-added',
    'order.shipping-address-changed',
    'order.placed',
  ]);
});

describe('a return', () => {
  const request = (id: string, lines: readonly object[], reason = 'too small') =>
    me.call<Order & { code?: string }>('POST', `/v1/orders/${id}/returns`, { body: { lines, reason } });
  const receive = (
    id: string,
    lines: readonly object[],
    api = keeper,
  ): Promise<Answer<Order & { code?: string }>> =>
    api.call('POST', `/v1/returns/${id}/receive`, { body: { lines } });
  const completed = (id: string, count: number) =>
    eventually(async () => {
      const order = await me.get<Order>(`/v1/orders/${id}`);
      expect(order.returns.map(({ status }) => status)).toEqual(
        Array.from({ length: count }, () => 'COMPLETED'),
      );
      return order;
    }, PATIENCE);

  it('in parts refunds every cent, with the postage at the end', async () => {
    const [mug, book] = [
      await shop.sells('mug', { price: 333, pieces: 3 }),
      await shop.sells('book', { price: 1499, pieces: 1 }),
    ];
    await keeper.put(`/v1/products/${book}`, { name: 'book', price: eur(1499), taxClass: 'reduced' });
    const { id, total } = await delivered([
      { sku: mug, quantity: 3 },
      { sku: book, quantity: 1 },
    ]);
    expect(total).toEqual(eur(999 + 200 + 1499 + 82 + 495));
    await eventually(async () => expect((await shop.stock(mug)).onHand).toBe(0), PATIENCE);

    const { status, body } = await request(id, [{ sku: mug, quantity: 1 }]);
    expect([status, body.returns]).toMatchObject([201, [{ status: 'REQUESTED' }]]);
    await receive(body.returns[0]!.id, [{ sku: mug, restocked: 1 }]);
    const first = await completed(id, 1);
    // A third of 9.99 and of its tax of 2.00.
    expect([first.returns[0]?.refund, first.refunded, first.status]).toEqual([
      eur(400),
      eur(400),
      'DELIVERED',
    ]);

    const { body: again } = await request(id, [
      { sku: mug, quantity: 2 },
      { sku: book, quantity: 1 },
    ]);
    const came = [
      { sku: mug, restocked: 1, writtenOff: 1 },
      { sku: book, restocked: 0, writtenOff: 1 },
    ];
    await receive(again.returns[1]!.id, came);
    expect((await receive(again.returns[1]!.id, came)).status).toBe(202);
    const last = await completed(id, 2);

    expect(last.refunded).toEqual(total);
    expect(await shop.payments(id)).toMatchObject([{ captured: total, refunded: total }]);
    expect(await shop.charges(id)).toMatchObject([{ refunded: total.amount }]);
    expect([await shop.stock(mug), await shop.stock(book)]).toMatchObject([{ onHand: 2 }, { onHand: 0 }]);
    expect((await request(id, [{ sku: mug, quantity: 1 }])).body.code).toBe('RETURN_TOO_LARGE');
    expect(await types(id)).toContain('order.return-completed');
  });

  it('of the whole order is refunded at once', async () => {
    const sku = await shop.sells('lamp', { price: 1999, pieces: 2 });
    const { id, total } = await delivered([{ sku, quantity: 2 }]);
    const { body } = await request(id, [{ sku, quantity: 2 }]);
    await receive(body.returns[0]!.id, [{ sku, restocked: 2 }]);
    expect((await completed(id, 1)).refunded).toEqual(total);
    expect(await shop.stock(sku)).toMatchObject({ onHand: 2, available: 2 });
    const { log } = await shop.saga(id);
    expect(log.slice(-2).map(({ command, answer }) => `${command} -> ${answer}`)).toEqual([
      'inventory.restock -> inventory.restocked',
      'payment.refund -> payment.refunded',
    ]);
  });

  it('is refused before the delivery, for other customers, and for actions of the shop', async () => {
    const sku = await shop.sells('vase', { price: 100, pieces: 2 });
    const early = await draft([{ sku, quantity: 1 }]);
    expect(await request(early, [{ sku, quantity: 1 }])).toMatchObject({
      status: 409,
      body: { code: 'ORDER_NOT_DELIVERED' },
    });
    const { id } = await delivered([{ sku, quantity: 1 }]);
    expect((await request(id, [])).body).toMatchObject({ status: 400, code: 'RETURN_EMPTY' });
    const ben = await platform.api('order', customerOf(tenant, 'Ben'));
    const body = { lines: [{ sku, quantity: 1 }], reason: 'mine' };
    expect((await ben.call('POST', `/v1/orders/${id}/returns`, { body })).status).toBe(404);
    const { body: requested } = await request(id, body.lines);
    const returnId = requested.returns[0]!.id;
    expect((await receive(returnId, [{ sku, restocked: 1 }], me)).status).toBe(403);
    expect((await receive(returnId, [{ sku, restocked: 2 }])).body.code).toBe('RETURN_TOO_LARGE');
    expect((await receive(`${id}-return-9`, [])).status).toBe(404);
    expect((await receive('nothing', [])).status).toBe(404);
  });
});

describe('changed lines of an order in flight', () => {
  type Changing = Order & { readonly code?: string };
  const put = (id: string, lines: readonly object[]) =>
    me.call<Changing>('PUT', `/v1/orders/${id}/lines`, { body: { lines } });
  const draftOf = async (sku: string, quantity: number): Promise<string> => {
    const id = await draft([{ sku, quantity }]);
    await me.post(`/v1/orders/${id}/place`, {}, key());
    return id;
  };
  /** Places an order while the gateway fails, so that its authorization is retried until `repair`. */
  const held = async (sku: string, quantity: number): Promise<string> => {
    await shop.spoil('gateway', 'payment_intents.create', 'error-before', 1_000);
    const id = await draftOf(sku, quantity);
    await shop.until(ada, id, 'RESERVED');
    return id;
  };

  it('are reserved, authorized and sent instead of the old ones, while further changes wait', async () => {
    const [mug, tea] = [
      await shop.sells('mug', { price: 1000, pieces: 5 }),
      await shop.sells('tea', { price: 500, pieces: 5 }),
    ];
    const id = await held(mug, 1);
    const wanted = [
      { sku: mug, quantity: 2 },
      { sku: tea, quantity: 3 },
    ];
    const { status, body } = await put(id, wanted);
    expect([status, body.change?.status, body.lines]).toMatchObject([
      202,
      'PENDING',
      [{ sku: mug, quantity: 1 }],
    ]);
    expect((await put(id, [{ sku: mug, quantity: 3 }])).body).toMatchObject({
      status: 409,
      code: 'ORDER_CHANGING',
    });
    await shop.repair('gateway');
    const order = await shop.until(ada, id, 'DELIVERED');

    expect(order).toMatchObject({ lines: wanted, total: eur(3500 + 400 + 300 + 495) });
    expect(order).not.toHaveProperty('change');
    expect(await shop.payments(id)).toMatchObject([{ captured: order.total }]);
    const charges = await shop.charges(id);
    expect(charges.reduce((sum, { captured }) => sum + captured, 0)).toBe(order.total.amount);
    await eventually(
      async () =>
        expect([await shop.stock(mug), await shop.stock(tea)]).toEqual([
          { onHand: 3, reserved: 0, available: 3 },
          { onHand: 2, reserved: 0, available: 2 },
        ]),
      PATIENCE,
    );
  });

  it('that are out of stock leave the order unchanged, with a reason', async () => {
    const sku = await shop.sells('vase', { price: 1000, pieces: 3 });
    const id = await held(sku, 1);
    await put(id, [{ sku, quantity: 4 }]);
    await shop.repair('gateway');
    const order = await shop.until(ada, id, 'DELIVERED');
    expect(order).toMatchObject({
      lines: [{ sku, quantity: 1 }],
      change: { status: 'REFUSED', refusal: { code: 'OUT_OF_STOCK' } },
    });
    expect(await shop.payments(id)).toMatchObject([{ captured: order.total }]);
  });

  it('do not delay a cancellation', async () => {
    const sku = await shop.sells('bowl', { price: 1000, pieces: 3 });
    const id = await held(sku, 1);
    await put(id, [{ sku, quantity: 2 }]);
    await shop.cancel(ada, id);
    await shop.repair('gateway');
    await shop.until(ada, id, 'CANCELLED');
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 0, available: 3 });
    const charges = await shop.charges(id);
    expect(charges.map(({ captured }) => captured).filter((captured) => captured > 0)).toEqual([]);
  });

  it('are refused after the shipment is booked', async () => {
    const sku = await shop.sells('pan', { price: 1000, pieces: 3 });
    const id = await draftOf(sku, 1);
    await shop.until(ada, id, 'DELIVERED');
    expect((await put(id, [{ sku, quantity: 2 }])).body).toMatchObject({
      status: 409,
      code: 'ORDER_NOT_CHANGEABLE',
    });
  });
});

it('finally the audit finds nothing in the services and topics', async () => {
  const { records } = await auditedClean({ ...platform, since });
  expect(records.return).toBeGreaterThan(1);
});
