import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Socket, connect as connectSocket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Connection } from '@platformatic/kafka';
import { systemTimers } from '@waybill/kernel';
import { eventually, kafkaBrokers, nextTestMessage, uniqueName } from '@waybill/testing';
import kafkajs from 'kafkajs';
import { KafkaPublisher } from './kafka-publisher.js';
import { kafkajsSender } from './kafkajs-sender.js';
import { platformaticSender } from './platformatic/sender.js';
import type { ConnectSender } from './record-sender.js';
import { WEEK, nothing, specBroker } from './kafka-specs.fixture.js';

/** The connections of a client whose responses a test can drop. */
class Link {
  deaf = false;
  senders = 0;
  readonly sockets = new Set<Socket>();

  over<Connected extends Socket>(socket: Connected): Connected {
    const emit = socket.emit.bind(socket);
    socket.emit = ((event: string, ...args: unknown[]) =>
      event === 'data' && this.deaf ? true : emit(event, ...args)) as typeof socket.emit;
    this.sockets.add(socket);
    return socket;
  }
}

function kafkajsOver(link: Link): ConnectSender {
  const kafka = new kafkajs.Kafka({
    brokers: kafkaBrokers().split(','),
    logCreator: nothing,
    requestTimeout: 1_500,
    retry: { retries: 1, initialRetryTime: 50 },
    socketFactory: ({ host, port, onConnect }) => link.over(connectSocket(port, host, onConnect)),
  });
  return () => kafkajsSender(kafka, 'gzip');
}

function platformaticOver(): ConnectSender {
  return () => platformaticSender({ brokers: kafkaBrokers(), clientId: 'spec' }, 'gzip');
}

const clients = [
  { client: 'kafkajs' as const, over: kafkajsOver },
  { client: 'platformatic' as const, over: platformaticOver },
];

describe.each(clients)('the publisher with $client', ({ client, over }) => {
  const { broker, raw, producer, newTopic } = specBroker(client, kafkaBrokers(), uniqueName);
  let latest: Link | undefined;
  const made = (message: unknown): void => {
    const { instance } = message as { instance: unknown };
    if (!(instance instanceof Connection)) return;
    const link = latest;
    instance.once('connect', () => void link?.over(instance.socket));
  };
  beforeAll(() => {
    if (client === 'platformatic') subscribe('plt:kafka:instances', made);
  });
  afterAll(() => void unsubscribe('plt:kafka:instances', made));

  /** A publisher over connections that a test can spoil. It counts its senders. */
  const connect = () => {
    const link = new Link();
    latest = link;
    const sender = over(link);
    const counted = () => {
      link.senders++;
      return sender();
    };
    return { link, publisher: new KafkaPublisher(counted, systemTimers) };
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

  it('throws its producer away after a send without an answer, and loses nothing', async () => {
    const topic = await newTopic();
    const { link, publisher } = connect();
    await publisher.publish([nextTestMessage(topic, 'a', 'first')], 10_000);
    link.deaf = true;
    await expect(publisher.publish([nextTestMessage(topic, 'a', 'unanswered')], 1_000)).rejects.toMatchObject(
      {
        code: 'TIMEOUT',
      },
    );
    link.deaf = false;
    const [position] = await publisher.publish([nextTestMessage(topic, 'a', 'another')], 10_000);
    const again = await publisher.publish(
      [nextTestMessage(topic, 'a', 'unanswered'), nextTestMessage(topic, 'a', 'last')],
      10_000,
    );
    await publisher.close();
    const log = await contents(topic);
    expect([...new Set(log)].sort()).toEqual(['another', 'first', 'last', 'unanswered']);
    expect([position, ...again].map(({ offset } = { offset: -1, partition: 0 }) => log[offset])).toEqual([
      'another',
      'unanswered',
      'last',
    ]);
    expect(link.senders).toBe(2);
  });

  it('sends again after its connections were cut', async () => {
    const topic = await newTopic();
    const { link, publisher } = connect();
    await publisher.publish([nextTestMessage(topic, 'a', 'first')], 10_000);
    for (const socket of link.sockets) socket.destroy();
    const send = () => publisher.publish([nextTestMessage(topic, 'a', 'second')], 10_000);
    await send().catch(send);
    await publisher.close();
    expect([...new Set(await contents(topic))]).toEqual(['first', 'second']);
  });

  it('sends nothing when the lease is about to end', async () => {
    const topic = await newTopic();
    const { link, publisher } = connect();
    await expect(publisher.publish([nextTestMessage(topic, 'a', 'late')], 999)).rejects.toThrow(
      'no send may outlive it',
    );
    expect([await contents(topic), link.senders]).toEqual([[], 0]);
  });

  it('says that the clock is wrong where Kafka refuses the time of messages, and publishes when it is right', async () => {
    const topic = await newTopic();
    const { publisher } = connect();
    const now = Date.now.bind(Date);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + 2 * 3_600_000);
    const send = () => publisher.publish([nextTestMessage(topic, 'a', '1')], 10_000);
    await expect(send()).rejects.toThrow(
      /^Kafka refuses the time of messages: the clock of this machine \(.+\) differs too much from Kafka's/,
    );
    clock.mockRestore();
    expect(await send()).toEqual([{ partition: 0, offset: 0 }]);
    await publisher.close();
  });

  it('goes on after a topic was deleted and created again', async () => {
    const topic = await newTopic();
    const { publisher } = connect();
    await publisher.publish([nextTestMessage(topic, 'a', '1'), nextTestMessage(topic, 'a', '2')], 10_000);
    const admin = raw.admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await eventually(async () => {
      await broker.ensureTopics([{ name: topic, partitions: 1, retentionMs: WEEK }]);
      expect(await admin.listTopics()).toContain(topic);
    });
    await admin.disconnect();
    const send = () => publisher.publish([nextTestMessage(topic, 'a', '3')], 10_000);
    await eventually(async () => expect(await send()).toHaveLength(1));
    await publisher.close();
    expect(new Set(await contents(topic))).toEqual(new Set(['3']));
  });
});
