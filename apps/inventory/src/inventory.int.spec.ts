import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  inventoryRelease,
  inventoryReserve,
  inventoryRestock,
  orderCancelled,
  orderConfirmed,
  orderPlaced,
  orderRejected,
  shippingPickRequested,
  shippingShipped,
  shippingShorted,
} from '@waybill/contracts';
import { type Api, type SingleService, eventually, schemaDrift, startService } from '@waybill/testing';
import { inventoryApp } from './inventory.app.js';

const TTL_MS = 3_000;
let service: SingleService;
let hasty: SingleService;
let api: Api;

beforeAll(async () => {
  service = await startService(inventoryApp, 'inventory.events', {});
  hasty = await startService(inventoryApp, 'inventory.events', { RESERVATION_TTL: `${TTL_MS}ms` });
  api = await service.api({ sub: 'clerk', admin: true });
});
afterAll(async () => {
  await service?.stop();
  await hasty?.stop();
});

interface Stock {
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly waiting: number;
  readonly warehouses: readonly {
    readonly warehouse: string;
    readonly onHand: number;
    readonly reserved: number;
  }[];
}

const newSku = () => `SKU-${randomUUID().slice(0, 8)}`;
const newOrder = () => randomUUID();
const receive = (sku: string, quantity: number, more: object = {}, client = api) =>
  client.call<Stock & { code?: string }>('POST', `/v1/stock/${sku}/receipts`, {
    body: { quantity, reference: randomUUID(), ...more },
    headers: { 'idempotency-key': randomUUID() },
  });
const stockOf = (sku: string, client = api) => client.get<Stock>(`/v1/stock/${sku}`);
const reserve = (orderId: string, lines: readonly Line[], revision?: number, on = service) =>
  on.send(inventoryReserve, orderId, { orderId, lines: [...lines], ...(revision ? { revision } : {}) });
const release = (orderId: string) =>
  service.send(inventoryRelease, orderId, { orderId, reason: 'CANCELLED' });
type Line = { readonly sku: string; readonly quantity: number };
/** The messages of an order, once there are `count`. */
const said = (orderId: string, count: number, on = service) =>
  eventually(() => {
    const about = on.heard.filter(({ key }) => key === orderId);
    expect(about).toHaveLength(count);
    return about;
  });
const words = async (orderId: string, count: number) =>
  (await said(orderId, count)).map(({ type, data }) => {
    const { choreographed: _, ...rest } = data as Record<string, unknown>;
    return [type, rest];
  });
const ship = (orderId: string, shipmentId: string, lines: readonly Line[], warehouse?: string) =>
  service.send(shippingShipped, orderId, {
    orderId,
    shipmentId,
    lines: [...lines],
    ...(warehouse ? { warehouse } : {}),
    carrier: 'C',
    trackingNumber: 'T',
    eta: '2026-12-01',
  });

describe('a SKU', () => {
  const at = (sku: string, part = ''): string => `/v1/stock/${encodeURIComponent(sku)}${part}`;
  const act = (sku: string, method: string, part: string, body: object) =>
    api.call<{ code?: string; onHand?: number }>(method, at(sku, part), {
      body,
      headers: { 'idempotency-key': randomUUID() },
    });

  it.each([' a', 'a\u0007', 'a\u202e'])('that cannot be one gets no stock: %j', async (sku) => {
    const answers = await Promise.all([
      act(sku, 'POST', '/receipts', { quantity: 1, reference: 'r' }),
      act(sku, 'POST', '/adjustments', { delta: 1, reason: 'r' }),
      act(sku, 'PUT', '', { backorder: true }),
    ]);
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'SKU_INVALID'],
      [400, 'SKU_INVALID'],
      [400, 'SKU_INVALID'],
    ]);
  });

  it('that had stock before the rule can be read and adjusted', async () => {
    const sku = ` old ${randomUUID()}`;
    const listed = newSku();
    await receive(listed, 5);
    await service.pool.query(`UPDATE stock SET sku = $1 WHERE sku = $2`, [sku, listed]);
    expect(await act(sku, 'POST', '/adjustments', { delta: -1, reason: 'Broken\nand gone' })).toMatchObject({
      status: 200,
      body: { onHand: 4 },
    });
    expect(await api.get(at(sku))).toMatchObject({ sku, onHand: 4 });
  });
});

