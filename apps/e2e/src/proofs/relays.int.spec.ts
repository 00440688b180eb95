import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type MessageType, sleep, systemTimers } from '@waybill/kernel';
import { KafkaBroker } from '@waybill/messaging';
import { eventually, kafkaBrokers, postgresWorld, uniqueName } from '@waybill/testing';
import type { RelayWorker } from './relay-worker.js';
import { Workers } from './workers.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const DEATHS = FULL ? 500 : 5;
const FAULTS = FULL ? 60 : 4;
const SENDS = FULL ? 5_000 : 300;
const KEYS = 20;
const LEASE_MS = 3_000;
const MINUTE = 60_000;

/** Proofs 2 and 5: relays are killed and paused; all rows reach the topic, and the first occurrences keep the order per key. */
describe('relays that are killed and paused', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'proof' });
  const workers = new Workers();
  beforeAll(async () => {
    world = await postgresWorld('relays');
  });
  afterEach(async () => {
    await workers.endAll();
    await world.pool.query('DELETE FROM outbox');
    await world.pool.query(`DELETE FROM leases WHERE starts_with(name, 'outbox/')`);
    await world.pool.query('UPDATE leases SET owner = NULL, expires_at = now()');
  });
  afterAll(async () => {
    await broker.close();
    await world?.close();
  });

  const start = (how: Partial<RelayWorker> = {}): ChildProcess => {
    const environment: RelayWorker = {
      DATABASE_URL: world.service.url,
      KAFKA_BROKERS: kafkaBrokers(),
      LEASE_MS: String(LEASE_MS),
      ...how,
    };
    return workers.start('relay-worker.ts', environment);
  };
  const died = (child: ChildProcess) => eventually(() => expect(child.signalCode).toBe('SIGKILL'));

  /** Creates a topic with a writer, and records what arrives in it. */
  const line = async () => {
    const topic = uniqueName('relays');
    await broker.ensureTopics([{ name: topic, partitions: 3, retentionMs: 3_600_000 }]);
    const counted: MessageType<'test.counted', number> = {
      type: 'test.counted',
      version: 1,
      topic,
      parse: Number,
    };
    const written = new Map<string, number>();
    const write = async (): Promise<void> => {
      const key = `key-${Math.floor(Math.random() * KEYS)}`;
      const number = (written.get(key) ?? 0) + 1;
      written.set(key, number);
      await world.unitOfWork().run(world.context('write'), (tx) => {
        tx.publish(counted, key, number);
        return Promise.resolve();
      });
    };
    const arrived = new Map<string, number[]>();
    let records = 0;
    const consumption = await broker.subscribe({
      group: uniqueName('reader'),
      topics: [topic],
      handle: (deliveries) => {
        for (const { key, value } of deliveries) {
          const numbers = arrived.get(key) ?? [];
          arrived.set(key, numbers);
          numbers.push(Number(value));
        }
        records += deliveries.length;
        return Promise.resolve();
      },
    });
    return {
      write,
      written: () => [...written.values()].reduce((sum, count) => sum + count, 0),
      records: () => records,
      /** Received numbers by key, without duplicates; compared with `expected`. */
      firsts: () =>
        Object.fromEntries([...arrived].map(([key, numbers]) => [key, [...new Set(numbers)]]).sort()),
      expected: () =>
        Object.fromEntries(
          [...written]
            .map(([key, last]) => [key, Array.from({ length: last }, (_, index) => index + 1)])
            .sort(),
        ),
      stop: () => consumption.stop(),
    };
  };

  it(
    `killed ${DEATHS} times between acknowledgement and move: nothing is lost, order per key holds`,
    async () => {
      const topic = await line();
      for (let death = 0; death < DEATHS; death++) {
        for (let n = 0; n < 5; n++) await topic.write();
        await died(start({ DIE: 'after-ack' }));
        // Expire its lease at once, so that hundreds of rounds do not wait for it.
        await world.pool.query(`UPDATE leases SET expires_at = now()`);
      }
      start();
      await eventually(() => expect(topic.firsts()).toEqual(topic.expected()));
      // Each kill must cause duplicates, otherwise it was not between acknowledgement and move.
      expect(topic.records() - topic.written()).toBeGreaterThanOrEqual(DEATHS);
      await topic.stop();
    },
    DEATHS * 5_000 + 10 * MINUTE,
  );

  it(
    'the naive relay that deletes before it sends loses messages when it is killed',
    async () => {
      const topic = await line();
      for (let n = 0; n < 5; n++) await topic.write();
      await died(start({ NAIVE: 'delete-first' }));
      await topic.write();
      start();
      await eventually(() => expect(topic.records()).toBe(1));
      expect(topic.written()).toBe(6);
      await topic.stop();
    },
    10 * MINUTE,
  );

  it(
    `three relays, ${FAULTS} times one of them killed or paused past its lease: nothing is lost, order per key holds`,
    async () => {
      const topic = await line();
      const relays = [start(), start(), start()];
      let faults = true;
      const writing = (async () => {
        while (faults) await topic.write();
      })();
      await eventually(() => expect(topic.records()).toBeGreaterThan(100));
      for (let fault = 0; fault < FAULTS; fault++) {
        const index = fault % relays.length;
        const victim = relays[index]!;
        const before = topic.records();
        if (fault % 2 === 0) {
          await workers.end(victim);
          relays[index] = start();
        } else {
          victim.kill('SIGSTOP');
          await sleep(systemTimers, LEASE_MS * 2);
          victim.kill('SIGCONT');
        }
        // The other relays, or the resumed one, continue to publish.
        await eventually(() => expect(topic.records()).toBeGreaterThan(before + 100));
      }
      faults = false;
      await writing;
      await eventually(() => expect(topic.firsts()).toEqual(topic.expected()));
      // Rows are moved a moment after their messages arrive.
      await eventually(async () => {
        const { rows } = await world.pool.query<{ pending: number }>(
          'SELECT count(*)::int AS pending FROM outbox',
        );
        expect(rows).toEqual([{ pending: 0 }]);
      });
      await topic.stop();
    },
    FAULTS * 20_000 + 10 * MINUTE,
  );

  it.each<{ who: string; NAIVE?: 'no-lease'; times: string }>([
    { who: 'three relays', times: 'once' },
    { who: 'three naive relays, which take no leases,', NAIVE: 'no-lease', times: 'more than once' },
  ])(
    '$who send each message $times',
    async ({ NAIVE }) => {
      const topic = await line();
      // Long enough to survive pauses of a busy machine: this test must not see an expired lease.
      for (let relay = 0; relay < 3; relay++) start({ NAIVE, LEASE_MS: '9000' });
      // Waits until each relay owns shards; without leases, until the relays publish. Only then counts duplicates.
      await eventually(async () => {
        await topic.write();
        const { rowCount: owners } = await world.pool.query(
          `SELECT DISTINCT owner FROM leases WHERE name = 'outbox' AND expires_at > now()`,
        );
        expect(NAIVE ? topic.records() : owners).toBeGreaterThanOrEqual(3);
      });
      await eventually(() => expect(topic.firsts()).toEqual(topic.expected()));
      const before = topic.records() - topic.written();
      const sentAgain = async (messages: number): Promise<number> => {
        for (let n = 0; n < messages; n++) await topic.write();
        await eventually(() => expect(topic.firsts()).toEqual(topic.expected()));
        return topic.records() - topic.written() - before;
      };
      if (!NAIVE) expect(await sentAgain(SENDS)).toBe(0);
      // Repeated until two relays read the same row at the same time.
      else await eventually(async () => expect(await sentAgain(20)).toBeGreaterThan(0));
      await topic.stop();
    },
    10 * MINUTE,
  );
});
