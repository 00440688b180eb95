import { afterAll, describe, expect, it } from '@jest/globals';
import type { OutboxMessage } from '@waybill/outbox';
import { eventually, kafkaBrokers, testMessage, uniqueName } from '@waybill/testing';
import type { Broker, Consumption, Delivery } from './broker.js';
import { headersOf } from './envelope.js';
import { KafkaBroker } from './kafka/kafka-broker.js';
import { MemoryBroker } from './memory/memory-broker.js';
import { RabbitBroker } from './rabbitmq/rabbit-broker.js';
import { RedisBroker } from './redis/redis-broker.js';
import type { TlsFiles } from './tls-options.js';

const WEEK = 7 * 86_400_000;
let count = 0;

function row(
  topic: string,
  key: string,
  body = `{"nr":${count + 1}}`,
  more: Partial<OutboxMessage> = {},
): OutboxMessage {
  return testMessage({
    position: ++count,
    topic,
    key,
    id: `id-${count}`,
    time: new Date('2026-03-14T09:26:53.589Z'),
    correlationId: 'c',
    causationId: 'd',
    traceparent: 't',
    body,
    ...more,
  });
}

interface Candidate {
  readonly name: string;
  make(): Broker;
  /** Messages are lost when the broker object is closed. */
  readonly perishes?: true;
  /** A new group receives only messages that are sent after its subscription. */
  readonly forgets?: true;
}

/** `npm run test:brokers` starts RabbitMQ and Redis; `npm test` omits these brokers. */
const { WAYBILL_TEST_AMQP: amqp, WAYBILL_TEST_REDIS: redis, WAYBILL_TEST_TLS: files } = process.env;
/** Of servers that require TLS and a client certificate. */
const tls = files ? (JSON.parse(files) as TlsFiles) : undefined;
const brokers: Candidate[] = [
  { name: 'in memory', make: () => new MemoryBroker(), perishes: true },
  {
    name: 'Kafka',
    make: () => new KafkaBroker({ brokers: kafkaBrokers(), clientId: uniqueName('spec') }),
  },
  {
    name: 'Kafka with @platformatic/kafka',
    make: () =>
      new KafkaBroker({
        brokers: kafkaBrokers(),
        clientId: uniqueName('spec'),
        kafkaClient: 'platformatic',
      }),
  },
  ...(amqp
    ? [
        {
          name: 'RabbitMQ',
          make: () =>
            new RabbitBroker({ url: amqp, tls, clientId: 'spec', random: Math.random, balanceMs: 500 }),
          forgets: true as const,
        },
      ]
    : []),
  ...(redis ? [{ name: 'Redis', make: () => new RedisBroker({ url: redis, tls, leaseMs: 3_000 }) }] : []),
];

