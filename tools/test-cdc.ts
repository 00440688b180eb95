// `npm run test:cdc`: checks that Debezium with docker/debezium/outbox.json publishes the same records as our relay.
import assert from 'node:assert/strict';
import { systemTimers } from '@waybill/kernel';
import { type Delivery, KafkaBroker } from '@waybill/messaging';
import { ReplicationRelay, ensureSlot, outboxSlotOf } from '@waybill/outbox';
import {
  booked,
  eventually,
  postgresWorld,
  startStack,
  READS_WAL,
  TEST_DATABASE_URL,
} from '@waybill/testing';
import { startConnect } from './cdc/connect.js';

const BODIES = ['plain', 'Straße 🚚 "quoted" \\ \n\t', '{}', 'NULL', ''];

const stack = await startStack({ say: (line) => console.log(line), settings: READS_WAL });
try {
  if (!stack.kafkaBrokers) throw new Error(stack.kafkaMissing ?? 'Kafka is missing');
  process.env[TEST_DATABASE_URL] = stack.databaseUrl;
  await compare(stack.kafkaBrokers);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await stack.stop();
}
process.exit();

async function compare(brokers: string): Promise<void> {
  const world = await postgresWorld('cdc');
  const { url } = world.service;
  const slots = { ours: outboxSlotOf(url), debezium: `${outboxSlotOf(url)}_d` };
  for (const slot of Object.values(slots)) await ensureSlot(world.pool, slot);
  const broker = new KafkaBroker({ brokers, clientId: 'cdc', gatherMs: 0, log: () => {}, onCrash: () => {} });
  await broker.ensureTopics([{ name: booked.topic, partitions: 3, retentionMs: 3_600_000 }]);
  const heard: Delivery[] = [];
  await broker.subscribe({
    group: `cdc-${process.pid}`,
    topics: [booked.topic],
    handle: (records) => Promise.resolve(void heard.push(...records)),
  });
  const relay = new ReplicationRelay({
    url,
    slot: slots.ours,
    publisher: broker.publisher,
    timers: systemTimers,
    random: Math.random,
    onError: (error) => console.error(error),
  });
  relay.start();
  const connect = await startConnect(brokers, url, slots.debezium);
  try {
    const unitOfWork = world.transientUnitOfWork();
    for (const [index, account] of BODIES.entries()) {
      world.clock.advance(index * 7);
      const more = index % 2 === 0 ? { userId: 'user 7' } : {};
      await unitOfWork.run(world.context('write', more), async (tx) => {
        tx.publish(
          booked,
          account || 'empty',
          { account, amount: index },
          { aggregateType: 'account', aggregateVersion: 7 },
        );
        tx.publish(booked, account || 'empty', { account, amount: -index });
      });
    }
    await eventually(() => assert.equal(heard.length, BODIES.length * 4), { within: 60_000 }).catch(
      (error: unknown) => {
        console.error(
          connect
            .log()
            .split('\n')
            .filter((line) => /ERROR|Caused/.test(line))
            .slice(0, 12)
            .join('\n'),
        );
        throw error;
      },
    );
    const records = heard.map(({ key, value, headers, partition }) => ({
      key,
      partition,
      value: value?.toString('utf8'),
      headers: Object.fromEntries(Object.entries(headers).sort(([a], [b]) => (a < b ? -1 : 1))),
    }));
    const pairs = [...Map.groupBy(records, ({ headers }) => headers['ce_id']).values()];
    assert.equal(pairs.length, BODIES.length * 2);
    for (const [one, other] of pairs) assert.deepEqual(one, other);
    console.log(
      `Debezium and the relay published the same ${pairs.length} records, with the same keys, partitions, headers and bodies.`,
    );
  } finally {
    await connect.stop();
    await relay.stop();
    await broker.close();
  }
}
