import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, eventually } from '@waybill/testing';
import { auditedClean } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Customer, type Order, PATIENCE, Shop, customerOf } from './shop.js';

const TENANT = 'supply';
const keeper = { sub: 'shopkeeper', tenant: TENANT, admin: true };
const since = new Date();
let platform: OneProcess;
let shop: Shop;
let ada: Customer;
let inventory: Api;
let shipping: Api;
/** An order whose reservation expires before the gateway responds. */
let slow: { readonly order: Order; readonly sku: string };

beforeAll(async () => {
  platform = await startOneProcess({ environment: { PICKING: 'manual', RESERVATION_TTL: '8s' } });
  shop = new Shop(platform, TENANT);
  ada = customerOf(TENANT);
  inventory = await platform.api('inventory', keeper);
  shipping = await platform.api('shipping', keeper);
  await shop.spoil('gateway', 'payment_intents.create', 'timeout-after');
  const sku = await shop.sells('clock');
  const { body } = await shop.place(ada, { sku });
  await eventually(async () => expect(await shop.charges(body.id)).toHaveLength(1), PATIENCE);
  await eventually(async () => expect(await shop.stock(sku)).toMatchObject({ reserved: 1 }), PATIENCE);
  slow = { order: body, sku };
});
afterAll(async () => platform?.stop());

interface Parcel {
  readonly id: string;
  readonly warehouse: string;
  readonly status: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

async function parcelsOf({ id }: Order): Promise<readonly Parcel[]> {
  const { items } = await shipping.get<{ items: Parcel[] }>(`/v1/shipments?orderId=${id}`);
  return items.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** Reports the pick of a shipment: all units were found except the `missing` ones. */
async function pick({ id, lines }: Parcel, missing: Readonly<Record<string, number>> = {}): Promise<void> {
  const found = lines.map(({ sku, quantity }) => ({ sku, found: quantity - (missing[sku] ?? 0) }));
  await eventually(() => shipping.post(`/v1/shipments/${id}/pick`, { lines: found }), PATIENCE);
}

async function receive(sku: string, quantity: number, warehouse: string): Promise<void> {
  const receipt = { quantity, reference: `for ${warehouse}`, warehouse };
  await inventory.post(`/v1/stock/${sku}/receipts`, receipt, { 'idempotency-key': `${sku}-${warehouse}` });
}

const types = async (order: Order): Promise<string[]> =>
  (await shop.history(ada, order.id)).map(({ type }) => type);

describe('an order with units in two warehouses', () => {
  it('is delivered in two shipments, and is DELIVERED with the second', async () => {
    const sku = await shop.sells('bench', { pieces: 1 });
    await receive(sku, 2, 'north');
    const order = await shop.placed(ada, { sku, quantity: 3 }, 'CONFIRMED');
    const parcels = await parcelsOf(order);
    expect(parcels.map(({ warehouse, lines }) => [warehouse, lines])).toEqual([
      ['north', [{ sku, quantity: 2 }]],
      ['main', [{ sku, quantity: 1 }]],
    ]);
    await pick(parcels[0]!);
    await shop.until(ada, order.id, 'SHIPPED');
    await eventually(async () => expect(await types(order)).toContain('order.parcel-delivered'), PATIENCE);
    await pick(parcels[1]!);
    const delivered = await shop.until(ada, order.id, 'DELIVERED');
    expect(delivered.shipments).toMatchObject([
      { id: parcels[0]!.id, status: 'delivered', lines: [{ sku, quantity: 2 }] },
      { id: parcels[1]!.id, status: 'delivered', lines: [{ sku, quantity: 1 }] },
    ]);
    expect((await types(order)).slice(5)).toEqual([
      'order.shipped',
      'order.parcel-delivered',
      'order.shipped',
      'order.delivered',
    ]);
    await eventually(
      async () => expect(await shop.stock(sku)).toEqual({ onHand: 0, reserved: 0, available: 0 }),
      PATIENCE,
    );
  });
});

describe('a short pick', () => {
  it('is refunded, and the rest is delivered', async () => {
    const sku = await shop.sells('vase', { price: 1_000, pieces: 5 });
    const order = await shop.placed(ada, { sku, quantity: 3 }, 'CONFIRMED');
    const [parcel] = await parcelsOf(order);
    await pick(parcel!, { [sku]: 1 });
    const delivered = await shop.until(ada, order.id, 'DELIVERED');
    expect(delivered).toMatchObject({
      refunded: { amount: 1_000, currency: 'EUR' },
      shorted: [{ shipmentId: parcel!.id, lines: [{ sku, quantity: 1 }], refund: { amount: 1_000 } }],
      shipments: [{ lines: [{ sku, quantity: 2 }] }],
    });
    await eventually(
      async () => expect(await shop.charges(order.id)).toMatchObject([{ captured: 3_495, refunded: 1_000 }]),
      PATIENCE,
    );
    expect(await shop.stock(sku)).toEqual({ onHand: 2, reserved: 0, available: 2 });
  });

  it('of zero units cancels the order with a full refund', async () => {
    const sku = await shop.sells('jug', { price: 1_000, pieces: 2 });
    const order = await shop.placed(ada, { sku, quantity: 2 }, 'CONFIRMED');
    const [parcel] = await parcelsOf(order);
    await pick(parcel!, { [sku]: 2 });
    const cancelled = await shop.until(ada, order.id, 'CANCELLED');
    expect(cancelled).toMatchObject({
      cancellation: { reason: 'SHORT_PICK', by: 'system' },
      refunded: { amount: 2_495, currency: 'EUR' },
    });
    expect(await shop.stock(sku)).toEqual({ onHand: 0, reserved: 0, available: 0 });
  });
});

describe('an order with too little stock of a backorderable SKU', () => {
  it('waits, and continues when stock arrives', async () => {
    const sku = await shop.sells('lamp', { pieces: 1 });
    await inventory.put(`/v1/stock/${sku}`, { backorder: true });
    const { body: order } = await shop.place(ada, { sku, quantity: 2 });
    await eventually(async () => {
      expect(await inventory.get(`/v1/stock/${sku}`)).toMatchObject({ reserved: 1, waiting: 1 });
    }, PATIENCE);
    expect(await types(order)).toEqual(['order.placed']);
    await receive(sku, 5, 'main');
    const confirmed = await shop.until(ada, order.id, 'CONFIRMED');
    await pick((await parcelsOf(confirmed))[0]!);
    await shop.until(ada, order.id, 'DELIVERED');
  });
});

describe('an order without a payment in time', () => {
  it('releases its stock and is rejected with nothing left over', async () => {
    const rejected = await shop.until(ada, slow.order.id, 'REJECTED');
    expect(rejected.rejection).toMatchObject({ code: 'RESERVATION_EXPIRED' });
    expect(await shop.stock(slow.sku)).toEqual({ onHand: 10, reserved: 0, available: 10 });
  });
});

it('leaves no audit findings', async () => {
  await auditedClean({ ...platform, since });
});