describe.each(brokers)('the broker $name', ({ make, perishes, forgets }) => {
  const broker = make();
  const consumptions: Consumption[] = [];
  afterAll(async () => {
    await Promise.all(consumptions.map((consumption) => consumption.stop()));
    await broker.close();
  });

  const newTopic = async (partitions = 3): Promise<string> => {
    const name = uniqueName('topic');
    expect(await broker.ensureTopics([{ name, partitions, retentionMs: WEEK }])).toEqual([]);
    return name;
  };
  const send = (...rows: OutboxMessage[]) => broker.publisher.publish(rows, 10_000);
  const subscribe = async (
    group: string,
    topic: string,
    handle: (records: readonly Delivery[]) => Promise<void>,
  ): Promise<Consumption> => {
    const consumption = await broker.subscribe({ group, topics: [topic], handle });
    consumptions.push(consumption);
    return consumption;
  };
  /** Subscribes a new group, and returns the array to which its records are added. */
  const read = async (topic: string): Promise<Delivery[]> => {
    const seen: Delivery[] = [];
    await subscribe(uniqueName('group'), topic, async (records) => void seen.push(...records));
    return seen;
  };

  it('answers where each record stands', async () => {
    const topic = await newTopic();
    const seen = await read(topic);
    const rows = ['a', 'b', 'a', 'c', 'b', 'a'].map((key) => row(topic, key));
    const positions = [...(await send(...rows.slice(0, 4))), ...(await send(...rows.slice(4)))];
    await eventually(() => expect(seen).toHaveLength(rows.length));
    const expected = rows.map(({ key, body, ...rest }, index) => ({
      topic,
      ...positions[index]!,
      key,
      value: Buffer.from(body),
      headers: headersOf({ key, body, ...rest }),
    }));
    const byPlace = (a: Delivery, b: Delivery) => a.partition - b.partition || a.offset - b.offset;
    expect([...seen].sort(byPlace)).toEqual([...expected].sort(byPlace));
  });

  it('keeps the order of a key, over batches and topics', async () => {
    const [one, other] = [await newTopic(), await newTopic(2)];
    const rows = Array.from({ length: 60 }, (_, index) => row(index % 2 ? one : other, `key-${index % 7}`));
    const readings = new Map([
      [one, await read(one)],
      [other, await read(other)],
    ]);
    for (let from = 0; from < rows.length; from += 13) await send(...rows.slice(from, from + 13));
    for (const [topic, seen] of readings) {
      await eventually(() => expect(seen).toHaveLength(30));
      for (let key = 0; key < 7; key++) {
        const of = (records: readonly { key: string }[]) =>
          records.filter((record) => record.key === `key-${key}`);
        expect(of(seen).map((record) => (record as Delivery).value?.toString())).toEqual(
          of(rows.filter((sent) => sent.topic === topic)).map((sent) => (sent as OutboxMessage).body),
        );
      }
    }
  });

  it('carries an empty key and headers in any script', async () => {
    const topic = await newTopic(1);
    const seen = await read(topic);
    const sent = row(topic, '', '{"word":"größer 東 🚚"}', {
      userId: 'Jürgen 東京',
      tenant: 'a,b;c="d"',
      aggregateVersion: 7,
    });
    const [position] = await send(sent);
    await eventually(() => expect(seen).toHaveLength(1));
    expect(seen).toEqual([
      { topic, ...position, key: '', value: Buffer.from(sent.body), headers: headersOf(sent) },
    ]);
  });

  it('puts a key into the same partition after a restart', async () => {
    const topic = await newTopic(6);
    const keys = Array.from({ length: 20 }, (_, index) => `key-${index}`);
    const before = await send(...keys.map((key) => row(topic, key)));
    const restarted = perishes ? broker : make();
    const after = await restarted.publisher.publish(
      keys.map((key) => row(topic, key)),
      10_000,
    );
    if (restarted !== broker) await restarted.close();
    expect(after.map(({ partition }) => partition)).toEqual(before.map(({ partition }) => partition));
    expect(new Set(after.map(({ partition }) => partition)).size).toBeGreaterThan(1);
  });

  it('makes topics that are missing, also when two ask at once, and reports another number of partitions', async () => {
    const specs = Array.from({ length: 6 }, () => ({
      name: uniqueName('topic'),
      partitions: 3,
      retentionMs: WEEK,
    }));
    const both = await Promise.all([broker.ensureTopics(specs), broker.ensureTopics(specs)]);
    expect(both).toEqual([[], []]);
    const [first, ...others] = specs;
    expect(await broker.ensureTopics([{ ...first!, partitions: 5 }, ...others])).toEqual([
      `topic ${first!.name} has 3 partitions where the table of topics says 5`,
    ]);
  });

  it('refuses records for a topic that is not there', async () => {
    await expect(send(row(uniqueName('nowhere'), 'a'))).rejects.toThrow();
  });

  it('takes records for done only once they are handled', async () => {
    const topic = await newTopic(1);
    const group = uniqueName('group');
    let finish = () => {};
    const busy = new Promise<void>((resolve) => (finish = resolve));
    const first: string[] = [];
    const one = await subscribe(group, topic, async (records) => {
      first.push(...records.map(({ key }) => key));
      await busy;
    });
    await send(row(topic, 'a'), row(topic, 'b'));
    await eventually(() => expect(first[0]).toBe('a'));
    let stopped = false;
    const stopping = one.stop().then(() => (stopped = true));
    await send(row(topic, 'c'));
    expect(stopped).toBe(false);
    finish();
    await stopping;
    const handled = [...first];
    const second: string[] = [];
    await subscribe(group, topic, async (records) => void second.push(...records.map(({ key }) => key)));
    await eventually(() => expect([...handled, ...second]).toEqual(['a', 'b', 'c']));
    expect(first).toEqual(handled);
  });

  it('lets the members of a group share the partitions, each record handled once', async () => {
    const topic = await newTopic(6);
    const group = uniqueName('group');
    const handled: [string, number][] = [];
    const member = (name: string) =>
      subscribe(group, topic, async (records) => {
        handled.push(
          ...records.map(({ value }): [string, number] => [
            name,
            (JSON.parse(String(value)) as { nr: number }).nr,
          ]),
        );
      });
    const one = await member('one');
    await member('two');
    const keys = Array.from({ length: 24 }, (_, index) => `key-${index}`);
    const sent: number[] = [];
    const round = async () => {
      const rows = keys.map((key) => row(topic, key));
      sent.push(...rows.map(({ position }) => position));
      await send(...rows);
      await eventually(() => expect(new Set(handled.map(([, nr]) => nr))).toEqual(new Set(sent)));
    };
    // During the rebalance a record may be delivered twice, afterwards once.
    await eventually(async () => {
      handled.length = sent.length = 0;
      await round();
      expect(new Set(handled.map(([name]) => name))).toEqual(new Set(['one', 'two']));
    });
    handled.length = sent.length = 0;
    await round();
    expect(handled.map(([, nr]) => nr).sort((a, b) => a - b)).toEqual(sent);
    await one.stop();
    handled.length = sent.length = 0;
    await round();
    expect(new Set(handled.map(([name]) => name))).toEqual(new Set(['two']));
  });

  it('goes on with what a group has not handled', async () => {
    const topic = await newTopic(1);
    const group = uniqueName('group');
    const seen: string[] = [];
    const keep = async (records: readonly Delivery[]) => void seen.push(...records.map(({ key }) => key));
    const first = await subscribe(group, topic, keep);
    await send(row(topic, 'a'));
    await eventually(() => expect(seen).toEqual(['a']));
    await first.stop();
    await send(row(topic, 'b'), row(topic, 'c'));
    await subscribe(group, topic, keep);
    await eventually(() => expect(seen).toEqual(['a', 'b', 'c']));
  });

  it('gives a new group what was sent before it, or else only what comes from then on', async () => {
    const topic = await newTopic(1);
    await read(topic);
    await send(row(topic, 'before'));
    const seen = await read(topic);
    await send(row(topic, 'after'));
    const expected = forgets ? ['after'] : ['before', 'after'];
    await eventually(() => expect(seen.map(({ key }) => key)).toEqual(expected));
  });

  it('gives a reader of the topic what was sent before it first subscribed', async () => {
    const [name, group] = [uniqueName('topic'), uniqueName('group')];
    await broker.ensureTopics([{ name, partitions: 1, retentionMs: WEEK, readers: [group] }]);
    await send(row(name, 'before'));
    const seen: string[] = [];
    await subscribe(group, name, async (records) => void seen.push(...records.map(({ key }) => key)));
    await send(row(name, 'after'));
    await eventually(() => expect(seen).toEqual(['before', 'after']));
  });

  it('leaves out what a subscription does not ask for', async () => {
    const topic = await newTopic(1);
    const seen: string[] = [];
    const only = { types: ['order.*', 'stock.reserved'], headers: { ce_tenant: 'acme' } };
    const consumption = await broker.subscribe({
      group: uniqueName('group'),
      topics: [topic],
      only,
      handle: async (records) => void seen.push(...records.map(({ key }) => key)),
    });
    consumptions.push(consumption);
    const sent = (key: string, type: string, tenant = 'acme') => row(topic, key, '{}', { type, tenant });
    await send(
      sent('1', 'order.placed'),
      sent('2', 'stock.released'),
      sent('3', 'order.placed', 'another'),
      sent('4', 'stock.reserved'),
      sent('5', 'orders.x'),
      sent('6', 'order.line.added'),
    );
    await send(sent('7', 'order.cancelled'));
    await eventually(() => expect(seen.at(-1)).toBe('7'));
    expect(seen).toEqual(['1', '4', '6', '7']);
  });

  it('is alive while it consumes, and answers a ping', async () => {
    const consumption = await subscribe(uniqueName('group'), await newTopic(1), async () => undefined);
    await eventually(() => expect(consumption.alive()).toBe(true));
    await broker.ping();
  });
});

