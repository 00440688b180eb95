import { type Context, type Message, type MessageType, systemTimers } from '@waybill/kernel';
import { Consumer, KafkaBroker, type KafkaLibrary, headersOf } from '@waybill/messaging';
import { unitOfWorkPool, systemClock, uuids } from '@waybill/platform';
import {
  BankTables1700000000000,
  type Stack,
  TEST_DATABASE_URL,
  boxes,
  eventually,
  postgresWorld,
  uniqueName,
} from '@waybill/testing';
import { BatchRunner, CLAIM_DAYS, type Committed, postgresDatabase } from '@waybill/unit-of-work';
import kafkajs from 'kafkajs';
import type { Pool } from 'pg';
import { percentiles, round } from '../load/run.js';
import { KEYS, ROWS, fillOutbox, relayOf, rowOf } from './outbox-rows.js';

export type Note = (name: string, value: string, raw?: unknown) => void;

const HOUR = 3_600_000;

/** Measures the messaging libraries without services: drain of the outbox, latency from commit to handler, consumer throughput. */
export async function messagingFigures(stack: Stack, note: Note): Promise<void> {
  process.env[TEST_DATABASE_URL] = stack.databaseUrl;
  const brokers = stack.kafkaBrokers!;
  const world = await postgresWorld('bench', [BankTables1700000000000]);
  const pool = unitOfWorkPool(world.service.url, 'bench');
  const { KAFKA_CLIENT = 'kafkajs' } = process.env as { KAFKA_CLIENT?: KafkaLibrary };
  const broker = new KafkaBroker({ kafkaClient: KAFKA_CLIENT, brokers, clientId: 'bench', gatherMs: 20 });
  const topicOf = async (): Promise<string> => {
    const name = uniqueName('bench');
    await broker.ensureTopics([{ name, partitions: 6, retentionMs: HOUR }]);
    return name;
  };
  try {
    const drained: number[] = [];
    const bare: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      drained.push(await drain(pool, broker, await topicOf()));
      bare.push(await sendFromMemory(brokers, await topicOf()));
      note(`outbox drained, turn ${turn + 1}`, `${drained[turn]}/s, kafkajs from memory ${bare[turn]}/s`);
    }
    note('outbox / kafkajs from memory', `${round(middle(drained) / middle(bare))} x (bar 0.7)`);
    const ms = await latency(pool, broker, await topicOf());
    note('commit to handler at 300/s', `p50 ${ms.p50} ms, p95 ${ms.p95} ms (bar 8)`, ms);
    const pace = await consume(pool, broker, brokers, await topicOf());
    note('consumer with claim and one row', `${pace}/s (bar 8,000)`);
  } finally {
    await broker.close();
    await pool.end();
    await world.close();
  }
}

export async function drain(pool: Pool, broker: KafkaBroker, topic: string): Promise<number> {
  await fillOutbox(pool, topic);
  let sent = 0;
  const relay = relayOf(pool, broker, (messages) => (sent += messages));
  const start = performance.now();
  relay.start();
  await eventually(
    () => {
      if (sent < ROWS) throw new Error(`${sent} of ${ROWS} rows are sent and moved`);
    },
    { within: 120_000, every: 5 },
  );
  const seconds = (performance.now() - start) / 1_000;
  await relay.stop();
  return round(ROWS / seconds);
}

/** For comparison: sends the same messages in the same batches and with the same acknowledgements, with the client only. */
export async function sendFromMemory(brokers: string, topic: string): Promise<number> {
  const rows = Array.from({ length: ROWS }, (_, index) => rowOf(topic, index));
  const client = new kafkajs.Kafka({ brokers: brokers.split(','), logCreator: () => () => undefined });
  const producer = client.producer({ maxInFlightRequests: 1 });
  await producer.connect();
  const start = performance.now();
  for (let from = 0; from < ROWS; from += 500) {
    const messages = rows
      .slice(from, from + 500)
      .map((row) => ({ key: row.key, value: row.body, headers: headersOf(row) }));
    await producer.send({ topic, acks: -1, messages });
  }
  const seconds = (performance.now() - start) / 1_000;
  await producer.disconnect();
  return round(ROWS / seconds);
}

