import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, queryOn } from '@waybill/testing';
import { auditOf, auditedClean } from './audit.js';
import { type Census, census, ghosts } from './census.js';
import { FailingCommits, publishAhead } from './failing-commits.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Customer, PATIENCE, Shop, customerOf } from './shop.js';

const since = new Date();
const commits = new FailingCommits();
let platform: OneProcess;

beforeAll(async () => {
  platform = await startOneProcess({ order: commits.wrap(() => platform.databases.order) });
});

afterAll(() => platform.stop());

interface Accident {
  readonly shop: Shop;
  readonly sku: string;
  readonly customer: Customer;
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: { readonly status: number; readonly code: string };
  /** Records that contain the tenant's name, before the order and after all work that followed it. */
  readonly before: Census;
  readonly after: Census;
}

/**
 * Places an order whose transaction rolls back. In a naive service its mail, charge and reservation are already under way by then.
 * All records of the order contain the tenant's name, so the census finds what the order leaves behind.
 */
async function accident(mark: string, beforeCommit?: ReturnType<typeof publishAhead>): Promise<Accident> {
  const tenant = `${mark}-${randomBytes(4).toString('hex')}`;
  const shop = new Shop(platform, tenant);
  const sku = await shop.sells('lamp', { pieces: 5 });
  const known = customerOf(tenant, 'Ghost');
  const customer = { ...known, name: `Ghost of ${tenant}`, email: `${known.sub}@${tenant}.example` };
  const headers = { 'idempotency-key': `key-${tenant}`, 'x-correlation-id': `story-${tenant}` };
  await rest();
  const before = await census(platform, tenant);

  commits.fail(customer.sub, beforeCommit);
  const { status, body } = await shop.place(customer, { sku, headers });
  commits.repair();

  await anotherOrderIsDelivered();
  await rest();
  const after = await census(platform, tenant);
  const { code = '' } = body as { code?: string };
  return { shop, sku, customer, headers, answer: { status, code }, before, after };
}

/** Waits until a later order is delivered. Messages of the failed order would be handled by then. */
async function anotherOrderIsDelivered(): Promise<void> {
  const shop = new Shop(platform, 'witness');
  const customer = customerOf('witness');
  const order = await shop.placed(customer, { sku: await shop.sells('mug') }, 'DELIVERED');
  expect(await shop.mailed(customer, 5)).toContain('Your order has arrived');
  expect(await shop.charges(order.id)).toHaveLength(1);
}

/** Waits until no service has pending messages or effects, except tracking. */
async function rest(): Promise<void> {
  await eventually(async () => {
    for (const url of Object.values(platform.databases)) {
      const [row] = await queryOn<{ busy: number }>(
        url,
        `SELECT (SELECT count(*) FROM outbox)::int + (SELECT count(*) FROM effects WHERE kind <> 'carrier.track')::int AS busy`,
      );
      if (row!.busy > 0) throw new Error(`${row!.busy} messages and effects wait in ${url}`);
    }
  }, PATIENCE);
}

describe('a placement whose commit fails until its retries are used up', () => {
  let failed: Accident;
  beforeAll(async () => {
    failed = await accident('failed');
  });

  it('gets 503 UNAVAILABLE after a real deadlock and lost connections', () => {
    expect(failed.answer).toEqual({ status: 503, code: 'UNAVAILABLE' });
    expect(commits.deadlocks).toBe(1);
    expect(commits.lostConnections).toBeGreaterThan(1);
  });

  it('leaves nothing behind: no message, reservation, effect, mail, charge, event, row or key', async () => {
    expect(failed.after).toEqual(failed.before);
    expect(await failed.shop.stock(failed.sku)).toEqual({ onHand: 5, reserved: 0, available: 5 });
    expect(await failed.shop.orders(failed.customer)).toEqual([]);
  });

  it('leaves no audit findings', async () => {
    expect((await auditedClean({ ...platform, since })).records.message).toBeGreaterThan(0);
  });

  it('succeeds once when it is repeated with the same Idempotency-Key, however often', async () => {
    const { shop, customer, sku } = failed;
    const headers: Accident['headers'] = {
      ...failed.headers,
      traceparent: `00-${TRACE}-00f067aa0ba902b7-01`,
    };
    const answers = [
      await shop.place(customer, { sku, headers }),
      await shop.place(customer, { sku, headers }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202]);
    const [first, again] = answers.map(({ body }) => body);
    expect(again).toEqual(first);

    await shop.until(customer, first!.id, 'DELIVERED');
    expect(await shop.mailed(customer, 5)).toEqual(MAILS);
    await rest();
    expect((await shop.orders(customer)).map(({ id }) => id)).toEqual([first!.id]);
    expect(await shop.charges(first!.id)).toMatchObject([{ status: 'succeeded', refunded: 0 }]);
    await eventually(
      async () => expect(await shop.stock(sku)).toEqual({ onHand: 4, reserved: 0, available: 4 }),
      PATIENCE,
    );
    expect(await shop.mailed(customer, 5)).toEqual(MAILS);
    const mails = await shop.mails(customer);
    expect(mails.map((mail) => mail.headers['x-correlation-id'])).toEqual(
      MAILS.map(() => headers['x-correlation-id']),
    );
    const last = platform.heard.find((message) => {
      return message.key === first!.id && message.headers['ce_type'] === 'order.confirmed';
    });
    expect(last?.headers['traceparent']).toContain(TRACE);
  });
});

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';

const MAILS = [
  'Welcome to Waybill',
  'Your order has arrived',
  'Your order is confirmed',
  'Your order is on its way',
  'Your order: 1 item, €17.45',
];

describe('the naive variant, which publishes before it commits', () => {
  it('publishes messages without an order, which the same check finds', async () => {
    const naive = await accident('naive', publishAhead(platform.broker));
    expect(naive.answer).toEqual({ status: 503, code: 'UNAVAILABLE' });
    expect(await naive.shop.orders(naive.customer)).toEqual([]);

    expect(() => expect(naive.after).toEqual(naive.before)).toThrow();
    await eventually(async () => {
      const after = await census(platform, naive.shop.tenant);
      expect(ghosts(naive.before, after)).toEqual(GHOSTS);
    }, PATIENCE);
    // No release follows, because the order does not exist.
    expect((await naive.shop.stock(naive.sku)).reserved).toBeGreaterThan(0);
    // `origin`: the messages were in no outbox.
    const equations = (await auditOf({ ...platform, since })).findings.map(({ equation }) => equation);
    expect(new Set(equations)).toEqual(new Set(['held', 'origin', 'stuck']));
  });
});

/** There is no charge, because the order service requests it and does not know the order. */
const GHOSTS = [
  'inventory.reservations',
  'mail',
  'notification.notifications',
  'order.dead_letters',
  'topic customer.events',
  'topic inventory.commands',
  'topic inventory.events',
  'topic notification.events',
  'topic order.dead-letters',
  'topic order.events',
];