describe('receipts', () => {
  it('of one reference count once, and of another quantity are refused', async () => {
    const sku = newSku();
    const answers = [];
    for (const quantity of [5, 5, 6]) answers.push(await receive(sku, quantity, { reference: 'PO-1' }));
    expect(answers.map(({ status, body }) => [status, body.code ?? body.onHand])).toEqual([
      [200, 5],
      [200, 5],
      [409, 'RECEIPT_DIFFERS'],
    ]);
    expect(await stockOf(sku)).toMatchObject({ onHand: 5, reserved: 0 });
  });

  it('and adjustments are of a house, and take nothing away that is reserved there', async () => {
    const sku = newSku();
    await receive(sku, 5);
    await receive(sku, 3, { warehouse: 'north' });
    const orderId = newOrder();
    await reserve(orderId, [{ sku, quantity: 4 }]);
    await said(orderId, 1);
    const adjust = async (warehouse: string, delta: number) => {
      const body = { delta, reason: 'count', warehouse };
      return (await api.call<{ code?: string }>('POST', `/v1/stock/${sku}/adjustments`, { body })).body.code;
    };
    expect([await adjust('main', -2), await adjust('north', -2)]).toEqual(['STOCK_RESERVED', undefined]);
    expect(await stockOf(sku)).toMatchObject({
      onHand: 6,
      reserved: 4,
      available: 2,
      warehouses: [
        { warehouse: 'main', onHand: 5, reserved: 4, available: 1 },
        { warehouse: 'north', onHand: 1, reserved: 0, available: 1 },
      ],
    });
  });
});

describe('low stock', () => {
  it('is told once each time that it falls to the threshold', async () => {
    const sku = newSku();
    await receive(sku, 10);
    await api.put(`/v1/stock/${sku}`, { lowStockThreshold: 4 });
    const orders = [newOrder(), newOrder(), newOrder()];
    for (const [index, quantity] of [5, 2, 1].entries()) {
      await reserve(orders[index]!, [{ sku, quantity }]);
      await said(orders[index]!, 1);
    }
    await release(orders[0]!);
    await said(orders[0]!, 2);
    await api.post(`/v1/stock/${sku}/adjustments`, { delta: -7, reason: 'broken' });
    const told = async () =>
      service.heard.filter(({ key, type }) => key === sku && type.endsWith('low-stock'));
    await eventually(async () => expect(await told()).toHaveLength(2));
    expect((await told()).map(({ data }) => data)).toEqual([
      { sku, available: 3, threshold: 4 },
      { sku, available: 0, threshold: 4 },
    ]);
  });
});

describe('the mode of an order', () => {
  it('is said by its reservation, and decides whether its rejection and cancellation release it', async () => {
    const sku = newSku();
    await receive(sku, 5);
    const [alone, led] = [newOrder(), newOrder()];
    const [line] = orderPlaced.example.lines;
    const placed = { ...orderPlaced.example, lines: [{ ...line!, sku, quantity: 1 }] };
    await service.send(orderPlaced, alone, { ...placed, orderId: alone, fulfilment: 'choreographed' });
    await service.send(orderPlaced, led, { ...placed, orderId: led, fulfilment: 'hybrid' });
    await reserve(led, [{ sku, quantity: 1 }]);
    const modes = [await said(alone, 1), await said(led, 1)]
      .flat()
      .map(({ data }) => (data as Record<string, unknown>)['choreographed']);
    expect(modes).toEqual([true, false]);
    const rejected = { ...orderRejected.example, orderId: led, choreographed: false };
    await service.send(orderRejected, led, rejected);
    await service.send(orderCancelled, led, { ...orderCancelled.example, orderId: led });
    await service.send(orderCancelled, alone, { ...orderCancelled.example, orderId: alone });
    await said(alone, 2);
    await request(led, sku);
    expect((await words(led, 2)).map(([type]) => type)).toEqual([
      'inventory.reserved',
      'inventory.pick-confirmed',
    ]);
  });
});

const request = (orderId: string, sku: string) => {
  const shipments = [{ shipmentId: 's', warehouse: 'main', lines: [{ sku, quantity: 2 }] }];
  return service.send(shippingPickRequested, orderId, { orderId, shipments });
};

