import { type Socket, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import type { OutboxMessage } from '@waybill/outbox';
import { eventually, kafkaBrokers, testMessage, uniqueName } from '@waybill/testing';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import type { Delivery } from '../broker.js';
import { KafkaBroker } from './kafka-broker.js';
import { KafkaPublisher } from './kafka-publisher.js';

const WEEK = 7 * 86_400_000;
const nothing = () => () => undefined;
let count = 0;

function row(topic: string, key: string, body: string): OutboxMessage {
  return testMessage({
    position: ++count,
    topic,
    key,
    id: `id-${count}`,
    time: new Date('2026-03-14T09:26:53.589Z'),
    body,
  });
}

describe('Kafka', () => {
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'spec' });
  const raw = new kafkajs.Kafka({ brokers: kafkaBrokers().split(','), logCreator: nothing });
  const producer = raw.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  beforeAll(() => producer.connect());
  afterAll(async () => {
    await producer.disconnect();
    await broker.close();
  });

  const newTopic = async (partitions = 1): Promise<string> => {
    const name = uniqueName('topic');
    await broker.ensureTopics([{ name, partitions, retentionMs: WEEK }]);
    return name;
  };
  /** All records of a topic with one partition, read by a new group. */
  const contents = async (topic: string): Promise<string[]> => {
    const seen: string[] = [];
    const consumption = await broker.subscribe({
      group: uniqueName('group'),
      topics: [topic],
      handle: async (records) => void seen.push(...records.map(({ value }) => String(value))),
    });
    await producer.send({ topic, messages: [{ value: 'end' }] });
    await eventually(() => expect(seen.at(-1)).toBe('end'));
    await consumption.stop();
    return seen.slice(0, -1);
  };

  it('waits for topics that another service makes at the same moment, and writes to them at once', async () => {
    const other = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'other' });
    for (let round = 0; round < 10; round++) {
      const specs = Array.from({ length: 4 }, () => ({
        name: uniqueName('topic'),
        partitions: 6,
        retentionMs: WEEK,
      }));
      expect(await Promise.all([broker, other].map((one) => one.ensureTopics(specs)))).toEqual([[], []]);
      const rows = specs.map(({ name }) => row(name, 'k', '{}'));
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
    const dying = new KafkaBroker({
      brokers: kafkaBrokers(),
      clientId: 'dying',
      sessionMs: 6_000,
      timers: { after: () => () => undefined },
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
    const seen: string[] = [];
    const heir = await broker.subscribe({
      group,
      topics: [topic],
      handle: async (records) => void seen.push(...records.map(({ value }) => String(value))),
    });
    await eventually(() => expect(seen).toEqual(['1', '2']));
    finish();
    await Promise.all([dead.stop(), heir.stop()]);
    await dying.close();
  });

  it('keeps a member whose handler takes longer than the session', async () => {
    const topic = await newTopic();
    const group = uniqueName('group');
    const patient = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'patient', sessionMs: 6_000 });
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

  describe('an idle consumer', () => {
    /** The wait is longer than any test, so no test passes only because it ends. */
    const idle = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'idle', idleWaitMs: 600_000 });
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

  describe('its publisher', () => {
    /** A client whose responses a test can drop. It counts its producers. */
    const client = () => {
      const link = { deaf: false, producers: 0, sockets: new Set<Socket>() };
      const kafka = new kafkajs.Kafka({
        brokers: kafkaBrokers().split(','),
        logCreator: nothing,
        requestTimeout: 1_500,
        retry: { retries: 1, initialRetryTime: 50 },
        socketFactory: ({ host, port, onConnect }) => {
          const socket = connect(port, host, onConnect);
          const emit = socket.emit.bind(socket);
          socket.emit = ((event: string, ...args: unknown[]) =>
            event === 'data' && link.deaf ? true : emit(event, ...args)) as typeof socket.emit;
          link.sockets.add(socket);
          return socket;
        },
      });
      const make = kafka.producer.bind(kafka);
      const counted: Kafka = Object.assign(kafka, {
        producer: (...args: Parameters<typeof make>): Producer => {
          link.producers++;
          return make(...args);
        },
      });
      return { link, publisher: new KafkaPublisher(counted, systemTimers) };
    };

    it('throws its producer away after a send without an answer, and loses nothing', async () => {
      const topic = await newTopic();
      const { link, publisher } = client();
      await publisher.publish([row(topic, 'a', 'first')], 10_000);
      link.deaf = true;
      await expect(publisher.publish([row(topic, 'a', 'unanswered')], 1_000)).rejects.toMatchObject({
        code: 'TIMEOUT',
      });
      link.deaf = false;
      const [position] = await publisher.publish([row(topic, 'a', 'another')], 10_000);
      const again = await publisher.publish([row(topic, 'a', 'unanswered'), row(topic, 'a', 'last')], 10_000);
      await publisher.close();
      const log = await contents(topic);
      expect([...new Set(log)].sort()).toEqual(['another', 'first', 'last', 'unanswered']);
      expect([position, ...again].map(({ offset } = { offset: -1, partition: 0 }) => log[offset])).toEqual([
        'another',
        'unanswered',
        'last',
      ]);
      expect(link.producers).toBe(2);
    });

    it('sends again after its connections were cut', async () => {
      const topic = await newTopic();
      const { link, publisher } = client();
      await publisher.publish([row(topic, 'a', 'first')], 10_000);
      for (const socket of link.sockets) socket.destroy();
      const send = () => publisher.publish([row(topic, 'a', 'second')], 10_000);
      await send().catch(send);
      await publisher.close();
      expect([...new Set(await contents(topic))]).toEqual(['first', 'second']);
    });

    it('sends nothing when the lease is about to end', async () => {
      const topic = await newTopic();
      const { link, publisher } = client();
      await expect(publisher.publish([row(topic, 'a', 'late')], 999)).rejects.toThrow(
        'no send may outlive it',
      );
      expect([await contents(topic), link.producers]).toEqual([[], 0]);
    });

    it('goes on after a topic was deleted and created again', async () => {
      const topic = await newTopic();
      const { publisher } = client();
      await publisher.publish([row(topic, 'a', '1'), row(topic, 'a', '2')], 10_000);
      const admin = raw.admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [topic] });
      await eventually(async () => {
        await broker.ensureTopics([{ name: topic, partitions: 1, retentionMs: WEEK }]);
        expect(await admin.listTopics()).toContain(topic);
      });
      await admin.disconnect();
      const send = () => publisher.publish([row(topic, 'a', '3')], 10_000);
      await eventually(async () => expect(await send()).toHaveLength(1));
      await publisher.close();
      expect(new Set(await contents(topic))).toEqual(new Set(['3']));
    });
  });
});