interface Told {
  readonly sent: number;
}

function toldOn(topic: string): MessageType<'bench.told', Told> {
  return { type: 'bench.told', version: 1, topic, parse: (data) => data as Told };
}

async function latency(pool: Pool, broker: KafkaBroker, topic: string) {
  const type = toldOn(topic);
  const relay = relayOf(pool, broker);
  const unitOfWork = unitOfWorkOf(pool, (messages) => relay.committed(messages));
  relay.start();
  const committed = new Map<string, number>();
  const ms: number[] = [];
  const consumer = consumerOf(unitOfWork, type, (message) => {
    ms.push(performance.now() - committed.get(message.id)!);
    return Promise.resolve();
  });
  const consumption = await broker.subscribe({
    group: uniqueName('bench'),
    topics: [topic],
    handle: (records) => consumer.handle(records),
  });
  const total = 300 * 12;
  const start = performance.now();
  let sent = 0;
  while (sent < total) {
    const due = Math.min(total, ((performance.now() - start) / 1_000) * 300);
    for (; sent < due; sent++) {
      const context = contextOf();
      void unitOfWork
        .run(context, (tx) => Promise.resolve(tx.publish(type, `key-${sent % KEYS}`, { sent })))
        .then((id) => committed.set(id, performance.now()));
    }
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await eventually(() => {
    if (ms.length < total) throw new Error(`${ms.length} of ${total} arrived`);
  });
  await consumption.stop();
  await relay.stop();
  // The first quarter warms up connections and code.
  return percentiles(ms.slice(total / 4));
}

async function consume(pool: Pool, broker: KafkaBroker, brokers: string, topic: string): Promise<number> {
  await sendFromMemory(brokers, topic);
  const type = toldOn(topic);
  const unitOfWork = unitOfWorkOf(pool);
  let handled = 0;
  const consumer = consumerOf(unitOfWork, type, ({ id }, context) =>
    unitOfWork.run(context, (tx) => {
      handled++;
      tx.append(boxes, { branch: 'bench', number: id, holder: null });
      return Promise.resolve();
    }),
  );
  const consumption = await broker.subscribe({
    group: uniqueName('bench'),
    topics: [topic],
    handle: (records) => consumer.handle(records),
  });
  await eventually(() => {
    if (handled === 0) throw new Error('nothing has come');
  });
  const [start, before] = [performance.now(), handled];
  await eventually(
    async () => {
      const { rows } = await pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM boxes`);
      if (rows[0]!.count < ROWS) throw new Error(`${rows[0]!.count} of ${ROWS} are handled`);
    },
    { within: 120_000, every: 100 },
  );
  const seconds = (performance.now() - start) / 1_000;
  await consumption.stop();
  return round((ROWS - before) / seconds);
}

function unitOfWorkOf(pool: Pool, committed?: (messages: Committed['outbox']) => void): BatchRunner {
  return new BatchRunner({
    database: postgresDatabase(pool),
    source: '/bench',
    ids: uuids,
    clock: systemClock,
    timers: systemTimers,
    random: Math.random,
    retentionDays: CLAIM_DAYS,
    committed: ({ outbox }) => committed?.(outbox),
  });
}

function consumerOf(
  unitOfWork: BatchRunner,
  type: MessageType,
  handle: (message: Message, context: Context) => Promise<unknown>,
): Consumer {
  return new Consumer({
    service: 'bench',
    unitOfWork,
    types: new Map([[type.type, type]]),
    routes: () => [{ consumer: 'bench.told', handle }],
    clock: systemClock,
    timers: systemTimers,
    ids: uuids,
    random: Math.random,
  });
}

function contextOf(): Context {
  return {
    messageId: uuids.next(),
    consumer: 'bench',
    correlationId: uuids.next(),
    tenant: 'default',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
}

function middle(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
