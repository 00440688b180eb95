import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Delivery, KafkaBroker } from '@waybill/messaging';
import { SERVICES } from '@waybill/contracts';
import { Api, ROOT, eventually, uniqueName } from '@waybill/testing';
import pg from 'pg';
import { orderApp } from '../../order/src/order.app.js';
import { auditedClean } from './audit.js';
import { type OwnPlatform, startOwnPlatform } from './own-platform.js';
import { type Customer, type Order, PATIENCE, Shop, customerOf } from './shop.js';

let platform: OwnPlatform;
let shop: Shop;
let ada: Customer;
/** An order whose payment the gateway authorized without responding. */
let unanswered: Order;

beforeAll(async () => {
  platform = await startOwnPlatform({
    // Shipments are dispatched by the tests, so that cancellations do not race with a timer.
    environments: { shipping: { DISPATCH_AFTER: 'manual' }, sandbox: { CARRIER_DELIVERS_AFTER: '50ms' } },
  });
  shop = new Shop(platform, 'main-street');
  ada = customerOf('main-street');
  // Placed first, so that the gateway's timeout passes while the other tests run.
  unanswered = await placeUnanswered(ada, await shop.sells('knife'));
});

afterAll(() => platform?.end());

async function placeUnanswered(customer: Customer, sku: string): Promise<Order> {
  await shop.spoil('gateway', 'payment_intents.create', 'timeout-after');
  const { body } = await shop.place(customer, { sku });
  await eventually(async () => expect(await shop.charges(body.id)).toHaveLength(1), PATIENCE);
  return body;
}

const events = async (customer: Customer, { id }: Order): Promise<string[]> =>
  (await shop.history(customer, id)).map(({ type }) => type);
const steps = async ({ id }: Order): Promise<string[]> =>
  (await shop.saga(id)).log.map(({ command, answer = 'nothing' }) => `${command} -> ${answer}`);
const FULFILLED = [
  'inventory.reserve -> inventory.reserved',
  'payment.authorize -> payment.authorized',
  'shipping.book -> shipping.booked',
  'payment.capture -> payment.captured',
];

