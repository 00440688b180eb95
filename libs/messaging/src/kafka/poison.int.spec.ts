import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Context, DomainError, type Message, type MessageType, systemTimers } from '@waybill/kernel';
import {
  accounts,
  BankTables1700000000000,
  book,
  eventually,
  kafkaBrokers,
  open,
  postgresWorld,
  refusal,
  testMessage,
  uniqueName,
} from '@waybill/testing';
import type { BatchRunner } from '@waybill/unit-of-work';
import kafkajs, { type Message as KafkaMessage } from 'kafkajs';
import { Consumer } from '../consumer.js';
import { deadLetters } from '../dead-letter.js';
import { headersOf } from '../envelope.js';
import { KafkaBroker } from './kafka-broker.js';

const ROUNDS = process.env['WAYBILL_PROOFS'] === 'full' ? 100 : 2;
const MINUTE = 60_000;
const nothing = () => () => undefined;

const paid: MessageType<'bank.paid', number> = {
  type: 'bank.paid',
  version: 1,
  topic: 'bank.events',
  parse(data) {
    const { amount } = (data ?? {}) as { amount?: unknown };
    if (typeof amount !== 'number') throw new DomainError(refusal('BAD_DATA'), 'amount is no number');
    return amount;
  },
};

/** Invalid messages, by the error code of their dead letters. */
const POISONS: Readonly<Record<string, { readonly value: string | null; readonly version?: string }>> = {
  BAD_JSON: { value: '{"amount":' },
  BAD_DATA: { value: '{"amount":"much"}' },
  TypeError: { value: '{"amount":-1}' },
  'BAD_JSON of 2 MB': { value: 'x'.repeat(2_000_000) },
  'BAD_JSON without a value': { value: null },
  'BAD_DATA of a newer version': { value: '{"amount":"1 EUR"}', version: '2' },
  UNKNOWN_VERSION: { value: '{"amount":1}', version: '0' },
};

/** Proof 12, with a real broker: invalid messages neither stop the consumer nor delay other messages. */
describe('a topic with poison in it', () => {
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'proof' });
  const raw = new kafkajs.Kafka({ brokers: kafkaBrokers().split(','), logCreator: nothing });
  const topic = uniqueName('poison');
  const keys = ['one', 'two', 'three'];
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let unitOfWork: BatchRunner;

  const good = (key: string): KafkaMessage => record(key, '{"amount":1}');
  const record = (key: string, value: string | null, version = '1'): KafkaMessage => ({
    key,
    value,
    headers: {
      ...headersOf(
        testMessage({
          topic,
          key,
          id: world.ids.next(),
          type: 'bank.paid',
          source: '/bank',
          time: world.clock.now(),
        }),
      ),
      ce_eventversion: version,
    },
  });

  beforeAll(async () => {
    world = await postgresWorld('poison', [BankTables1700000000000]);
    unitOfWork = world.unitOfWork();
    for (const key of keys) await unitOfWork.run(world.context('open'), (tx) => open(tx, key, 0));
    const admin = raw.admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: 1, configEntries: [{ name: 'max.message.bytes', value: '4000000' }] }],
    });
    await admin.disconnect();
    const producer = raw.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
    await producer.connect();
    // Each is followed by a valid message of the same key and one of the next key.
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, { value, version }] of Object.values(POISONS).entries()) {
        const [key, next] = [keys[index % 3]!, keys[(index + 1) % 3]!];
        await producer.send({ topic, messages: [record(key, value, version), good(key), good(next)] });
      }
    }
    await producer.disconnect();
  });
  afterAll(async () => {
    await broker.close();
    await world?.close();
  });

  const handle = (message: Message, context: Context): Promise<unknown> => {
    const amount = message.data as number;
    if (amount < 0) throw new TypeError('a defect');
    return unitOfWork.run(context, (tx) => book(tx, message.key, amount));
  };
  /** Consumes the topic from the beginning with this group. */
  const consume = async (group: string) => {
    const consumer = new Consumer({
      service: 'bank',
      unitOfWork,
      types: new Map([[paid.type, paid]]),
      clock: world.clock,
      routes: () => [{ consumer: 'bank', handle }],
      timers: systemTimers,
      ids: world.ids,
      random: Math.random,
    });
    let seen = 0;
    const consumption = await broker.subscribe({
      group,
      topics: [topic],
      joined: () => consumer.joined(),
      handle: async (records) => {
        await consumer.handle(records);
        seen += records.length;
      },
    });
    await eventually(() => expect(seen).toBe(all), { within: 5 * MINUTE });
    expect(consumption.alive()).toBe(true);
    await consumption.stop();
  };
  const all = ROUNDS * Object.keys(POISONS).length * 3;
  const letters = async () => (await world.rows(deadLetters)).sort((a, b) => a.offset - b.offset);
  const balances = async () => (await world.rows(accounts)).map(({ balance }) => balance);

  it(
    `of each kind ${ROUNDS}: each is dead-lettered once, the others have their effect, the consumer lives`,
    async () => {
      await consume(uniqueName('group'));
      // Second delivery of all messages: no new dead letters or bookings.
      await consume(uniqueName('group'));
      const found = (await letters()).map(({ offset, errorCode, value }) => [
        offset,
        errorCode,
        value === null ? null : Buffer.from(value).toString(),
      ]);
      const poisons = Array.from({ length: ROUNDS }, () => Object.entries(POISONS)).flat();
      expect(found).toEqual(
        poisons.map(([name, { value }], index) => [index * 3, name.split(' ')[0], value]),
      );
      const booked = (await balances()).reduce((sum, balance) => sum + balance, 0);
      expect(booked).toBe(poisons.length * 2);
    },
    11 * MINUTE,
  );

  it('the naive consumer, which parses in its kafkajs handler, is dead at the first and looks alive', async () => {
    const consumer = raw.consumer({ groupId: uniqueName('group') });
    const handled: unknown[] = [];
    const crashed = new Promise<boolean>((resolve) =>
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.restart)),
    );
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) => void handled.push(JSON.parse(String(message.value))),
    });
    expect(await crashed).toBe(false);
    expect(handled).toEqual([]);
    await consumer.disconnect();
  });
});
