import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { type Delivery, KafkaBroker } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import { type EmbeddedKafka, eventually, testMessage, uniqueName } from '@waybill/testing';
import pg from 'pg';
import { orderApp } from '../../../order/src/order.app.js';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { PATIENCE, Shop, customerOf } from '../shop.js';

const KILLS = process.env['WAYBILL_PROOFS'] === 'full' ? 10 : 2;
const SERVICES = ['order', 'inventory'] as const;
const MINUTE = 60_000;
const NAIVE = uniqueName('naive');

/** Proof 9: the broker is killed with -9 again and again while orders are placed. */
describe(`the broker killed ${KILLS} times under a flow of orders`, () => {
  const customer = customerOf('main-street');
  const answers: number[] = [];
  const placed: string[] = [];
  const cancelled: string[] = [];
  let kafka: EmbeddedKafka;
  let platform: OwnPlatform;
  let broker: KafkaBroker;
  let shop: Shop;
  let sku: string;
  let flowing = true;

  const place = async (): Promise<string> => {
    const { status, body } = await shop.place(customer, { sku });
    answers.push(status);
    return body.id;
  };
  /** A service without an outbox: publishes after its commit, and ignores errors. */
  const publishNaively = (body: string, timeoutMs = MINUTE): Promise<unknown> => {
    const row: OutboxMessage = testMessage({ topic: NAIVE, key: 'key', id: body, source: '/naive', body });
    return broker.publisher.publish([row], timeoutMs).catch(() => undefined);
  };
  /** `topic id` of all messages that the services have published, sorted. Throws while messages are pending. */
  const sent = async (): Promise<string[]> => {
    const all: string[] = [];
    for (const service of SERVICES) {
      const client = new pg.Client({ connectionString: platform.databases[service] });
      await client.connect();
      try {
        const { rowCount: waiting } = await client.query('SELECT FROM outbox');
        expect(waiting).toBe(0);
        const { rows } = await client.query<{ name: string }>(
          `SELECT topic || ' ' || id AS name FROM outbox_sent`,
        );
        all.push(...rows.map(({ name }) => name));
      } finally {
        await client.end();
      }
    }
    return all.sort();
  };
  /** Reads the topics from the beginning while `work` runs. */
  const listen = async (topics: readonly string[], work: (heard: readonly Delivery[]) => Promise<void>) => {
    const heard: Delivery[] = [];
    const handle = async (records: readonly Delivery[]) => void heard.push(...records);
    const consumption = await broker.subscribe({ group: uniqueName('reader'), topics, handle });
    await work(heard).finally(() => consumption.stop());
  };

  beforeAll(
    async () => {
      platform = await startOwnPlatform({ services: SERVICES });
      kafka = platform.stack.kafka!;
      broker = new KafkaBroker({ brokers: kafka.brokers, clientId: 'proof' });
      await broker.ensureTopics([{ name: NAIVE, partitions: 1, retentionMs: 3_600_000 }]);
      shop = new Shop(platform, 'main-street');
      sku = await shop.sells('mug', { pieces: 100_000 });
      await publishNaively('before');

      const flow = (async () => {
        while (flowing) {
          placed.push(await place());
          await sleep(systemTimers, 50);
        }
      })();
      for (let kill = 0; kill < KILLS; kill++) {
        await eventually(() => expect(placed.length).toBeGreaterThan(10 * (kill + 1)), PATIENCE);
        await kafka.kill();
        if (kill === 0) await publishNaively('during', 1_000);
        // Cancelled while the broker is down, so that the outbox contains several messages per key.
        for (let n = 0; n < 3; n++) {
          const id = await place();
          answers.push((await shop.cancel(customer, id)).status);
          cancelled.push(id);
        }
        await kafka.restart();
        const through = await place();
        await shop.until(customer, through, 'RESERVED');
        placed.push(through);
      }
      flowing = false;
      await flow;
      await publishNaively('after');
    },
    KILLS * MINUTE + 10 * MINUTE,
  );
  afterAll(async () => {
    flowing = false;
    await broker?.close();
    await platform?.end();
  });

  it('all requests succeed', () => {
    expect(answers.filter((status) => status !== 202)).toEqual([]);
    expect(answers.length).toBeGreaterThan(KILLS * 15);
  });

  it(
    'every order continues and is reserved or cancelled as expected',
    async () => {
      for (const id of placed) await shop.until(customer, id, 'RESERVED');
      for (const id of cancelled) await shop.until(customer, id, 'CANCELLED');
      expect(await shop.stock(sku)).toMatchObject({ onHand: 100_000, reserved: placed.length });
    },
    10 * MINUTE,
  );

  it('the backlog drains; exactly the committed messages are in their topics, in order per key', async () => {
    const committed = await eventually(sent, PATIENCE);
    const topics = orderApp.topics({ partitions: 1, retentionDays: 1 }).map(({ name }) => name);
    await listen(topics, async (heard) => {
      const idOf = ({ topic, headers }: Delivery): string => `${topic} ${headers['ce_id']}`;
      await eventually(() => expect([...new Set(heard.map(idOf))].sort()).toEqual(committed), PATIENCE);
      // The ids of a service ascend, so the first occurrences of a key's messages must be in the order of their ids.
      const seen = new Map<string, string[]>();
      for (const { topic, key, headers } of heard) {
        const ids = seen.get(`${topic} ${key}`) ?? [];
        seen.set(`${topic} ${key}`, ids);
        if (!ids.includes(headers['ce_id']!)) ids.push(headers['ce_id']!);
      }
      expect([...seen.values()]).toEqual([...seen.values()].map((ids) => [...ids].sort()));
      expect(Math.max(...[...seen.values()].map(({ length }) => length))).toBeGreaterThan(1);
    });
  });

  it(
    'the audit finds nothing: all sent messages are in their topics and were handled',
    async () => {
      const { records } = await auditedClean(platform);
      expect(records.message).toBeGreaterThan(placed.length);
    },
    10 * MINUTE,
  );

  it('the naive service, which publishes after its commit, loses the messages of the outage', async () => {
    await listen([NAIVE], async (heard) => {
      await eventually(() => expect(String(heard.at(-1)?.value)).toBe('after'), PATIENCE);
      expect(heard.map(({ value }) => String(value))).toEqual(['before', 'after']);
    });
  });
});
