import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { type EmbeddedKafka, eventually, startEmbeddedKafka, uniqueName } from '@waybill/testing';
import kafkajs, { type Admin, type Producer } from 'kafkajs';
import type { Consumption, StoppedPartition } from '../broker.js';
import { KafkaBroker } from './kafka-broker.js';
import { WEEK, nothing } from './kafka-specs.fixture.js';
import { withChecksum } from './record-batch.fixture.js';

const RETRY_MS = 30_000;
const ATTRIBUTES_AT = 21;
const UNKNOWN_CODEC = 5;

/** What a disk or another program does to the log of a topic with one partition: changes one of its batches. */
async function changeBatch(
  { dataFolder }: EmbeddedKafka,
  topic: string,
  number: number,
  change: (batch: Buffer) => void,
): Promise<void> {
  const file = await open(join(dataFolder, `${topic}-0`, '00000000000000000000.log'), 'r+');
  try {
    const log = await file.readFile();
    let at = 0;
    for (let left = number; left > 0; left--) at += 12 + log.readInt32BE(at + 8);
    const batch = log.subarray(at, at + 12 + log.readInt32BE(at + 8));
    change(batch);
    await file.write(batch, 0, batch.length, at);
  } finally {
    await file.close();
  }
}
const withCodec = (codec: number) => (batch: Buffer) => {
  batch.writeInt16BE(codec, ATTRIBUTES_AT);
  withChecksum(batch);
};
/** Any bit of it, and back. */
const flipped = (batch: Buffer): void => {
  batch[batch.length - 3]! ^= 1;
};

let kafka: EmbeddedKafka;
let admin: Admin;
let producer: Producer;
beforeAll(async () => {
  kafka = await startEmbeddedKafka();
  const raw = new kafkajs.Kafka({ brokers: [kafka.brokers], logCreator: nothing });
  admin = raw.admin();
  producer = raw.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  await Promise.all([admin.connect(), producer.connect()]);
});
afterAll(async () => {
  await Promise.all([admin?.disconnect(), producer?.disconnect()]);
  await kafka?.stop();
});

describe.each(['kafkajs', 'platformatic'] as const)('with %s', (kafkaClient) => {
  const retries: (() => void)[] = [];
  const timers = {
    after: (ms: number, callback: () => void): (() => void) =>
      ms === RETRY_MS ? (retries.push(callback), () => undefined) : systemTimers.after(ms, callback),
  };
  const crashes: Error[] = [];
  let broker: KafkaBroker;
  beforeAll(() => {
    const onCrash = (error: Error) => void crashes.push(error);
    broker = new KafkaBroker({ kafkaClient, brokers: kafka.brokers, clientId: 'spec', timers, onCrash });
  });
  afterAll(async () => {
    await broker?.close();
    expect(crashes).toEqual([]);
  });

  /** Two topics of one partition: in the first there are five batches, of which the third cannot be decoded. */
  const spoiled = async (change: (batch: Buffer) => void): Promise<[string, string]> => {
    const topics: [string, string] = [uniqueName('spoiled'), uniqueName('whole')];
    await broker.ensureTopics(topics.map((name) => ({ name, partitions: 1, retentionMs: WEEK })));
    for (const value of ['0', '1', '2', '3', '4'])
      for (const topic of topics) await producer.send({ topic, messages: [{ value }] });
    await changeBatch(kafka, topics[0], 2, change);
    return topics;
  };
  const started = async (topics: string[], group = uniqueName('group')) => {
    const seen: string[] = [];
    const told: string[] = [];
    const consumption: Consumption = await broker.subscribe({
      group,
      topics,
      handle: async (records) =>
        void seen.push(...records.map(({ topic, value }) => `${topic} ${String(value)}`)),
      partitionStopped: ({ topic, offset, error }: StoppedPartition) =>
        void told.push(`${topic} stopped at ${offset}: ${error.message}`),
      partitionResumed: ({ topic }) => void told.push(`${topic} goes on`),
    });
    const of = (topic: string) =>
      seen.filter((text) => text.startsWith(`${topic} `)).map((text) => text.slice(-1));
    return { consumption, told, of, group };
  };

  it.each([
    [
      'with an unknown codec',
      withCodec(UNKNOWN_CODEC),
      withCodec(0),
      'they are compressed with codec 5, which this version does not know',
    ],
    ['that are damaged', flipped, flipped, 'they were damaged: their checksum does not match'],
  ])(
    'records %s stop their partition alone, once told, until they can be decoded',
    async (_, spoil, repair, why) => {
      const [topic, whole] = await spoiled(spoil);
      retries.length = 0;
      const { consumption, told, of, group } = await started([topic, whole]);
      await eventually(() => {
        expect(of(whole)).toEqual(['0', '1', '2', '3', '4']);
        expect(of(topic)).toEqual(['0', '1']);
        expect(told).toEqual([`${topic} stopped at 2: ${why}`]);
      });
      await producer.send({ topic: whole, messages: [{ value: '5' }] });
      await eventually(() => expect(of(whole)).toHaveLength(6));
      expect(consumption.stopped!().map(({ topic: name, offset }) => [name, offset])).toEqual([[topic, 2]]);
      expect(consumption.alive()).toBe(true);

      retries.shift()!();
      await eventually(() => expect(retries).toHaveLength(1));
      expect([of(topic), told]).toEqual([['0', '1'], [`${topic} stopped at 2: ${why}`]]);

      await changeBatch(kafka, topic, 2, repair);
      retries.shift()!();
      await eventually(() => expect(of(topic)).toEqual(['0', '1', '2', '3', '4']));
      expect(told).toEqual([`${topic} stopped at 2: ${why}`, `${topic} goes on`]);
      expect(consumption.stopped!()).toEqual([]);
      await eventually(async () => {
        const [committed] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        expect(committed!.partitions).toEqual([{ partition: 0, offset: '5', metadata: null }]);
      });
      await consumption.stop();
    },
  );

  it('a partition goes on behind them when the group has been set there while it is stopped', async () => {
    const [topic] = await spoiled(withCodec(UNKNOWN_CODEC));
    const first = await started([topic]);
    await eventually(() => expect(first.told).toHaveLength(1));
    await first.consumption.stop();
    await admin.setOffsets({ groupId: first.group, topic, partitions: [{ partition: 0, offset: '3' }] });
    const second = await started([topic], first.group);
    await eventually(() => expect(second.of(topic)).toEqual(['3', '4']));
    await second.consumption.stop();
  });

  it('a replay ends with an error that says where, after what comes before', async () => {
    const [topic] = await spoiled(withCodec(UNKNOWN_CODEC));
    const seen: string[] = [];
    await expect(
      broker.read({
        topics: [topic],
        handle: (records) => void seen.push(...records.map(({ value }) => String(value))),
      }),
    ).rejects.toThrow(
      `the records of ${topic}/0 from offset 2 on cannot be decoded: they are compressed with codec 5, which this version does not know`,
    );
    expect(seen).toEqual(['0', '1']);
  });
});
