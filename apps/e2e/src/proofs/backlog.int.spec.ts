import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { KafkaBroker } from '@waybill/messaging';
import { BankTables1700000000000, eventually, kafkaBrokers, postgresWorld } from '@waybill/testing';
import type { ConsumerWorker } from './consumer-worker.js';
import { NumberedMessages, effects } from './numbered-messages.js';
import { type Consumer, Workers } from './workers.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const BACKLOG = FULL ? 120_000 : 30_000;
const BYTES = 2_000;
const PARTITIONS = 3;
/** In the full run long enough for the alert WaybillConsumerLags to fire. */
const WATCH_S = FULL ? 60 : 3;
const MINUTE = 60_000;
const MIB = 1_048_576;
const LIMIT = 96 * MIB;

/** Proof 24: a consumer that is slower than its producers. */
describe('a slow consumer with a large backlog', () => {
  const workers = new Workers();
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'proof' });
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let numbers: NumberedMessages;
  beforeAll(async () => {
    world = await postgresWorld('backlog', [BankTables1700000000000]);
    numbers = await NumberedMessages.begin(world, broker, { keys: 30, partitions: PARTITIONS });
    await numbers.send(BACKLOG, BYTES);
  });
  afterEach(() => workers.endAll());
  afterAll(async () => {
    await broker.close();
    await world?.close();
  });

  const member = (name: string, NAIVE?: ConsumerWorker['NAIVE']) =>
    workers.consumer({
      DATABASE_URL: world.service.url,
      KAFKA_BROKERS: kafkaBrokers(),
      TOPIC: numbers.topic,
      NAIVE,
      GROUP: `${numbers.group}-${name}`,
      SESSION_MS: '10000',
      HANDLING_MS: '100',
    });

  it(
    `holds no more of ${BACKLOG} messages than fetches allow, in ${LIMIT / MIB} MiB, and the age in its metric rises`,
    async () => {
      const consumer = member('ours');
      const older = (seconds: number) =>
        eventually(() => expect(consumer.told?.oldestSeconds).toBeGreaterThan(seconds), {
          within: seconds * 1_000 + 2 * MINUTE,
        });
      await older(0);
      const first = consumer.told!.oldestSeconds;
      await older(first + WATCH_S);
      await workers.end(consumer.child);
      const { inHand = 0, memory } = consumer.most;
      expect(inHand * BYTES).toBeLessThan(PARTITIONS * MIB);
      expect(memory).toBeLessThan(LIMIT);
      // Most of the backlog was still unread during the measurement.
      expect(effects(await numbers.booked())).toBeLessThan(BACKLOG / 2);
      tell('ours', consumer);
    },
    10 * MINUTE,
  );

  it(
    'the naive consumer without backpressure holds all records',
    async () => {
      const consumer = member('naive', 'no-backpressure');
      await eventually(() => expect(consumer.told?.inHand).toBeGreaterThan(BACKLOG * 0.9));
      await eventually(() => expect(consumer.most.memory).toBeGreaterThan(LIMIT));
      tell('naive', consumer);
    },
    10 * MINUTE,
  );
});

function tell(name: string, { most }: Consumer): void {
  if (!FULL) return;
  const { inHand = 0, memory = 0, rss = 0, oldestSeconds = 0 } = most;
  const mib = (bytes: number): string => `${Math.round(bytes / MIB)} MiB`;
  const figures = `${mib(memory)} of heap and buffers held, ${mib(rss)} resident, oldest ${oldestSeconds.toFixed(0)} s`;
  process.stdout.write(`${name}: at most ${inHand} records in hand, ${figures}\n`);
}