describe('a successful order', () => {
  const correlationId = uniqueName('journey');
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  let lin: Customer;
  let sku: string;
  let order: Order;

  beforeAll(async () => {
    lin = customerOf('main-street', 'Lin');
    sku = await shop.sells('mug', { price: 1250, pieces: 10 });
    const story = { 'x-correlation-id': correlationId, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    const headers = { ...story, prefer: 'wait=30' };
    const { status, body } = await shop.place(lin, { sku, quantity: 2, headers });
    expect({ status, is: body.status }).toEqual({ status: 201, is: 'CONFIRMED' });
    await shop.dispatch(body, story);
    order = await shop.until(lin, body.id, 'DELIVERED');
  });

  it('has a history of events with one correlation id', async () => {
    const history = await shop.history(lin, order.id);
    expect(history.map(({ type }) => type)).toEqual([
      'order.placed',
      'order.stock-reserved',
      'order.payment-authorized',
      'order.shipment-booked',
      'order.confirmed',
      'order.shipped',
      'order.delivered',
    ]);
    expect(history.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(new Set(history.map((entry) => entry.correlationId))).toEqual(new Set([correlationId]));
  });

  it('has a saga with a reply to every command', async () => {
    expect(await steps(order)).toEqual(FULFILLED);
    expect(await shop.saga(order.id)).toMatchObject({ status: 'ended', deadline: null });
  });

  it('takes its units from stock and charges once', async () => {
    await eventually(
      async () => expect(await shop.stock(sku)).toEqual({ onHand: 8, reserved: 0, available: 8 }),
      PATIENCE,
    );
    expect(order.total).toEqual({ amount: 2 * 1250 + 495, currency: 'EUR' });
    expect(await shop.charges(order.id)).toMatchObject([
      { status: 'succeeded', amount: 2995, captured: 2995, refunded: 0 },
    ]);
    expect(await shop.payments(order.id)).toMatchObject([
      { status: 'captured', method: 'card', captured: order.total },
    ]);
  });

  it('sends one mail per event to the customer, with the correlation id of the request', async () => {
    expect(await shop.mailed(lin, 5)).toEqual([
      'Welcome to Waybill',
      'Your order has arrived',
      'Your order is confirmed',
      'Your order is on its way',
      'Your order: 2 items, €29.95',
    ]);
    const mails = await shop.mails(lin);
    expect(new Set(mails.map(({ headers }) => headers['x-correlation-id']))).toEqual(
      new Set([correlationId]),
    );
    await eventually(async () => {
      const told = await shop.notifications(order.id);
      expect(told.map(({ template, status }) => `${template} ${status}`).sort()).toEqual([
        'order.confirmed sent',
        'order.delivered sent',
        'order.placed sent',
        'order.shipped sent',
      ]);
    }, PATIENCE);
  });

  it('propagates the trace of its requests to the last message on Kafka', async () => {
    await listening(['order.events', 'payment.events'], async (heard) => {
      for (const type of ['payment.captured', 'order.delivered']) {
        const { headers } = await eventually(() => {
          const message = heard.find(({ key, headers }) => key === order.id && headers['ce_type'] === type);
          return message ?? Promise.reject(new Error(`no ${type} among ${heard.length} messages so far`));
        }, PATIENCE);
        expect(headers['ce_correlationid']).toBe(correlationId);
        expect(headers['traceparent']).toContain(traceId);
      }
    });
  });

  it('is printed by `events trace` as a tree of causes', async () => {
    const flags = ['--conditions=@waybill/source', '--import', join(ROOT, 'tools/source.mjs')];
    const trace = [join(ROOT, 'tools/waybill.ts'), 'events', 'trace', '--json', '--order', order.id];
    const env = { ...process.env, KAFKA_BROKERS: platform.kafkaBrokers };
    const way = [
      'inventory.reserve',
      'inventory.reserved',
      'payment.authorize',
      'payment.authorized',
      'shipping.book',
      'shipping.booked',
      'payment.capture',
      'payment.captured',
      'order.confirmed',
    ];
    await eventually(async () => {
      const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...trace], { env });
      const [placing, dispatching, ...others] = JSON.parse(stdout) as Traced[];
      expect(others).toEqual([]);
      expect(waysOf(placing!)).toEqual([
        [...way, 'notification.sent'].join(' > '),
        'order.placed > notification.sent',
      ]);
      expect(waysOf(dispatching!)).toEqual([
        'shipping.delivered > order.delivered > notification.sent',
        'shipping.shipped > inventory.committed',
        'shipping.shipped > order.shipped > notification.sent',
      ]);
    }, PATIENCE);
  });
});

describe('placing with Prefer: wait', () => {
  it('returns the same status and body for the same key', async () => {
    const headers = { 'idempotency-key': uniqueName('key') };
    const wish = { sku: await shop.sells('plate') };
    const first = await shop.place(ada, { ...wish, headers: { ...headers, prefer: 'wait=30' } });
    const again = await shop.place(ada, { ...wish, headers });
    expect([first.status, first.body.status]).toEqual([201, 'CONFIRMED']);
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('location')).toBe(`/v1/orders/${first.body.id}`);
  });
});

describe('a rejected order', () => {
  it.each([
    ['is declined', 'pm_card_visa_chargeDeclined', 'CARD_DECLINED'],
    ['has too little money behind it', 'pm_card_visa_chargeDeclinedInsufficientFunds', 'INSUFFICIENT_FUNDS'],
    ['needs an authentication', 'pm_card_authenticationRequired', 'AUTHENTICATION_REQUIRED'],
  ])('gives its stock back when the payment %s', async (_, paymentMethod, code) => {
    const sku = await shop.sells('bowl', { pieces: 3 });
    const order = await shop.placed(ada, { sku, paymentMethod }, 'REJECTED');
    expect(order.rejection?.code).toBe(code);
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 0, available: 3 });
    const charges = await shop.charges(order.id);
    expect(charges.map(({ captured }) => captured).filter((captured) => captured > 0)).toEqual([]);
  });

  it('is not charged when it is out of stock', async () => {
    const sku = await shop.sells('teapot', { pieces: 3 });
    const order = await shop.placed(ada, { sku, quantity: 4 }, 'REJECTED');
    expect(order.rejection).toEqual({
      code: 'OUT_OF_STOCK',
      detail: `not enough in stock: ${sku} (3 left)`,
      message: 'We do not have enough in stock for your order.',
    });
    expect(await steps(order)).toEqual(['inventory.reserve -> inventory.reservation-failed']);
    expect(await shop.charges(order.id)).toEqual([]);
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 0, available: 3 });
  });

  it('releases payment and stock when the carrier does not serve its country', async () => {
    const sku = await shop.sells('vase', { pieces: 3 });
    const order = await shop.placed(ada, { sku, country: 'AQ' }, 'REJECTED');
    expect(order.rejection?.code).toBe('COUNTRY_NOT_SERVED');
    expect(await steps(order)).toEqual([
      'inventory.reserve -> inventory.reserved',
      'payment.authorize -> payment.authorized',
      'shipping.book -> shipping.refused',
      'payment.void -> payment.voided',
      'inventory.release -> inventory.released',
    ]);
    expect(await shop.charges(order.id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 0, available: 3 });
  });
});

