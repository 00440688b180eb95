import { systemTimers } from '@waybill/kernel';
import type { KafkaBroker } from '@waybill/messaging';
import {
  Leases,
  type OutboxMessage,
  Relay,
  postgresLeaseStore,
  postgresOutboxStore,
  shardOf,
} from '@waybill/outbox';
import { uuids } from '@waybill/platform';
import type { Pool, PoolClient } from 'pg';

export const ROWS = 100_000;
export const KEYS = 1_000;
/** With the other columns a row has about 550 bytes. */
const BODY = JSON.stringify({ text: 'x'.repeat(180) });

export function rowOf(topic: string, number: number): OutboxMessage {
  const key = `key-${number % KEYS}`;
  return {
    position: number,
    shard: shardOf(key),
    topic,
    key,
    id: uuids.next(),
    type: 'bench.told',
    version: 1,
    source: '/bench',
    time: new Date(),
    correlationId: uuids.next(),
    causationId: uuids.next(),
    userId: 'bench',
    tenant: 'default',
    aggregateType: null,
    aggregateVersion: null,
    body: BODY,
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
  };
}

/** Inserts the messages from `from` (inclusive) to `to` (exclusive) in one transaction. */
export async function writeRows(
  pool: Pool | PoolClient,
  topic: string,
  from: number,
  to: number,
): Promise<void> {
  const rows = Array.from({ length: to - from }, (_, index) => rowOf(topic, from + index));
  await pool.query(
    `INSERT INTO outbox (shard, topic, key, id, type, version, source, time, correlation_id, causation_id, user_id, tenant,
       traceparent, body)
     SELECT r.shard, r.topic, r.key, r.id, r.type, r.version, r.source, r.time, r."correlationId", r."causationId", r."userId",
       r.tenant, r.traceparent, r.body
     FROM jsonb_to_recordset($1) AS r (shard smallint, topic text, key text, id text, type text, version integer, source text,
       time timestamptz, "correlationId" text, "causationId" text, "userId" text, tenant text, traceparent text, body text)`,
    [JSON.stringify(rows)],
  );
}

export async function fillOutbox(pool: Pool | PoolClient, topic: string): Promise<void> {
  for (let from = 0; from < ROWS; from += 10_000) await writeRows(pool, topic, from, from + 10_000);
}

export function relayOf(pool: Pool, broker: KafkaBroker, onBatch?: (messages: number) => void): Relay {
  return new Relay({
    store: postgresOutboxStore(pool),
    leases: new Leases({
      store: postgresLeaseStore(pool),
      name: 'outbox',
      owner: uuids.next(),
      ttlMs: 15_000,
      now: () => performance.now(),
    }),
    publisher: broker.publisher,
    timers: systemTimers,
    random: Math.random,
    gatherMs: 20,
    ...(onBatch && { onBatch }),
  });
}