describe('a pick before the confirmation', () => {
  it('is confirmed while the units are held, as often as it is requested, and not after that', async () => {
    const [sku, orderId] = [newSku(), newOrder()];
    await receive(sku, 5);
    await reserve(orderId, [{ sku, quantity: 2 }]);
    await said(orderId, 1);
    const cause = await request(orderId, sku);
    const [, confirmed] = await said(orderId, 2);
    expect(confirmed).toMatchObject({
      type: 'inventory.pick-confirmed',
      causationId: cause,
      data: { orderId, lines: [{ sku, quantity: 2 }] },
    });
    await request(orderId, sku);
    await said(orderId, 3);
    await release(orderId);
    await said(orderId, 4);
    await request(orderId, sku);
    await release(orderId);
    expect((await words(orderId, 5)).map(([type]) => type)).toEqual([
      'inventory.reserved',
      'inventory.pick-confirmed',
      'inventory.pick-confirmed',
      'inventory.released',
      'inventory.released',
    ]);
  });
});

describe('an order whose pieces stand in two houses', () => {
  it('is told which, and each parcel takes what is its own', async () => {
    const [tea, mug] = [newSku(), newSku()];
    await receive(tea, 2);
    await receive(mug, 2, { warehouse: 'north' });
    const orderId = newOrder();
    await reserve(orderId, [
      { sku: tea, quantity: 2 },
      { sku: mug, quantity: 1 },
    ]);
    const lines = [
      { sku: tea, quantity: 2 },
      { sku: mug, quantity: 1, warehouse: 'north' },
    ];
    expect(await words(orderId, 1)).toEqual([['inventory.reserved', { orderId, lines }]]);
    await ship(orderId, 'parcel-north', [{ sku: mug, quantity: 1 }], 'north');
    await said(orderId, 2);
    expect(await stockOf(tea)).toMatchObject({ onHand: 2, reserved: 2 });
    await ship(orderId, 'parcel-main', [{ sku: tea, quantity: 2 }]);
    expect((await words(orderId, 3)).slice(1)).toEqual([
      ['inventory.committed', { orderId, lines: [{ sku: mug, quantity: 1 }] }],
      ['inventory.committed', { orderId, lines: [{ sku: tea, quantity: 2 }] }],
    ]);
    expect(await stockOf(tea)).toMatchObject({ onHand: 0, reserved: 0 });
    expect(await stockOf(mug)).toMatchObject({ onHand: 1, reserved: 0 });
  });

  it('holds no longer what a pick did not find, and the books follow', async () => {
    const sku = newSku();
    await receive(sku, 5);
    const orderId = newOrder();
    await reserve(orderId, [{ sku, quantity: 3 }]);
    await said(orderId, 1);
    const parcel = { orderId, shipmentId: randomUUID(), warehouse: 'main' };
    const found = [{ sku, quantity: 2 }];
    await service.send(shippingShorted, orderId, { ...parcel, missing: [{ sku, quantity: 1 }] });
    await eventually(async () => expect(await stockOf(sku)).toMatchObject({ onHand: 4, reserved: 2 }));
    await eventually(() => {
      const adjusted = service.heard.filter(({ key, type }) => key === sku && type === 'inventory.adjusted');
      expect(adjusted.map(({ data }) => data)).toEqual([{ sku, delta: -1, reason: 'SHORT_PICK', onHand: 4 }]);
    });
    await ship(orderId, parcel.shipmentId, found);
    expect((await words(orderId, 2))[1]).toEqual(['inventory.committed', { orderId, lines: found }]);
    expect(await stockOf(sku)).toMatchObject({ onHand: 2, reserved: 0 });
  });
});

describe('other lines for an order', () => {
  it('take the place of those that are held, whole or not at all, and are answered again', async () => {
    const [tea, mug] = [newSku(), newSku()];
    await receive(tea, 3);
    await receive(mug, 1);
    const orderId = newOrder();
    await reserve(orderId, [{ sku: tea, quantity: 3 }]);
    await said(orderId, 1);
    const wanted = [
      { sku: tea, quantity: 1 },
      { sku: mug, quantity: 1 },
    ];
    await reserve(orderId, wanted, 1);
    await said(orderId, 2);
    await reserve(orderId, [{ sku: mug, quantity: 2 }], 2);
    await said(orderId, 3);
    await reserve(orderId, [{ sku: mug, quantity: 2 }], 2);
    const shortages = [{ sku: mug, requested: 2, available: 1 }];
    expect((await words(orderId, 4)).slice(1)).toEqual([
      ['inventory.reserved', { orderId, lines: wanted }],
      ['inventory.reservation-failed', { orderId, shortages }],
      ['inventory.reservation-failed', { orderId, shortages }],
    ]);
    expect([await stockOf(tea), await stockOf(mug)]).toMatchObject([{ reserved: 1 }, { reserved: 1 }]);
    await release(orderId);
    await said(orderId, 5);
    expect([await stockOf(tea), await stockOf(mug)]).toMatchObject([{ reserved: 0 }, { reserved: 0 }]);
  });
});