describe('cancelling', () => {
  it('compensates all steps before the confirmation', async () => {
    const sku = await shop.sells('jug', { pieces: 3 });
    // The carrier cannot book, so the order is not confirmed before the test cancels it.
    await shop.spoil('carrier', 'bookings.create', 'error-before', 1_000);
    const { id } = await shop.placed(ada, { sku }, 'AUTHORIZED');
    expect(await shop.cancel(ada, id)).toMatchObject({ status: 202, body: { status: 'CANCELLING' } });
    await shop.repair('carrier');
    const order = await shop.until(ada, id, 'CANCELLED');
    expect(order).toMatchObject({ cancellation: { by: 'customer' }, refunded: { amount: 0 } });
    expect(await shop.charges(id)).toMatchObject([{ status: 'canceled', captured: 0 }]);
    expect(await shop.shipments(id)).toMatchObject([{ status: 'cancelled' }]);
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 0, available: 3 });
    expect(await shop.cancel(ada, id)).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  });

  it('refunds the payment after the confirmation, cancels the shipment and releases the stock', async () => {
    const sku = await shop.sells('pan', { pieces: 3 });
    const { id } = await shop.placed(ada, { sku }, 'CONFIRMED');
    expect((await shop.cancel(ada, id)).status).toBe(202);
    const order = await shop.until(ada, id, 'CANCELLED');
    expect(await steps(order)).toEqual([
      ...FULFILLED,
      'shipping.cancel -> shipping.cancelled',
      'payment.refund -> payment.refunded',
      'inventory.release -> inventory.released',
    ]);
    expect(order.refunded).toEqual(order.total);
    expect(await shop.charges(id)).toMatchObject([{ captured: 1745, refunded: 1745 }]);
    expect(await shop.payments(id)).toMatchObject([{ refunded: order.total }]);
    expect(await shop.shipments(id)).toMatchObject([{ status: 'cancelled' }]);
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 0, available: 3 });
  });

  it('is refused after the dispatch has started, and the order continues', async () => {
    const sku = await shop.sells('clock', { pieces: 3 });
    const confirmed = await shop.placed(ada, { sku }, 'CONFIRMED');
    await shop.spoil('carrier', 'bookings.dispatch', 'error-before', 1_000);
    await shop.dispatch(confirmed);
    expect((await shop.cancel(ada, confirmed.id)).status).toBe(202);
    await eventually(
      async () => expect(await events(ada, confirmed)).toContain('order.cancellation-refused'),
      PATIENCE,
    );
    await shop.repair('carrier');
    const order = await shop.until(ada, confirmed.id, 'DELIVERED');
    expect(order.cancellation).toBeUndefined();
    expect(await shop.charges(order.id)).toMatchObject([{ captured: 1745, refunded: 0 }]);
    await eventually(
      async () => expect(await shop.stock(sku)).toEqual({ onHand: 2, reserved: 0, available: 2 }),
      PATIENCE,
    );
  });

  it('is refused immediately when the shipment is on its way', async () => {
    const order = await shop.placed(ada, { sku: await shop.sells('lamp') }, 'CONFIRMED');
    await shop.dispatch(order);
    await eventually(async () => expect(await events(ada, order)).toContain('order.shipped'), PATIENCE);
    const { status, body } = await shop.cancel(ada, order.id);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'ORDER_ALREADY_SHIPPED' });
    expect(await shop.charges(order.id)).toMatchObject([{ captured: 1745, refunded: 0 }]);
  });
});

