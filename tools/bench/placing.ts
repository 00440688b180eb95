import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '@waybill/shop';
import { queryOn } from '@waybill/testing';
import pg from 'pg';
import { LoadClient } from '../load/client.js';
import { CUSTOMER, orderBody, percentiles, round } from '../load/run.js';
import type { Samples } from './samples.js';

/** Measures POST /v1/orders with `clients` in parallel and the relay off: responses per second and latency. */
export async function placeOnly(platform: Platform, seconds: number, clients: number) {
  const client = new LoadClient(platform.urls.order, await platform.token(CUSTOMER), clients);
  const ms: number[] = [];
  let number = 0;
  let failed = 0;
  const start = performance.now();
  const end = start + seconds * 1_000;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < end) {
        const sent = performance.now();
        const current = number++;
        const key = `place-${process.pid}-${start}-${current}`;
        const { response } = await client.place(orderBody(current), key);
        if (response.status === 202) ms.push(performance.now() - sent);
        else failed++;
      }
    }),
  );
  const perSecond = round(ms.length / ((performance.now() - start) / 1_000));
  client.close();
  return { perSecond, failed, ms: percentiles(ms) };
}

/** Writes the rows of placements with pgbench, one commit per order. Undefined if pgbench is not installed. */
export async function pgbench(
  platform: Platform,
  samples: Samples,
  seconds: number,
  clients: number,
): Promise<number | undefined> {
  try {
    execFileSync('pgbench', ['--version']);
  } catch {
    return undefined;
  }
  const { order } = samples.rows;
  const outbox = ['order.placed', 'inventory.reserve'].map((type) => samples.messages.get(type)!);
  const text = (value: unknown): string => `'${String(value).replace(/'/g, "''")}'`;
  const json = (value: unknown): string => text(JSON.stringify(value));
  const at = `now()`;
  const summary = order['order_summaries']![0]!;
  const saga = order['sagas']![0]!;
  const contact = order['contacts']![0]!;
  const event = order['events']![0]!;
  const key = order['idempotency_keys']![0]!;
  const id = `(:order || '-' || :client_id || '-bench')::text`;
  const script = [
    '\\set order random(1, 9000000000000000)',
    'BEGIN;',
    `INSERT INTO inbox VALUES (current_date, 'http', ${id});`,
    `INSERT INTO idempotency_keys VALUES (${id}, ${text(key['fingerprint'])}, ${json(key['answer'])}, ${at});`,
    `INSERT INTO streams VALUES (${id}, 'order', 1, ${id});`,
    `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
       VALUES (${id}, 1, ${id}, 'order.placed', 'order', ${json(event['data'])}, ${json(event['metadata'])}, ${at});`,
    `INSERT INTO order_summaries VALUES (${id}, 'default', 'load-customer', 'PENDING', 1, ${at}, ${at}, 'EUR', 3495,
       ${json(summary['lines'])}, ${json(summary['charges'])}, '{"refunded":0}');`,
    `INSERT INTO contacts VALUES (${id}, ${text(contact['customer_name'])}, ${text(contact['email'])}, ${json(contact['address'])});`,
    `INSERT INTO sagas (id, name, tenant, status, state, log, deadline, wake_at, started_at, updated_at)
       VALUES (${id}, 'fulfilment', 'default', 'running', ${json(saga['state'])},
       ${json((saga['log'] as unknown[]).slice(0, 1))}, ${at}, ${at}, ${at}, ${at});`,
    ...outbox.map(
      ({
        topic,
        type,
        body,
        headers,
      }) => `INSERT INTO outbox (shard, topic, key, id, type, version, source, time, correlation_id,
       causation_id, user_id, tenant, traceparent, body) VALUES (1, ${text(topic)}, ${id}, ${id}, ${text(type)}, 1, '/order', ${at},
       ${text(headers['ce_correlationid'])}, ${id}, 'load', 'default', ${text(headers['traceparent'])}, ${text(body)});`,
    ),
    'COMMIT;',
  ]
    // In pgbench a command ends at the end of the line, and a colon starts a variable.
    .map((line) => line.replace(/\s*\n\s*/g, ' '))
    .join('\n');
  const file = join(mkdtempSync(join(tmpdir(), 'waybill-bench-')), 'place.sql');
  writeFileSync(file, script);
  const output = await runPgbench(platform.databases.order, file, seconds, clients);
  const tps = /tps = ([\d.]+)/.exec(output)?.[1];
  if (!tps) throw new Error(`pgbench: ${output}`);
  return round(Number(tps));
}

function runPgbench(url: string, file: string, seconds: number, clients: number): Promise<string> {
  const flags = [
    '-n',
    '-M',
    'prepared',
    '-c',
    String(clients),
    '-j',
    '2',
    '-T',
    String(seconds),
    '-f',
    file,
    url,
  ];
  return new Promise((resolve, reject) => {
    const child = spawn('pgbench', flags, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk) => (output += String(chunk)));
    child.once('error', reject).once('close', () => resolve(output));
  });
}

/** Durability settings of Postgres, which must be on for the figures to be valid. */
export async function durability(url: string): Promise<Record<string, string>> {
  const rows = await queryOn<{ name: string; setting: string }>(
    url,
    `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
}

export type RowCounts = Readonly<Record<string, number>>;

/** Rows inserted, updated and deleted so far, by table. Partitions count for their parent. */
export async function rowCounts(platform: Platform): Promise<RowCounts> {
  const counts: Record<string, number> = {};
  for (const [service, url] of Object.entries(platform.databases)) {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('SELECT pg_stat_force_next_flush()');
    const { rows } = await client.query<{ table: string; rows: number }>(
      `SELECT regexp_replace(relname, '_\\d{8}$', '') AS table, sum(n_tup_ins + n_tup_upd + n_tup_del)::int AS rows
       FROM pg_stat_user_tables GROUP BY 1`,
    );
    await client.end();
    for (const row of rows) counts[`${service}.${row.table}`] = row.rows;
  }
  return counts;
}

export function perOrder(before: RowCounts, after: RowCounts, orders: number): Record<string, number> {
  const entries = Object.entries(after).map(
    ([table, rows]) => [table, round((rows - (before[table] ?? 0)) / orders)] as const,
  );
  return Object.fromEntries(
    entries.filter(([table, rows]) => rows > 0.05 && !/leases|migrations/.test(table)).sort(),
  );
}
