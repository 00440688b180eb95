import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import type { OutboxMessage, Publisher } from '@waybill/outbox';
import {
  type CutProxy,
  cutProxy,
  type EmbeddedKafka,
  eventually,
  freePort,
  startEmbeddedKafka,
  testMessage,
  uniqueName,
} from '@waybill/testing';
import kafkajs from 'kafkajs';
import { KafkaBroker } from './kafka-broker.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const ROUNDS = FULL ? 10 : 2;
const OUTAGE_MS = FULL ? 15_000 : 500;
const MINUTE = 60_000;
const PRODUCE = '\0\0';
const nothing = () => () => undefined;
let count = 0;

function row(topic: string, body: string): OutboxMessage {
  return testMessage({ position: ++count, topic, key: 'key', id: `id-${count}`, body });
}

/** A careful configuration of kafkajs (idempotent, one request in flight, all replicas) that never replaces its producer. */
function keepsItsProducer(brokers: string): Publisher & { close(): Promise<void> } {
  const kafka = new kafkajs.Kafka({
    brokers: [brokers],
    logCreator: nothing,
    requestTimeout: 1_000,
    retry: { retries: 1, initialRetryTime: 50 },
  });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    allowAutoTopicCreation: false,
  });
  let connected: Promise<void> | undefined;
  return {
    async publish(rows) {
      await (connected ??= producer.connect());
      const acks = await producer.sendBatch({
        acks: -1,
        topicMessages: rows.map(({ topic, key, body }) => ({ topic, messages: [{ key, value: body }] })),
      });
      return acks.map(({ partition, baseOffset }) => ({ partition, offset: Number(baseOffset) }));
    },
    close: () => producer.disconnect(),
  };
}

/** Proof 3, with a real broker: the record is in the log, but its acknowledgement is lost. */
describe('a produce reply that is lost, an outage, and then another message', () => {
  let kafka: EmbeddedKafka;
  let proxy: CutProxy;
  let address: string;
  let cable: 'good' | 'drops the next produce reply' | 'out' = 'good';
  let dropped = 0;
  beforeAll(async () => {
    const port = await freePort();
    kafka = await startEmbeddedKafka({ advertisedPort: port });
    proxy = await cutProxy(`kafka://${kafka.brokers}`, port);
    address = new URL(proxy.url).host;
    proxy.spoil = (request) => {
      if (cable === 'good') return undefined;
      if (cable === 'out') return 'before';
      if (request.slice(4, 6) !== PRODUCE) return undefined;
      cable = 'out';
      dropped++;
      return 'after';
    };
  });
  afterAll(async () => {
    await proxy?.close();
    await kafka?.stop();
  });

  /** Returns the acknowledged records, and the records in the topic. */
  const publishThroughOutages = async (publisher: Publisher) => {
    const broker = new KafkaBroker({ brokers: address, clientId: 'proof' });
    const topic = uniqueName('lost-reply');
    await broker.ensureTopics([{ name: topic, partitions: 1, retentionMs: 3_600_000 }]);
    const acknowledged: string[] = [];
    const publish = async (body: string, timeoutMs = MINUTE): Promise<void> => {
      await publisher.publish([row(topic, body)], timeoutMs);
      acknowledged.push(body);
    };
    await publish('first');
    for (let round = 1; round <= ROUNDS; round++) {
      cable = 'drops the next produce reply';
      await expect(publish(`unanswered ${round}`, 1_500)).rejects.toThrow();
      await sleep(systemTimers, OUTAGE_MS);
      cable = 'good';
      await eventually(() => publish(`other ${round}`, 1_500));
      await publish(`unanswered ${round}`);
    }
    await publish('end');
    const log: string[] = [];
    const consumption = await broker.subscribe({
      group: uniqueName('reader'),
      topics: [topic],
      handle: async (records) => void log.push(...records.map(({ value }) => String(value))),
    });
    await eventually(() => expect(log.at(-1)).toBe('end'));
    await consumption.stop();
    await broker.close();
    return { acknowledged, log };
  };
  const rounds = (name: string): string[] =>
    Array.from({ length: ROUNDS }, (_, index) => `${name} ${index + 1}`);
  const lost = ({ acknowledged, log }: Awaited<ReturnType<typeof publishThroughOutages>>): string[] =>
    acknowledged.filter((body) => !log.includes(body));
  const within = ROUNDS * (OUTAGE_MS + 10_000) + 10 * MINUTE;

  it(
    `loses nothing that was acknowledged, in ${ROUNDS} rounds of ${OUTAGE_MS} ms`,
    async () => {
      const before = dropped;
      const broker = new KafkaBroker({ brokers: address, clientId: 'proof' });
      const found = await publishThroughOutages(broker.publisher);
      await broker.close();
      expect(lost(found)).toEqual([]);
      // Each dropped response belonged to an appended record, so the retry has appended it again.
      expect(dropped - before).toBe(ROUNDS);
      expect(found.log.filter((body) => body.startsWith('unanswered')).sort()).toEqual(
        [...rounds('unanswered'), ...rounds('unanswered')].sort(),
      );
    },
    within,
  );

  it(
    'the naive publisher, which keeps its idempotent producer after the rejection, loses acknowledged messages',
    async () => {
      const naive = keepsItsProducer(address);
      const found = await publishThroughOutages(naive);
      await naive.close();
      expect(lost(found)).toEqual(rounds('other'));
    },
    within,
  );
});