if (amqp)
  describe('the broker RabbitMQ', () => {
    it('gives up what is handed out again and again, and hands it to the group as it came', async () => {
      const options = { url: amqp, tls, clientId: 'spec', random: Math.random, deliveryLimit: 2 };
      const broker = new RabbitBroker(options);
      const [topic, group] = [uniqueName('topic'), uniqueName('group')];
      await broker.ensureTopics([{ name: topic, partitions: 3, retentionMs: WEEK, readers: [group] }]);
      const fatal = row(topic, 'a', '{"word":"größer 東 🚚"}');
      const [position] = await broker.publisher.publish([fatal], 10_000);
      let begun = 0;
      const die = async () => {
        begun++;
        throw new Error('as when the process dies');
      };
      for (const round of [1, 2, 3]) {
        const member = await broker.subscribe({ group, topics: [topic], handle: die });
        await eventually(() => expect(begun).toBe(round));
        await member.stop();
      }
      const [handled, givenUp]: [string[], Delivery[]] = [[], []];
      const last = await broker.subscribe({
        group,
        topics: [topic],
        handle: async (records) => void handled.push(...records.map(({ headers }) => headers['ce_id']!)),
        undeliverable: async (record) => void givenUp.push(record),
      });
      const next = row(topic, 'a');
      await broker.publisher.publish([next], 10_000);
      await eventually(() => expect([handled.length, givenUp.length]).toEqual([1, 1]));
      await last.stop();
      await broker.close();
      expect(handled).toEqual([next.id]);
      const { key, body, ...rest } = fatal;
      expect(givenUp).toEqual([
        { topic, ...position, key, value: Buffer.from(body), headers: headersOf({ key, body, ...rest }) },
      ]);
    });
  });