describe('paying', () => {
  it.each([
    ['bank', 'pm_sepaDebit_success'],
    ['wallet', 'pm_card_visa_applePay'],
    ['wallet', 'pm_link'],
  ])('by %s with %s is recorded', async (method, paymentMethod) => {
    const { id } = await shop.placed(ada, { sku: await shop.sells('fork'), paymentMethod }, 'CONFIRMED');
    expect(await shop.payments(id)).toMatchObject([{ status: 'captured', method }]);
  });
});

describe('tenants', () => {
  it('see only their own orders, even if customers have the same name', async () => {
    const other = new Shop(platform, 'high-street');
    const here = customerOf('main-street', 'Eve');
    const there = { ...here, tenant: 'high-street' };
    const mine = await shop.placed(here, { sku: await shop.sells('cup') }, 'CONFIRMED');
    const theirs = await other.placed(there, { sku: await other.sells('cup') }, 'CONFIRMED');
    expect((await shop.orders(here)).map(({ id }) => id)).toEqual([mine.id]);
    expect((await other.orders(there)).map(({ id }) => id)).toEqual([theirs.id]);

    const keeper = { sub: 'shopkeeper', tenant: 'high-street', admin: true };
    expect((await other.orders(keeper)).map(({ id }) => id)).toEqual([theirs.id]);
    const api = await platform.api('order', keeper);
    for (const path of [`/v1/orders/${mine.id}`, `/v1/orders/${mine.id}/history`, `/admin/sagas/${mine.id}`])
      expect((await api.call('GET', path)).status).toBe(404);
    expect((await api.call('POST', `/v1/orders/${mine.id}/cancel`, { body: { reason: 'x' } })).status).toBe(
      404,
    );
    for (const service of ['payment', 'shipping', 'notification'] as const) {
      const admin = await platform.api(service, keeper);
      const list = { payment: 'payments', shipping: 'shipments', notification: 'notifications' }[service];
      expect(await admin.get(`/v1/${list}?orderId=${mine.id}`)).toEqual({ items: [], nextCursor: null });
    }
  });
});

describe('each service', () => {
  it.each(SERVICES)('%s reports its dependencies and the depths of its queues', async (service) => {
    const api = new Api(platform.urls[service]);
    expect((await api.call('GET', '/health/live')).status).toBe(200);
    const dependency = { state: 'up', since: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) };
    expect(await api.call('GET', '/health/ready')).toMatchObject({
      status: 200,
      body: {
        status: 'up',
        dependencies: [
          { ...dependency, name: 'database', required: true },
          { ...dependency, name: 'broker', required: false, address: `kafka://${platform.kafkaBrokers}` },
          { ...dependency, name: 'consumer', required: false, address: `group waybill.${service}` },
        ],
      },
    });
    const metrics = await api.get<string>('/metrics');
    for (const name of ['outbox_pending', 'outbox_oldest_seconds', 'effects_pending', 'dead_letters_open'])
      expect(metrics).toMatch(new RegExp(`^waybill_${name}\\{service="${service}"\\} \\d`, 'm'));
  });
});

describe('a service that only consumes events', () => {
  const tenant = 'market-square';
  it('does not delay orders while it is down, and counts them when it is back', async () => {
    await platform.startListener('analytics');
    const market = new Shop(platform, tenant);
    const customer = customerOf(tenant);
    const sku = await market.sells('lamp');
    await market.placed(customer, { sku }, 'CONFIRMED');
    const one = { placed: 1, confirmed: 1, delivered: 0, captured: 1745 };
    await eventually(async () => expect(await market.counted()).toEqual(one), PATIENCE);

    await platform.processes.get('analytics')!.stop();
    const { status, body } = await market.place(customer, { sku, headers: { prefer: 'wait=30' } });
    expect([status, body.status]).toEqual([201, 'CONFIRMED']);

    platform.start('analytics');
    const both = { placed: 2, confirmed: 2, delivered: 0, captured: 2 * 1745 };
    await eventually(async () => expect(await market.counted()).toEqual(both), PATIENCE);
  });
});

