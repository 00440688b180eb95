import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Context, DomainError, present } from '@waybill/kernel';
import { type Composition, type Ports, type Principal, uuids } from '@waybill/platform';
import {
  type Api,
  type OneService,
  contextFor,
  eventually,
  refusal,
  startOneService,
} from '@waybill/testing';
import type { DomainEventHandler, Reaction, SyncReaction, Tx } from '@waybill/unit-of-work';
import { orderApp } from '../order.app.js';
import { rewardPoints } from '../reward-points/reward-points.feature.js';
import { PlaceOrder, PlaceOrderHandler } from './commands/place-order.js';
import type { OrderEvent } from './domain/order.events.js';
import { OnDomainEvent, type SavedOrder } from './on-domain-event.js';

// Tests handlers of order events in the running service, on Postgres. The rules of the library are tested in libs/unit-of-work.

type PlacedEvent = Extract<OrderEvent, { type: 'order.placed' }>;

const ada: Principal = {
  subject: 'ada',
  tenant: 'default',
  admin: false,
  operator: false,
  email: 'ada@example.com',
};
const shippingAddress = { name: 'Ada', line1: '1', city: 'London', postalCode: 'SW1', country: 'GB' };

let order: OneService;
let ports: Ports;
let composition: Composition;
let customer: Api;
let admin: Api;

beforeAll(async () => {
  order = await startOneService({
    ...orderApp,
    compose: (given, settings) => {
      ports = given;
      return (composition = orderApp.compose(given, settings));
    },
  });
  customer = await order.api();
  admin = await order.api({ sub: 'olga', admin: true, operator: true });
  for (const sku of ['MUG', 'BOMB'])
    await admin.put(`/v1/products/${sku}`, { name: sku, price: { amount: 1250, currency: 'EUR' } });
});
afterAll(() => order?.stop());

const requestOf = (sku: string) => ({
  lines: [{ sku, quantity: 1 }],
  shippingAddress,
  paymentMethod: 'pm_card_visa',
});

async function withHandler(handler: DomainEventHandler, run: () => Promise<void>): Promise<void> {
  ports.reactions.add(handler);
  try {
    await run();
  } finally {
    ports.reactions.remove(handler);
  }
}

/** Refuses the orders of one product, after it has saved a row itself. */
@OnDomainEvent('order.placed')
class RefuseBombs {
  async handle(
    { data: { lines } }: PlacedEvent,
    { tx, aggregate: { id }, saved }: SyncReaction<SavedOrder>,
  ): Promise<void> {
    if (!lines.some(({ sku }) => sku === 'BOMB')) return;
    await givePoints(tx, id, saved.state.customerId);
    throw new DomainError(refusal('NOT_SOLD_HERE'), 'Bombs are not sold.');
  }
}

async function givePoints(tx: Tx, orderId: string, customerId: string): Promise<void> {
  const known = await tx.load(rewardPoints, { orderId });
  if (!known) tx.save(rewardPoints, { orderId, tenant: 'default', customerId, paid: 0, points: 1 });
}

