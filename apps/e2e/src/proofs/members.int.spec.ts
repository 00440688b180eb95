import { randomInt } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { KafkaBroker } from '@waybill/messaging';
import {
  BankTables1700000000000,
  eventually,
  kafkaBrokers,
  postgresWorld,
  seededRandom,
} from '@waybill/testing';
import type { ConsumerWorker } from './consumer-worker.js';
import { NumberedMessages, effects } from './numbered-messages.js';
import { type Consumer, Workers } from './workers.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const CHANGES = FULL ? 32 : 4;
const EVERY_MS = FULL ? 10_000 : 1_000;
const SEED = Number(process.env['WAYBILL_SEED'] ?? randomInt(1_000_000));
const SESSION_MS = 6_000;
const KILLS = 10;
const MINUTE = 60_000;

/** Proof 10: members of a consumer group join and leave while messages arrive. */
describe('consumers that are added, stopped and killed', () => {
  const workers = new Workers();
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'proof' });
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  beforeAll(async () => {
    world = await postgresWorld('members', [BankTables1700000000000]);
  });
  afterEach(() => workers.endAll());
  afterAll(async () => {
    await broker.close();
    await world?.close();
  });

  /** Sends messages continuously to a topic that the members of a group consume. */
  const flow = async (NAIVE?: ConsumerWorker['NAIVE']) => {
    const numbers = await NumberedMessages.begin(world, broker, { keys: 20, partitions: 6 });
    let flowing = true;
    const done = (async () => {
      while (flowing) {
        await numbers.send(50);
        await sleep(systemTimers, 100);
      }
    })();
    return {
      numbers,
      member: () =>
        workers.consumer({
          DATABASE_URL: world.service.url,
          KAFKA_BROKERS: kafkaBrokers(),
          NAIVE,
          TOPIC: numbers.topic,
          GROUP: numbers.group,
          HANDLING_MS: '5',
          SESSION_MS: String(SESSION_MS),
        }),
      /** Resolves when this many more messages are handled. */
      progress: async (more: number): Promise<void> => {
        const before = effects(await numbers.booked());
        await eventually(
          async () => expect(effects(await numbers.booked())).toBeGreaterThanOrEqual(before + more),
          { every: 100 },
        );
      },
      end: async (): Promise<void> => {
        flowing = false;
        await done;
      },
    };
  };

  it(
    `${CHANGES} times, one every ${EVERY_MS} ms: none lost, none doubled, order per key (WAYBILL_SEED=${SEED})`,
    async () => {
      const random = seededRandom(SEED);
      const { numbers, member, progress, end } = await flow();
      const members: Consumer[] = [member(), member()];
      await progress(100);
      const done = { added: 0, stopped: 0, killed: 0 };
      for (let change = 0; change < CHANGES; change++) {
        const act = (['killed', 'added', 'stopped', 'added'] as const)[change % 4]!;
        done[act]++;
        if (act === 'added') members.push(member());
        else {
          const [leaving] = members.splice(Math.floor(random() * members.length), 1);
          await workers.end(leaving!.child, act === 'killed' ? 'SIGKILL' : 'SIGTERM');
        }
        await sleep(systemTimers, EVERY_MS);
      }
      await progress(100);
      await end();
      await eventually(async () => expect(await numbers.booked()).toEqual(numbers.expected()), {
        every: 250,
      });
      expect(done).toEqual({ killed: CHANGES / 4, added: CHANGES / 2, stopped: CHANGES / 4 });
    },
    CHANGES * EVERY_MS + 10 * MINUTE,
  );

  it(
    'the naive consumer without claims handles messages twice after a kill',
    async () => {
      const { numbers, member, progress, end } = await flow('no-claim');
      let current = member();
      await progress(100);
      const repeated = async (): Promise<boolean> =>
        Object.values(await numbers.booked()).some((all) => new Set(all).size < all.length);
      // Several kills may be necessary: one just after a commit of offsets causes no redelivery.
      for (let kill = 0; kill < KILLS && !(await repeated()); kill++) {
        await workers.end(current.child);
        current = member();
        await progress(100);
      }
      await end();
      await eventually(
        async () => {
          const booked = await numbers.booked();
          const seen = Object.entries(booked).map(([key, all]) => [
            key,
            [...new Set(all)].sort((a, b) => a - b),
          ]);
          expect(Object.fromEntries(seen)).toEqual(numbers.expected());
        },
        { every: 250 },
      );
      expect(effects(await numbers.booked())).toBeGreaterThan(numbers.sent);
    },
    10 * MINUTE,
  );
});
