import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { type ServiceApp, uuids } from '@waybill/platform';
import { type SingleService, eventually, postgresWorld, startService, uniqueName } from '@waybill/testing';
import pg from 'pg';
import { orderApp } from '../../../order/src/order.app.js';

const HOLD_S = process.env['WAYBILL_PROOFS'] === 'full' ? 30 : 2;
const ADMIN = { sub: 'operator', admin: true };
const TOPIC = 'catalog.events';
const MINUTE = 60_000;

/** Inserts a message into the outbox, as the batch runner does. Returns its id. */
async function write(client: pg.ClientBase | pg.Pool): Promise<string> {
  const id = uuids.next();
  await client.query(
    `INSERT INTO outbox (shard, topic, key, id, type, version, source, time, correlation_id, causation_id, tenant, traceparent, body)
     VALUES (0, '${TOPIC}', 'slow', $1, 'catalog.product-listed', 1, '/order', now(), 'c', 'c', 'default', 't', '{}')`,
    [id],
  );
  return id;
}

/** A naive relay that remembers the last position it read, on the assumption that positions become visible in ascending order. */
class PositionCursor {
  private position = 0;
  readonly seen: string[] = [];

  constructor(private readonly pool: pg.Pool) {}

  async look(): Promise<void> {
    const { rows } = await this.pool.query<{ position: number; id: string }>(
      'SELECT position, id FROM outbox WHERE position > $1 ORDER BY position',
      [this.position],
    );
    for (const { position, id } of rows) {
      this.position = position;
      this.seen.push(id);
    }
  }
}

/** Proof 4: positions are assigned in the order of the inserts, but become visible in the order of the commits. */
describe(`a writer that holds its transaction open for ${HOLD_S} s while others commit`, () => {
  let service: SingleService;
  const clients: pg.Client[] = [];
  beforeAll(async () => {
    service = await startService(orderApp as unknown as ServiceApp, TOPIC, {});
  });
  afterAll(async () => {
    for (const client of clients) await client.end();
    await service?.stop();
  });

  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: service.ownerUrl });
    await client.connect();
    clients.push(client);
    return client;
  };
  const heard = (key: string): string[] => service.heard.filter((one) => one.key === key).map(({ id }) => id);
  const oldestSeconds = async (): Promise<number> => {
    const metrics = await (await service.api()).get<string>('/metrics');
    return Number(/^waybill_outbox_oldest_seconds\{.*\} (\S+)$/m.exec(metrics)?.[1]);
  };

  it(
    'skips nothing and blocks no other writer, and the age metric counts from the write',
    async () => {
      const [slow, lock] = await Promise.all([connect(), connect()]);
      await slow.query('BEGIN');
      const first = await write(slow);
      const api = await service.api(ADMIN);
      const until = performance.now() + HOLD_S * 1_000;
      let others = 0;
      for (; others <= HOLD_S || performance.now() < until; others++) {
        const sku = uniqueName('sku');
        await api.put(`/v1/products/${sku}`, { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
        // Published while the other transaction is open.
        await eventually(() => expect(heard(sku)).toHaveLength(1));
        await sleep(systemTimers, 100);
      }
      expect(heard('slow')).toEqual([]);
      const second = await write(slow);
      // While this lock is held, the relay cannot move published rows, so their age stays visible.
      await lock.query('BEGIN; LOCK TABLE outbox_sent IN EXCLUSIVE MODE');
      await slow.query('COMMIT');
      await eventually(async () => expect(await oldestSeconds()).toBeGreaterThanOrEqual(HOLD_S));
      await lock.query('COMMIT');
      await eventually(async () => expect(await oldestSeconds()).toBe(0));
      expect([...new Set(heard('slow'))]).toEqual([first, second]);
    },
    HOLD_S * 1_000 + 10 * MINUTE,
  );

  it('the naive relay, which reads `position > cursor`, skips its message', async () => {
    const world = await postgresWorld('cursor');
    const cursor = new PositionCursor(world.pool);
    const slow = await world.pool.connect();
    await slow.query('BEGIN');
    await write(slow);
    const other = await write(world.pool);
    await cursor.look();
    await slow.query('COMMIT');
    await cursor.look();
    slow.release();
    expect(cursor.seen).toEqual([other]);
    await world.close();
  });
});