describe('a backorder', () => {
  const awaited = async (): Promise<string> => {
    const sku = newSku();
    await receive(sku, 1);
    await api.put(`/v1/stock/${sku}`, { backorder: true });
    return sku;
  };

  it('waits in line, is filled first come first served, and answers the request that waited', async () => {
    const sku = await awaited();
    const orders = [newOrder(), newOrder(), newOrder()] as const;
    const requests: string[] = [];
    for (const [index, quantity] of [2, 2, 1].entries()) {
      requests.push(await reserve(orders[index]!, [{ sku, quantity }]));
      await said(orders[index]!, 1);
    }
    expect(await words(orders[0], 1)).toEqual([
      ['inventory.backordered', { orderId: orders[0], lines: [{ sku, quantity: 1 }] }],
    ]);
    expect(await stockOf(sku)).toMatchObject({ onHand: 1, reserved: 1, waiting: 3 });
    await receive(sku, 3);
    const [, first] = await said(orders[0], 2);
    const [, second] = await said(orders[1], 2);
    expect([first, second].map((answer) => [answer!.type, answer!.causationId])).toEqual([
      ['inventory.reserved', requests[0]],
      ['inventory.reserved', requests[1]],
    ]);
    expect(await stockOf(sku)).toMatchObject({ onHand: 4, reserved: 4, waiting: 1 });
    expect(await said(orders[2], 1)).toHaveLength(1);
  });

  it('leaves the line when its order is cancelled, and what it held goes to the next', async () => {
    const sku = await awaited();
    const [first, second] = [newOrder(), newOrder()];
    await reserve(first, [{ sku, quantity: 5 }]);
    await said(first, 1);
    await reserve(second, [{ sku, quantity: 1 }]);
    await said(second, 1);
    await release(first);
    expect((await words(first, 2))[1]).toEqual([
      'inventory.released',
      { orderId: first, lines: [{ sku, quantity: 1 }] },
    ]);
    expect((await words(second, 2))[1]).toEqual([
      'inventory.reserved',
      { orderId: second, lines: [{ sku, quantity: 1 }] },
    ]);
    expect(await stockOf(sku)).toMatchObject({ onHand: 1, reserved: 1, waiting: 0 });
  });
});

describe('a reservation', () => {
  it('expires when nobody confirms the order, and not when somebody does', async () => {
    const client = await hasty.api({ sub: 'clerk', admin: true });
    const sku = newSku();
    await receive(sku, 10, {}, client);
    const [kept, lost] = [newOrder(), newOrder()];
    await reserve(kept, [{ sku, quantity: 1 }], undefined, hasty);
    await hasty.send(orderConfirmed, kept, {
      orderId: kept,
      customerId: 'ada',
      email: 'ada@example.com',
      customerName: 'Ada',
      total: { amount: 100, currency: 'EUR' },
      paymentId: 'p',
      shipmentId: 's',
    });
    await reserve(lost, [{ sku, quantity: 2 }], undefined, hasty);
    const [, released] = await said(lost, 2, hasty);
    expect([released!.type, released!.data]).toEqual([
      'inventory.released',
      { orderId: lost, lines: [{ sku, quantity: 2 }], reason: 'EXPIRED' },
    ]);
    expect(await stockOf(sku, client)).toMatchObject({ onHand: 10, reserved: 1 });
    expect(await said(kept, 1, hasty)).toHaveLength(1);
  });
});

describe('goods that come back', () => {
  it('are put on the shelf once for each return', async () => {
    const sku = newSku();
    await receive(sku, 1);
    const orderId = newOrder();
    const back = { orderId, returnId: randomUUID(), lines: [{ sku, restocked: 2, writtenOff: 1 }] };
    await service.send(inventoryRestock, orderId, back);
    await service.send(inventoryRestock, orderId, back);
    expect(await words(orderId, 2)).toEqual([
      ['inventory.restocked', back],
      ['inventory.restocked', back],
    ]);
    expect(await stockOf(sku)).toMatchObject({ onHand: 3 });
  });
});

describe('the schema', () => {
  it('is what the entities say', async () => {
    expect(await schemaDrift(inventoryApp, service.ownerUrl)).toEqual([]);
  });
});