describe('failures in the middle of an order', () => {
  it('charges once when the gateway charges without responding', async () => {
    const order = await shop.until(ada, unanswered.id, 'CONFIRMED');
    expect(await steps(order)).toEqual(FULFILLED);
    expect(await shop.charges(order.id)).toMatchObject([{ status: 'succeeded', captured: 1745 }]);
  });

  it('completes orders after kill -9 of payment, inventory and order', async () => {
    const customer = customerOf('main-street', 'Zoe');
    const sku = await shop.sells('chair', { pieces: 5 });
    const paying = await placeUnanswered(customer, sku);
    await platform.processes.get('payment')!.kill();
    await platform.processes.get('inventory')!.kill();
    const headers = { 'idempotency-key': uniqueName('key') };
    const placed = await shop.place(customer, { sku, headers });
    expect(placed).toMatchObject({ status: 202, body: { status: 'PENDING' } });
    await platform.processes.get('order')!.kill();

    for (const service of ['payment', 'inventory', 'order'] as const) platform.start(service);
    await platform.ready();
    for (const { id } of [paying, placed.body]) {
      const order = await shop.until(customer, id, 'CONFIRMED');
      expect(await steps(order)).toEqual(FULFILLED);
      expect(await shop.charges(id)).toMatchObject([{ status: 'succeeded', captured: 1745, refunded: 0 }]);
    }
    expect(await shop.stock(sku)).toEqual({ onHand: 5, reserved: 2, available: 3 });
    expect(await shop.mailed(customer, 5)).toEqual([
      'Welcome to Waybill',
      'Your order is confirmed',
      'Your order is confirmed',
      'Your order: 1 item, €17.45',
      'Your order: 1 item, €17.45',
    ]);
    const again = await shop.place(customer, { sku, headers });
    expect([again.status, again.body]).toEqual([202, placed.body]);
  });

  it('leaves no dead letters', async () => {
    for (const service of SERVICES) {
      const api = await platform.api(service, { sub: 'operator', operator: true });
      expect(await api.get('/admin/dead-letters')).toEqual({ items: [], nextCursor: null });
    }
  });
});

describe('in the end', () => {
  it('the audit finds nothing in the services and topics', async () => {
    const { records } = await auditedClean(platform);
    expect(records.order).toBeGreaterThan(10);
    expect(records.message).toBeGreaterThan(100);
  });

  it('each service stops gracefully', async () => {
    await platform.stop();
    const codes = await Promise.all(
      [...platform.processes.values()].map(async ({ name, ended }) => `${name}: ${await ended}`),
    );
    expect(codes.sort()).toEqual(['sandbox', ...SERVICES, 'analytics'].map((name) => `${name}: 0`).sort());
  });

  it('every committed message is in its topic, and no other', async () => {
    const committed = await Promise.all(SERVICES.map((service) => sentBy(platform.databases[service])));
    const topics = orderApp.topics({ partitions: 1, retentionDays: 1 }).map(({ name }) => name);
    await listening(topics, (heard) =>
      eventually(() => {
        const since = platform.since.toISOString();
        const ours = heard.filter(({ headers }) => headers['ce_time']! >= since);
        const found = new Set(ours.map(({ topic, headers }) => `${topic} ${headers['ce_id']}`));
        expect([...found].sort()).toEqual(committed.flat().sort());
      }, PATIENCE),
    );
  });
});

interface Traced {
  readonly message?: { readonly type: string };
  readonly children: readonly Traced[];
}

/** The paths from the root of a trace to its leaves, as message types. */
function waysOf({ message, children }: Traced): string[] {
  const type = message ? [message.type] : [];
  if (children.length === 0) return type;
  return children.flatMap((child) => waysOf(child).map((way) => [...type, way].join(' > '))).sort();
}

/** `topic id` of all messages that a service has published. Throws while messages are pending. */
async function sentBy(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount: waiting } = await client.query('SELECT FROM outbox');
    expect(waiting).toBe(0);
    const { rows } = await client.query<{ topic: string; id: string }>('SELECT topic, id FROM outbox_sent');
    return rows.map(({ topic, id }) => `${topic} ${id}`);
  } finally {
    await client.end();
  }
}

/** Reads topics from the beginning in a separate consumer group while `work` runs. */
async function listening<T>(
  topics: readonly string[],
  work: (heard: readonly Delivery[]) => Promise<T>,
): Promise<T> {
  const heard: Delivery[] = [];
  const broker = new KafkaBroker({ brokers: platform.kafkaBrokers, clientId: 'e2e' });
  const handle = async (records: readonly Delivery[]) => void heard.push(...records);
  const consumption = await broker.subscribe({ group: uniqueName('e2e'), topics, handle });
  try {
    return await work(heard);
  } finally {
    await consumption.stop();
    await broker.close();
  }
}
