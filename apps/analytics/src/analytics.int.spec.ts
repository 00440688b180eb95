import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { orderConfirmed, orderDelivered, orderPlaced, paymentCaptured } from '@waybill/contracts';
import type { MessageType } from '@waybill/kernel';
import { uuids } from '@waybill/platform';
import { ApiProblem, type SingleService, eventually, schemaDrift, startService } from '@waybill/testing';
import { analyticsApp } from './analytics.app.js';

let service: SingleService;

beforeAll(async () => {
  service = await startService(analyticsApp, 'analytics.dead-letters', {});
});
afterAll(() => service?.stop());

interface Sent {
  readonly type: MessageType<string, never>;
  readonly data: object;
  readonly id: string;
  readonly time: Date;
}

const customer = { customerId: 'ada', customerName: 'Ada', email: 'ada@example.com' };
const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const message = (type: unknown, time: string, data: object = {}): Sent => ({
  type: type as MessageType<string, never>,
  data: { orderId: 'o', ...data },
  id: uuids.next(),
  time: new Date(time),
});
const address = { name: 'Ada', line1: 'Hill 1', city: 'Berlin', postalCode: '10115', country: 'DE' };
const placed = (time: string) =>
  message(orderPlaced, time, {
    ...customer,
    lines: [],
    charges: [],
    total: EUR(1),
    fulfilment: 'orchestrated',
    shippingAddress: address,
  });
const confirmed = (time: string) =>
  message(orderConfirmed, time, { ...customer, total: EUR(1), paymentId: 'p', shipmentId: 's' });
const delivered = (time: string, deliveredAt = time) =>
  message(orderDelivered, time, { ...customer, shipmentId: 's', deliveredAt });
const captured = (time: string, method: string, amount: object, capturedAt?: string) =>
  message(paymentCaptured, time, { paymentId: 'p', method, amount, ...(capturedAt && { capturedAt }) });

const MIDNIGHT = { before: '2026-03-01T23:59:59.999Z', after: '2026-03-02T00:00:00.000Z' };
const STORY: readonly Sent[] = [
  placed(MIDNIGHT.before),
  placed(MIDNIGHT.before),
  placed(MIDNIGHT.after),
  confirmed(MIDNIGHT.before),
  confirmed(MIDNIGHT.after),
  delivered(MIDNIGHT.after, MIDNIGHT.before),
  captured(MIDNIGHT.before, 'card', EUR(1_250)),
  captured(MIDNIGHT.after, 'card', EUR(5_000_000_000), MIDNIGHT.before),
  captured(MIDNIGHT.before, 'card', { amount: 300, currency: 'JPY' }),
  captured(MIDNIGHT.after, 'wallet', EUR(99)),
];
const COUNTED = [
  {
    day: '2026-03-01',
    placed: 2,
    confirmed: 1,
    delivered: 1,
    captured: [
      { method: 'card', payments: 2, amount: EUR(5_000_001_250) },
      { method: 'card', payments: 1, amount: { amount: 300, currency: 'JPY' } },
    ],
  },
  {
    day: '2026-03-02',
    placed: 1,
    confirmed: 1,
    delivered: 0,
    captured: [{ method: 'wallet', payments: 1, amount: EUR(99) }],
  },
];

/** A fixed pseudo-random order, the same in every run. */
function shuffled<Item>(items: readonly Item[]): Item[] {
  const places = items.map((item, index) => [(index * 7_919 + 13) % 101, item] as const);
  return places.sort(([a], [b]) => a - b).map(([, item]) => item);
}

const daily = async (from: string, to: string, tenant = 'default') => {
  const api = await service.api({ sub: 'boss', admin: true, tenant });
  return api.get<{ items: unknown[] }>(`/v1/analytics/daily?from=${from}&to=${to}`);
};

it('counts every event once on its own day, however often and in whatever order it comes', async () => {
  const thrice = shuffled([...STORY, ...STORY, ...STORY]);
  // Use the event ids as keys: messages with different keys are processed concurrently.
  for (const { type, data, id, time } of thrice) await service.send(type, id, data as never, { id, time });
  await eventually(async () => {
    const { rows } = await service.pool.query('SELECT count(*)::int AS claims FROM inbox');
    expect(rows).toEqual([{ claims: STORY.length }]);
  });
  // Messages with the same key are processed in order: when this one is counted, the earlier repetitions were handled too.
  for (const { id } of STORY) {
    const last = placed('2026-04-01T12:00:00Z');
    await service.send(last.type, id, last.data as never, last);
  }
  await eventually(async () => {
    const { items } = await daily('2026-04-01', '2026-04-01');
    expect(items).toEqual([
      { day: '2026-04-01', placed: STORY.length, confirmed: 0, delivered: 0, captured: [] },
    ]);
  });
  expect(await daily('2026-03-01', '2026-03-02')).toEqual({ items: COUNTED });
});

it('answers the days that are asked for, first and last included, and no other shop’s', async () => {
  expect(await daily('2026-03-02', '2026-03-31')).toEqual({ items: COUNTED.slice(1) });
  expect(await daily('2026-03-01', '2026-03-31', 'another-shop')).toEqual({ items: [] });
});

it.each([
  ['from=2026-03-02&to=2026-03-01', '/to', 'must not be before `from`'],
  ['from=2025-03-01&to=2026-03-02', '/to', 'must be less than 366 days after `from`'],
  ['from=yesterday&to=2026-03-01', '/from', 'Invalid ISO date'],
])('refuses %s: %s %s', async (query, pointer, detail) => {
  const api = await service.api({ sub: 'boss', admin: true });
  expect(await api.call('GET', `/v1/analytics/daily?${query}`)).toMatchObject({
    status: 400,
    body: { errors: [{ pointer, code: 'VALIDATION_FAILED', detail }] },
  });
});

it('answers admins only', async () => {
  const api = await service.api({ sub: 'ada' });
  const refusal = api.get('/v1/analytics/daily?from=2026-03-01&to=2026-03-02');
  await expect(refusal).rejects.toMatchObject({ status: 403 });
  await expect(refusal).rejects.toBeInstanceOf(ApiProblem);
});

it('has the tables that its entities say', async () => {
  expect(await schemaDrift(analyticsApp, service.ownerUrl)).toEqual([]);
});