describe('a synchronous handler that throws', () => {
  const place = (sku: string, context: Context) => {
    const handler = composition.provide.find((one) => one instanceof PlaceOrderHandler);
    return present(handler, 'the handler').execute(new PlaceOrder(requestOf(sku), ada, context));
  };
  const newContext = () => contextFor(uuids.next(), 'http', { correlationId: uuids.next() });

  /** As in the service: commands that start in the same turn of the event loop share a batch. */
  const inOneSet = (skus: readonly string[]) =>
    Promise.allSettled(skus.map((sku) => place(sku, newContext())));

  /** Naive: one transaction for all commands, with their errors caught inside it. */
  const inOneAct = (skus: readonly string[]) =>
    ports.unitOfWork.run(newContext(), async (tx) => {
      const statuses: string[] = [];
      for (const sku of skus) {
        const context = {
          ...newContext(),
          takeOver: (act: (tx: never) => Promise<unknown>) => act(tx as never),
        };
        const [outcome] = await Promise.allSettled([place(sku, context)]);
        statuses.push(outcome.status);
      }
      return statuses;
    });

  /** What was committed for the placements since `since`, by product: transactions, messages and rows of handlers. */
  async function standing(since: Date) {
    const { rows: events } = await order.database.query<{ id: string; sku: string; tx: string }>(
      `SELECT stream_id AS id, data->'lines'->0->>'sku' AS sku, tx FROM events
       WHERE type = 'order.placed' AND at >= $1`,
      [since],
    );
    const ids = events.filter(({ sku }) => sku === 'BOMB').map(({ id }) => id);
    const count = async (sql: string) =>
      Number((await order.database.query<{ count: string }>(sql, [ids])).rows[0]?.count);
    return {
      mugs: events.filter(({ sku }) => sku === 'MUG').length,
      transactions: new Set(events.map(({ tx }) => tx)).size,
      bombs: {
        events: ids.length,
        messages: await count(
          `SELECT count(*) FROM (SELECT key FROM outbox UNION ALL SELECT key FROM outbox_sent) AS sent
           WHERE key = ANY($1)`,
        ),
      },
    };
  }
  const now = async () =>
    present((await order.database.query<{ now: Date }>('SELECT now()')).rows[0], 'the time').now;
  const points = async () =>
    Number(
      (await order.database.query<{ count: string }>('SELECT count(*) FROM reward_points')).rows[0]?.count,
    );
  const skus = ['MUG', 'BOMB', 'MUG'];

  it('refuses its command alone: nothing of it is stored or published, and the others of its set stand', () =>
    withHandler(new RefuseBombs(), async () => {
      const since = await now();
      const before = await points();
      expect(await inOneSet(skus)).toMatchObject([
        { status: 'fulfilled', value: { status: 'PENDING' } },
        { status: 'rejected', reason: { code: 'NOT_SOLD_HERE' } },
        { status: 'fulfilled', value: { status: 'PENDING' } },
      ]);
      expect(await standing(since)).toEqual({ mugs: 2, transactions: 1, bombs: { events: 0, messages: 0 } });
      expect(await points()).toBe(before);
    }));

  it('naive, caught inside one transaction: the refused order is stored and published', () =>
    withHandler(new RefuseBombs(), async () => {
      const since = await now();
      const before = await points();
      expect(await inOneAct(skus)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      const { bombs } = await standing(since);
      expect(bombs.events).toBe(1);
      expect(bombs.messages).toBeGreaterThan(0);
      expect(await points()).toBe(before + 1);
    }));

  it('answers the caller with its code', () =>
    withHandler(new RefuseBombs(), async () => {
      const key = { 'idempotency-key': uuids.next() };
      const call = (sku: string) =>
        customer.call<{ code?: string }>('POST', '/v1/orders', { body: requestOf(sku), headers: key });
      const { status, body } = await call('BOMB');
      expect([status >= 400, body.code]).toEqual([true, 'NOT_SOLD_HERE']);
    }));
});

let keys = 0;
async function placed(): Promise<string> {
  const key = { 'idempotency-key': `reactions-${++keys}` };
  return (await customer.post<{ id: string }>('/v1/orders', requestOf('MUG'), key)).id;
}

it('a handler that is added while the service runs hears the next event, and none after it is removed', async () => {
  const heard: string[] = [];
  @OnDomainEvent('order.*')
  class Listener {
    handle({ type }: OrderEvent, { aggregate: { id, version } }: Reaction): void {
      heard.push(`${type} of ${id} at ${version}`);
    }
  }
  const id = await placed();
  await withHandler(new Listener(), async () => {
    await customer.post(`/v1/orders/${id}/cancel`, { reason: 'too late' });
  });
  await placed();
  expect(heard).toEqual([`order.cancellation-requested of ${id} at 2`]);
});

describe('an asynchronous handler', () => {
  let isBroken: boolean;
  let calls: string[];

  @OnDomainEvent('order.placed', { mode: 'async', consumer: 'order.spec-points' })
  class AsyncPoints {
    async handle({ data: { customerId } }: PlacedEvent, { tx, aggregate: { id } }: Reaction): Promise<void> {
      calls.push(id);
      await givePoints(tx, id, customerId);
      if (isBroken) throw Object.assign(new Error('the ledger is busy'), { code: 'ECONNRESET' });
    }
  }

  const pointsOf = async (id: string) =>
    (await order.database.query('SELECT points FROM reward_points WHERE order_id = $1', [id])).rows;
  const lettersOf = async (id: string) =>
    (
      await order.database.query<{ id: string; attempts: number; status: string }>(
        `SELECT id, attempts, status FROM dead_letters WHERE key = $1 AND consumer = 'order.spec-points'`,
        [id],
      )
    ).rows;

  it('is retried, becomes a dead letter while the order goes on, and is redriven with one effect', async () => {
    isBroken = true;
    calls = [];
    await withHandler(new AsyncPoints(), async () => {
      const id = await placed();
      const letter = await eventually(async () => {
        const [found] = await lettersOf(id);
        return present(found, 'the dead letter');
      });
      expect([letter.attempts, calls]).toEqual([5, Array.from({ length: 5 }, () => id)]);
      expect(await pointsOf(id)).toEqual([]);
      expect(await customer.get(`/v1/orders/${id}`)).toMatchObject({ status: 'PENDING' });

      isBroken = false;
      const redrive = () =>
        admin.post<{ items: unknown[] }>(`/admin/dead-letters/${encodeURIComponent(letter.id)}/redrive`, {});
      expect((await redrive()).items).toEqual([{ id: letter.id, outcome: 'redriven' }]);
      expect((await redrive()).items).toEqual([{ id: letter.id, outcome: 'closed before' }]);
      expect([await pointsOf(id), calls.length]).toEqual([[{ points: 1 }], 6]);
    });
  });
});
