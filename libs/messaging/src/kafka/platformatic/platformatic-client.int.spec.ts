import { describe, expect, it } from '@jest/globals';
import { Producer } from '@platformatic/kafka';
import { eventually, kafkaBrokers, uniqueName } from '@waybill/testing';
import type { Consumption, Delivery } from '../../broker.js';
import { specBroker } from '../kafka-specs.fixture.js';

/** What kafkajs cannot do. */
describe('Kafka with @platformatic/kafka alone', () => {
  const brokers = kafkaBrokers();
  const { broker, raw, producer, newTopic } = specBroker('platformatic', brokers, uniqueName);

  it('gives members that read different topics only their own', async () => {
    const [common, extra] = [await newTopic(2), await newTopic(2)];
    const group = uniqueName('group');
    const seen: string[] = [];
    const member = (name: string, topics: string[]): Promise<Consumption> =>
      broker.subscribe({
        group,
        topics,
        handle: async (records) => void seen.push(...records.map(({ topic }) => `${name} ${topic}`)),
      });
    const both = await member('both', [common, extra]);
    const one = await member('one', [common]);
    await eventually(async () => {
      seen.length = 0;
      for (const topic of [common, extra])
        await producer.send({ topic, messages: [0, 1].map((partition) => ({ partition, value: 'x' })) });
      await eventually(() => expect(seen).toHaveLength(4));
      expect(new Set(seen)).toEqual(new Set([`both ${common}`, `one ${common}`, `both ${extra}`]));
    });
    await Promise.all([both.stop(), one.stop()]);
  });

  it('delivers every record of a topic that nobody waits for, in order, and of others meanwhile', async () => {
    const [awaited, other] = [await newTopic(), await newTopic()];
    const seen: Record<string, string[]> = { [awaited]: [], [other]: [] };
    const consumption = await broker.subscribe({
      group: uniqueName('group'),
      topics: [awaited, other],
      isAwaited: (topic) => topic === awaited,
      handle: async (records) => {
        for (const { topic, value } of records) seen[topic]!.push(String(value));
      },
    });
    const values = Array.from({ length: 20 }, (_, index) => String(index));
    for (const value of values) {
      for (const topic of [other, awaited]) await producer.send({ topic, messages: [{ value }] });
      await eventually(() => expect(seen[awaited]!.at(-1)).toBe(value));
    }
    await eventually(() => expect(seen).toEqual({ [awaited]: values, [other]: values }));
    await consumption.stop();
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'reads records that are compressed with %s',
    async (compression) => {
      const topic = await newTopic();
      const foreign = new Producer({
        clientId: 'foreign',
        bootstrapBrokers: brokers.split(','),
        compression,
      });
      const value = Buffer.from('compressed '.repeat(50));
      await foreign.send({
        messages: [
          { topic, value },
          { topic, value },
        ],
      });
      await foreign.close();
      const seen: Delivery[] = [];
      await broker.read({ topics: [topic], handle: (records) => void seen.push(...records) });
      expect(seen.map((record) => String(record.value))).toEqual([String(value), String(value)]);
    },
  );

  it('neither reads nor delivers what was aborted, and gets to the end behind it', async () => {
    const topic = await newTopic();
    const transactions = raw.producer({
      transactionalId: uniqueName('tx'),
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await transactions.connect();
    for (const [value, end] of [
      ['1', 'abort'],
      ['2', 'commit'],
      ['3', 'abort'],
      ['4', 'commit'],
      ['5', 'abort'],
    ] as const) {
      const transaction = await transactions.transaction();
      await transaction.send({ topic, messages: [{ value }, { value }] });
      await transaction[end]();
    }
    await transactions.disconnect();
    const read: string[] = [];
    await broker.read({
      topics: [topic],
      handle: (records) => void read.push(...records.map(({ value }) => String(value))),
    });
    const seen: string[] = [];
    const consumption = await broker.subscribe({
      group: uniqueName('group'),
      topics: [topic],
      handle: async (records) => void seen.push(...records.map(({ value }) => String(value))),
    });
    await producer.send({ topic, messages: [{ value: 'end' }] });
    await eventually(() => expect(seen.at(-1)).toBe('end'));
    await consumption.stop();
    expect([read, seen]).toEqual([
      ['2', '2', '4', '4'],
      ['2', '2', '4', '4', 'end'],
    ]);
  });
});
