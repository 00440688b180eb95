import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { afterAll, describe, expect, it } from '@jest/globals';
import { Connection } from '@platformatic/kafka';
import { systemTimers } from '@waybill/kernel';
import { eventually, kafkaBrokers, nextTestMessage, testMessage, uniqueName } from '@waybill/testing';
import type { Consumption, Delivery } from '../broker.js';
import { KafkaBroker } from './kafka-broker.js';
import { WEEK, specBroker } from './kafka-specs.fixture.js';

describe.each(['kafkajs', 'platformatic'] as const)('Kafka with %s', (kafkaClient) => {
  const brokers = kafkaBrokers();
  const { broker, raw, producer, newTopic } = specBroker(kafkaClient, brokers, uniqueName);

  it('waits for topics that another service makes at the same moment, and writes to them at once', async () => {
    const other = new KafkaBroker({ kafkaClient, brokers, clientId: 'other' });
    for (let round = 0; round < 10; round++) {
      const specs = Array.from({ length: 4 }, () => ({
        name: uniqueName('topic'),
        partitions: 6,
        retentionMs: WEEK,
      }));
      expect(await Promise.all([broker, other].map((one) => one.ensureTopics(specs)))).toEqual([[], []]);
      const rows = specs.map(({ name }) => nextTestMessage(name, 'k', '{}'));
      const positions = await other.publisher.publish(rows, 5_000);
      expect(positions.map(({ offset }) => offset)).toEqual([0, 0, 0, 0]);
    }
    await other.close();
  });

  it('delivers what other programs may write: no value, no key, headers that are no text', async () => {
    const topic = await newTopic();
    await producer.send({
      topic,
      messages: [
        { key: null, value: null },
        {
          key: 'k',
          value: Buffer.from([0, 255, 10]),
          headers: { one: 'ü', two: Buffer.from([255]), many: ['a', 'b'] },
        },
      ],
    });
    const seen: Delivery[] = [];
    const consumption = await broker.subscribe({
      group: uniqueName('group'),
      topics: [topic],
      handle: async (records) => void seen.push(...records),
    });
    await eventually(() => expect(seen).toHaveLength(2));
    await consumption.stop();
    expect(seen).toEqual([
      { topic, partition: 0, offset: 0, key: '', value: null, headers: {} },
      {
        topic,
        partition: 0,
        offset: 1,
        key: 'k',
        value: Buffer.from([0, 255, 10]),
        headers: { one: 'ü', two: '\uFFFD', many: 'a,b' },
      },
    ]);
  });

  it('gives the records of a member that died to another', async () => {
    const topic = await newTopic();
    const group = uniqueName('group');
    // Simulates a crash: it sends no heartbeats and never finishes its batch.
    const connections: Connection[] = [];
    const made = (message: unknown): void => {
      const { instance } = message as { instance: unknown };
      if (instance instanceof Connection) connections.push(instance);
    };
    subscribe('plt:kafka:instances', made);
    const dying = new KafkaBroker({
      kafkaClient,
      brokers,
      clientId: 'dying',
      sessionMs: 6_000,
      ...(kafkaClient === 'kafkajs' ? { timers: { after: () => () => undefined } } : {}),
    });
    let began = 0;
    let finish = () => {};
    const never = new Promise<void>((resolve) => (finish = resolve));
    await producer.send({
      topic,
      messages: [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    });
    const dead = await dying.subscribe({
      group,
      topics: [topic],
      handle: async (records) => {
        began += records.length;
        await never;
      },
    });
    await eventually(() => expect(began).toBe(2));
    unsubscribe('plt:kafka:instances', made);
    // The timers of `@platformatic/kafka` are its own.
    for (const { socket } of connections) socket.write = () => true;
    const seen: string[] = [];
    const heir = await broker.subscribe({
      group,
      topics: [topic],
      handle: async (records) => void seen.push(...records.map(({ value }) => String(value))),
    });
    await eventually(() => expect(seen).toEqual(['1', '2']));
    for (const { socket } of connections) socket.destroy();
    finish();
    await Promise.all([dead.stop(), heir.stop()]);
    await dying.close();
  });

  it('keeps a member whose handler takes longer than the session', async () => {
    const topic = await newTopic();
    const group = uniqueName('group');
    const patient = new KafkaBroker({ kafkaClient, brokers, clientId: 'patient', sessionMs: 6_000 });
    let calls = 0;
    let finish = () => {};
    const long = new Promise<void>((resolve) => (finish = resolve));
    const consumption = await patient.subscribe({
      group,
      topics: [topic],
      handle: async () => {
        calls++;
        await long;
      },
    });
    await producer.send({ topic, messages: [{ value: '1' }] });
    await eventually(() => expect(calls).toBe(1));
    const admin = raw.admin();
    await admin.connect();
    const beats = performance.now();
    await eventually(() => expect(performance.now() - beats).toBeGreaterThan(7_500), { every: 250 });
    const { groups } = await admin.describeGroups([group]);
    expect([groups[0]?.state, groups[0]?.members.length, consumption.alive()]).toEqual(['Stable', 1, true]);
    finish();
    await consumption.stop();
    const offsets = await admin.fetchOffsets({ groupId: group, topics: [topic] });
    expect([calls, offsets[0]?.partitions]).toEqual([1, [{ partition: 0, offset: '1', metadata: null }]]);
    await admin.disconnect();
    await patient.close();
  });

  it('collects records during the linger after a fetch, and delivers them together', async () => {
    const LINGER_MS = 7_777_777;
    const lingers: (() => void)[] = [];
    const timers = {
      after: (ms: number, callback: () => void): (() => void) =>
        ms === LINGER_MS ? (lingers.push(callback), () => undefined) : systemTimers.after(ms, callback),
    };
    const lingering = new KafkaBroker({ kafkaClient, brokers, clientId: 'lingering', timers });
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

  it('shares its partitions with a member that has the other client', async () => {
    const topic = await newTopic(4);
    const group = uniqueName('group');
    const otherClient = kafkaClient === 'kafkajs' ? 'platformatic' : 'kafkajs';
    const other = new KafkaBroker({ kafkaClient: otherClient, brokers, clientId: 'other' });
    const handled = new Map<string, Set<number>>();
    const member = (name: string, of: KafkaBroker): Promise<Consumption> =>
      of.subscribe({
        group,
        topics: [topic],
        handle: async (records) => {
          for (const { partition } of records)
            handled.set(name, (handled.get(name) ?? new Set<number>()).add(partition));
        },
      });
    const first = await member('first', broker);
    const second = await member('second', other);
    await eventually(async () => {
      handled.clear();
      const messages = [0, 1, 2, 3].map((partition) => ({ partition, value: 'x' }));
      await producer.send({ topic, messages });
      await eventually(() => expect([...handled.values()].flatMap((one) => [...one])).toHaveLength(4));
      expect([...handled.values()].map(({ size }) => size)).toEqual([2, 2]);
    });
    await Promise.all([first.stop(), second.stop()]);
    await other.close();
  });

  it('tells settings of topics that would hurt, with what they should be', async () => {
    const topic = uniqueName('topic');
    const admin = raw.admin();
    await admin.connect();
    const settings = { 'compression.type': 'lz4', 'cleanup.policy': 'compact', 'min.insync.replicas': '2' };
    const configEntries = Object.entries(settings).map(([name, value]) => ({ name, value }));
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }] });
    await admin.disconnect();
    expect(await broker.ensureTopics([{ name: topic, partitions: 1, retentionMs: WEEK }])).toEqual([
      `topic ${topic} has cleanup.policy=compact, and should have delete: otherwise compaction keeps one message per key, so a consumer that was stopped and replays miss the others`,
      `topic ${topic} has min.insync.replicas=2, and should have at most 1, its number of replicas: otherwise no message is accepted, and the outbox grows`,
    ]);
  });

  describe('an idle consumer', () => {
    /** The wait is longer than any test, so no test passes only because it ends. */
    const idle = new KafkaBroker({ kafkaClient, brokers, clientId: 'idle', idleWaitMs: 600_000 });
    afterAll(() => idle.close());

    it('gets a record at once, whatever its fetch may wait', async () => {
      const topic = await newTopic();
      const seen: string[] = [];
      const consumption = await idle.subscribe({
        group: uniqueName('group'),
        topics: [topic],
        handle: async (records) => void seen.push(...records.map(({ value }) => String(value))),
      });
      await producer.send({ topic, messages: [{ value: '1' }] });
      await eventually(() => expect(seen).toEqual(['1']));
      await producer.send({ topic, messages: [{ value: '2' }] });
      await eventually(() => expect(seen).toEqual(['1', '2']));
      await consumption.stop();
    });

    it('leaves its group when it stops, not when its fetch is answered', async () => {
      const topic = await newTopic();
      const group = uniqueName('group');
      let joined = 0;
      const consumption = await idle.subscribe({
        group,
        topics: [topic],
        joined: () => joined++,
        handle: () => Promise.resolve(),
      });
      await eventually(() => expect(joined).toBe(1));
      await consumption.stop();
      const admin = raw.admin();
      await admin.connect();
      const { groups } = await admin.describeGroups([group]);
      expect(groups[0]).toMatchObject({ state: 'Empty', members: [] });
      await admin.disconnect();
    });
  });
});