describe('the broker in memory', () => {
  it('takes up a record that comes while a partition falls idle', async () => {
    const broker = new MemoryBroker({
      after: (_, callback) => {
        queueMicrotask(callback);
        return () => undefined;
      },
    });
    await broker.ensureTopics([{ name: 't', partitions: 1, retentionMs: WEEK }]);
    const seen: number[] = [];
    await broker.subscribe({
      group: 'g',
      topics: ['t'],
      handle: async (records) => void seen.push(...records.map(({ offset }) => offset)),
    });
    for (let hops = 0; hops < 30; hops++) {
      await broker.publisher.publish([row('t', 'a')], 1_000);
      for (let hop = 0; hop < hops; hop++) await Promise.resolve();
    }
    await eventually(() => expect(seen).toEqual(Array.from({ length: 30 }, (_, index) => index)));
  });

  it('gives what a member began and never ended to the next', async () => {
    const broker = new MemoryBroker();
    await broker.ensureTopics([{ name: 't', partitions: 1, retentionMs: WEEK }]);
    await broker.publisher.publish([row('t', 'a')], 1_000);
    let began = 0;
    const never = new Promise<void>(() => undefined);
    const begin = async (records: readonly Delivery[]) => {
      began += records.length;
      await never;
    };
    await broker.subscribe({ group: 'g', topics: ['t'], handle: begin });
    await eventually(() => expect(began).toBe(1));
    await broker.close();
    const seen: Delivery[] = [];
    await broker.subscribe({
      group: 'g',
      topics: ['t'],
      handle: async (records) => void seen.push(...records),
    });
    await eventually(() => expect(seen.map(({ offset }) => offset)).toEqual([0]));
  });

  it('refuses to subscribe to a topic that is not there', async () => {
    const subscription = { group: 'g', topics: ['nowhere'], handle: () => Promise.resolve() };
    await expect(new MemoryBroker().subscribe(subscription)).rejects.toThrow('no such topic: nowhere');
  });
});
