import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { eventually, kafkaBrokers, testMessage, uniqueName } from '@waybill/testing';
import kafkajs from 'kafkajs';
import type { Delivery } from '../broker.js';
import { KafkaBroker } from './kafka-broker.js';

const WEEK = 7 * 86_400_000;
const nothing = () => () => undefined;

describe('a Kafka consumer', () => {
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'fetching' });
  const raw = new kafkajs.Kafka({ brokers: kafkaBrokers().split(','), logCreator: nothing });
  const producer = raw.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  beforeAll(() => producer.connect());
  afterAll(async () => {
    await producer.disconnect();
    await broker.close();
  });

  const newTopic = async (): Promise<string> => {
    const name = uniqueName('topic');
    await broker.ensureTopics([{ name, partitions: 1, retentionMs: WEEK }]);
    return name;
  };

  it('collects records during the linger after a fetch, and delivers them together', async () => {
    const LINGER_MS = 7_777_777;
    const lingers: (() => void)[] = [];
    const timers = {
      after: (ms: number, callback: () => void): (() => void) =>
        ms === LINGER_MS ? (lingers.push(callback), () => undefined) : systemTimers.after(ms, callback),
    };
    const lingering = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'lingering', timers });
    const topic = await newTopic();
    const fetches: string[][] = [];
    const consumption = await lingering.subscribe({
      group: uniqueName('group'),
      topics: [topic],
      lingerMs: LINGER_MS,
      handle: async (records) => void fetches.push(records.map(({ value }) => String(value))),
    });
    const publish = (body: string) =>
      broker.publisher.publish([testMessage({ topic, key: 'k', body })], 5_000);
    await publish('first');
    await eventually(() => expect(lingers).toHaveLength(1));
    await publish('second');
    await publish('third');
    expect(fetches).toEqual([['first']]);
    lingers[0]!();
    await eventually(() => expect(fetches).toEqual([['first'], ['second', 'third']]));
    await eventually(() => expect(lingers).toHaveLength(2));
    lingers[1]!();
    await consumption.stop();
    await lingering.close();
  });

  it('does not deliver records of types that the subscriber skips, and commits their offsets', async () => {
    const topic = await newTopic();
    const group = uniqueName('group');
    const delivered: string[] = [];
    const subscription = {
      group,
      topics: [topic],
      skips: (type: string) => type === 'unwanted',
      handle: async (records: readonly Delivery[]) =>
        void delivered.push(...records.map(({ value }) => String(value))),
    };
    const consumption = await broker.subscribe(subscription);
    const message = (value: string, type: string) => ({ value, headers: { ce_type: type } });
    const messages = [message('one', 'wanted'), message('two', 'unwanted'), message('three', 'wanted')];
    await producer.send({ topic, messages });
    await eventually(() => expect(delivered).toEqual(['one', 'three']));
    await producer.send({ topic, messages: [message('four', 'unwanted')] });
    const admin = raw.admin();
    await admin.connect();
    await eventually(async () => {
      const [offsets] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
      expect(offsets!.partitions[0]!.offset).toBe('4');
    });
    await admin.disconnect();
    await consumption.stop();
    expect(delivered).toEqual(['one', 'three']);
  });
});
