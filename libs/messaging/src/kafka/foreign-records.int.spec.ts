import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, kafkaBrokers, kafkaTool, nextTestMessage, uniqueName } from '@waybill/testing';
import fc from 'fast-check';
import type { Admin } from 'kafkajs';
import type { Delivery, Reading } from '../broker.js';
import { WEEK, specBroker } from './kafka-specs.fixture.js';

const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
const FULL = process.env['WAYBILL_PROOFS'] === 'full';

const LINES = Array.from(
  { length: FULL ? 20_000 : 500 },
  (_, index) => `key-${index}=${'value '.repeat(index % 50)}${index}`,
);
const topicsOfConsole = new Map<string, Promise<string>>();

/** A topic with these lines, written by Kafka's console producer with this codec. The same for both clients. */
function writtenByConsole(codec: string, newTopic: () => Promise<string>): Promise<string> {
  const write = async (): Promise<string> => {
    const topic = await newTopic();
    const properties = ['parse.key=true', 'key.separator=='].flatMap((one) => ['--reader-property', one]);
    const where = ['--bootstrap-server', kafkaBrokers(), '--topic', topic];
    await kafkaTool(
      'org.apache.kafka.tools.ConsoleProducer',
      [...where, '--compression-codec', codec, ...properties],
      `${LINES.join('\n')}\n`,
    );
    return topic;
  };
  const written = topicsOfConsole.get(codec) ?? write();
  topicsOfConsole.set(codec, written);
  return written;
}

describe.each(['kafkajs', 'platformatic'] as const)('with %s', (kafkaClient) => {
  const brokers = kafkaBrokers();
  const { broker, raw, producer, newTopic } = specBroker(kafkaClient, brokers, uniqueName);
  let admin: Admin;
  beforeAll(async () => {
    admin = raw.admin();
    await admin.connect();
  });
  afterAll(() => admin.disconnect());

  const textOf = ({ key, value }: Delivery): string => `${key}=${String(value)}`;
  const read = async (topic: string, from?: Reading['from']): Promise<string[]> => {
    const found: string[] = [];
    await broker.read({
      topics: [topic],
      from,
      handle: (records) => void found.push(...records.map(textOf)),
    });
    return found;
  };
  /** What a new group receives, as soon as `last` is there. The offset that it commits is the end of each partition. */
  const consume = async (topic: string, count: number, last?: string): Promise<string[]> => {
    const found: string[] = [];
    const group = uniqueName('group');
    const consumption = await broker.subscribe({
      group,
      topics: [topic],
      handle: async (records) => void found.push(...records.map(textOf)),
    });
    await eventually(() => {
      expect(found.length).toBeGreaterThanOrEqual(count);
      if (last !== undefined) expect(found).toContain(last);
    });
    const ends = (await admin.fetchTopicOffsets(topic)).filter(({ offset }) => offset !== '0');
    await eventually(async () => {
      const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      for (const { partition, offset } of ends)
        expect([partition, committed!.partitions.find((one) => one.partition === partition)?.offset]).toEqual(
          [partition, offset],
        );
    });
    await consumption.stop();
    return found;
  };
  const newTopicWith = async (configEntries: { name: string; value: string }[]): Promise<string> => {
    const topic = uniqueName('topic');
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1, configEntries }] });
    return topic;
  };

  describe.each(CODECS)('records that are compressed with %s', (codec) => {
    it('are consumed and replayed where Kafka’s console producer wrote them', async () => {
      const topic = await writtenByConsole(codec, newTopic);
      expect(await read(topic)).toEqual(LINES);
      expect(await consume(topic, LINES.length)).toEqual(LINES);
    });

    it('are consumed and replayed where the topic compresses what the product publishes', async () => {
      const topic = await newTopicWith([
        { name: 'compression.type', value: codec === 'none' ? 'uncompressed' : codec },
      ]);
      const rows = Array.from({ length: 40 }, (_, index) =>
        nextTestMessage(topic, `key-${index}`, `${index} `.repeat(3_000)),
      );
      await broker.publisher.publish(rows, 10_000);
      const texts = rows.map(({ key, body }) => `${key}=${body}`);
      expect(await read(topic)).toEqual(texts);
      expect(await consume(topic, texts.length)).toEqual(texts);
    });
  });

  it(
    'replays end and consumers come to the end, whatever transactions of others were committed and aborted',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 1, max: 3 }),
          fc.array(
            fc.record({
              producer: fc.integer({ min: 0, max: 1 }),
              end: fc.constantFrom('commit', 'abort'),
              partitions: fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }),
            }),
            { minLength: 1, maxLength: 6 },
          ),
          fc.boolean(),
          async (partitions, transactions, recordBehind) => {
            const topic = uniqueName('topic');
            await broker.ensureTopics([{ name: topic, partitions, retentionMs: WEEK }]);
            const producers = await Promise.all(
              [0, 1].map(async () => {
                const one = raw.producer({
                  transactionalId: uniqueName('tx'),
                  idempotent: true,
                  maxInFlightRequests: 1,
                });
                await one.connect();
                return one;
              }),
            );
            const committed: string[] = [];
            // Each is open until another one has begun, so those of different producers overlap.
            let open: { readonly producer: number; end(): Promise<void> } | undefined;
            for (const [number, { producer: index, end, partitions: to }] of transactions.entries()) {
              if (open?.producer === index) {
                await open.end();
                open = undefined;
              }
              const transaction = await producers[index]!.transaction();
              for (const [at, wanted] of to.entries()) {
                const value = `${number}.${at} ${end}`;
                const partition = wanted % partitions;
                await transaction.send({ topic, messages: [{ key: 'k', value, partition }] });
                if (end === 'commit') committed.push(`k=${value}`);
              }
              await open?.end();
              open = { producer: index, end: () => transaction[end]() };
            }
            await open?.end();
            await Promise.all(producers.map((one) => one.disconnect()));
            if (recordBehind) {
              await producer.send({ topic, messages: [{ key: 'k', value: 'behind', partition: 0 }] });
              committed.push('k=behind');
            }
            committed.sort();
            expect((await read(topic)).sort()).toEqual(committed);
            expect((await consume(topic, committed.length)).sort()).toEqual(committed);
          },
        ),
        { numRuns: FULL ? 60 : 4, ...(FULL ? {} : { seed: 12 }) },
      );
    },
    20 * 60_000,
  );

  it('replays end before a transaction that is open, and consumers wait for it', async () => {
    const topic = await newTopic();
    await producer.send({ topic, messages: [{ key: 'k', value: 'before' }] });
    const one = raw.producer({ transactionalId: uniqueName('tx'), idempotent: true, maxInFlightRequests: 1 });
    await one.connect();
    const transaction = await one.transaction();
    await transaction.send({ topic, messages: [{ key: 'k', value: 'open' }] });
    await producer.send({ topic, messages: [{ key: 'k', value: 'behind' }] });
    expect(await read(topic)).toEqual(['k=before']);
    await transaction.abort();
    await one.disconnect();
    expect(await read(topic)).toEqual(['k=before', 'k=behind']);
    expect(await read(topic, 1)).toEqual(['k=behind']);
  });
});
