import { instantOf } from '@waybill/kernel';
import { messageTypes } from '@waybill/contracts';
import { type Broker, type Delivery, type Handler, hears, messageOf } from '@waybill/messaging';
import type pg from 'pg';
import type { MessageRecord } from './audit-records.js';
import type { Moment } from './findings.js';
import type { Snapshot } from './snapshot.js';

export interface AuditedService {
  readonly name: string;
  /** The handlers of its consumers. */
  readonly handlers: readonly Handler[];
  readonly snapshot: Snapshot;
  /** For queries about messages that were read: outside the snapshot, with current rows. */
  readonly pool: pg.Pool;
}

export interface MessagesOptions extends Moment {
  readonly services: readonly AuditedService[];
  readonly topics: readonly string[];
  /** Only messages after this time, by the timestamp in their ids. */
  readonly since: Date;
  readonly read: NonNullable<Broker['read']>;
  readonly onRecord: (record: MessageRecord) => void;
}

const MINUTE = 60_000;

interface Known {
  readonly id: string;
  readonly sent: boolean;
  readonly place: string | null;
}

/**
 * Compares the topics with the outboxes of the senders and the claims of the consumers. In memory are one batch of records and one
 * bit per offset of a topic.
 */
export async function auditMessages(options: MessagesOptions): Promise<void> {
  const { services, topics, since, read } = options;
  const recording = new Set<string>();
  for (const { name, snapshot } of services)
    for await (const _ of snapshot.rows('SELECT FROM outbox_sent LIMIT 1')) recording.add(name);
  const places = new Places();
  await read({
    topics,
    // The id is created before the message is published. One minute allows for differing clocks.
    from: new Date(since.getTime() - MINUTE),
    handle: (records) => checkRecords(options, recording, places, records),
  });
  for (const { snapshot } of services) await checkSent(options, places, snapshot);
}

async function checkRecords(
  { services, since, at, graceMs, onRecord }: MessagesOptions,
  recording: ReadonlySet<string>,
  places: Places,
  records: readonly Delivery[],
): Promise<void> {
  const settled = at.getTime() - graceMs;
  const judged = records.flatMap((record) => {
    const { topic, partition, offset, headers } = record;
    const {
      ce_id: id = `${topic}/${partition}/${offset}`,
      ce_type: type = 'a record',
      ce_source = '',
    } = headers;
    const told = instantOf(id) ?? new Date(headers['ce_time'] ?? since);
    const within = told >= since && told.getTime() <= settled;
    return within ? [{ ...record, id, type, source: ce_source.replace(/^\//, '') }] : [];
  });
  const ids = judged.map(({ id }) => id);
  const outboxes = new Map<string, Map<string, Known>>();
  const missing = new Map<string, string[]>();
  for (const service of services) {
    const own = judged.filter(({ source }) => source === service.name).map(({ id }) => id);
    outboxes.set(service.name, await inOutbox(service.pool, own));
    const wanted = judged.flatMap((record) =>
      service.handlers
        .filter((handler) => instantOf(record.id) && isFor(handler, record))
        .map(({ consumer }) => ({ consumer, id: record.id })),
    );
    for (const { consumer, id } of await unclaimed(service, wanted))
      missing.set(id, [...(missing.get(id) ?? []), consumer]);
  }
  const seen = new Set<string>();
  for (const [index, { topic, partition, offset, type, source }] of judged.entries()) {
    const id = ids[index]!;
    const known = outboxes.get(source)?.get(id);
    if (known?.place === `${topic}/${partition}/${offset}`) places.add(topic, partition, offset);
    // A message may be published twice; it is handled once.
    if (seen.has(id)) continue;
    seen.add(id);
    const unrecorded = outboxes.has(source) && !recording.has(source);
    const outbox = known ? (known.sent ? 'sent' : 'waiting') : unrecorded ? 'unrecorded' : 'unknown';
    onRecord({ kind: 'message', id, type, topic, inTopic: true, outbox, missing: missing.get(id) ?? [] });
  }
}

/** Whether a handler must have a claim for the record. A record that cannot be parsed has a dead letter instead. */
function isFor(handler: Handler, record: Delivery & { readonly type: string }): boolean {
  if (handler.type !== record.type || handler.topic !== record.topic) return false;
  if (!handler.hears) return true;
  try {
    return hears(handler, messageOf(record, messageTypes)) === true;
  } catch {
    return true;
  }
}

/** Checks that every sent message was found at its position. */
async function checkSent(
  { since, at, graceMs, onRecord }: MessagesOptions,
  places: Places,
  snapshot: Snapshot,
) {
  type Sent = { id: string; topic: string; key: string; partition: number; offset: number };
  const sent = snapshot.rows<Sent>(
    'SELECT id, topic, key, partition, "offset" FROM outbox_sent WHERE day >= $1',
    [since],
  );
  for await (const { id, topic, key, partition, offset } of sent) {
    const told = instantOf(id);
    if (!told || told < since || told.getTime() > at.getTime() - graceMs) continue;
    if (places.has(topic, partition, offset)) continue;
    const type = `a message of ${key}`;
    onRecord({ kind: 'message', id, type, topic, inTopic: false, outbox: 'sent', missing: [] });
  }
}

async function inOutbox(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, Known>> {
  if (ids.length === 0) return new Map();
  const days = ids.map((id) => instantOf(id)?.toISOString().slice(0, 10) ?? null);
  const { rows } = await pool.query<Known>(
    `SELECT id, true AS sent, s.topic || '/' || s.partition || '/' || s."offset" AS place
     FROM outbox_sent s JOIN unnest($1::date[], $2::text[]) AS m (day, id) USING (day, id)
     UNION ALL SELECT id, false, NULL FROM outbox WHERE id = ANY($2)`,
    [days, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

interface Wanted {
  readonly consumer: string;
  readonly id: string;
}

/** Returns those without a claim. A dead letter counts as a claim, also one for a record that could not be parsed. */
async function unclaimed({ name, pool }: AuditedService, wanted: readonly Wanted[]): Promise<Wanted[]> {
  if (wanted.length === 0) return [];
  const days = wanted.map(({ id }) => instantOf(id)!.toISOString().slice(0, 10));
  const consumers = wanted.map(({ consumer }) => consumer);
  const ids = wanted.map(({ id }) => id);
  const { rows } = await pool.query<Wanted>(
    `SELECT consumer, m.message_id AS id
     FROM unnest($1::date[], $2::text[], $3::text[]) AS m (day, consumer, message_id)
       LEFT JOIN inbox i USING (day, consumer, message_id)
     WHERE i.message_id IS NULL AND NOT EXISTS (
       SELECT FROM dead_letters d WHERE d.consumer IN (m.consumer, $4) AND d.message_id = m.message_id)
     ORDER BY 2, 1`,
    [days, consumers, ids, `${name}.parse`],
  );
  return rows;
}

/** A set of positions in topics, with one bit per offset. */
class Places {
  private readonly partitions = new Map<string, { readonly first: number; bits: Uint8Array }>();

  add(topic: string, partition: number, offset: number): void {
    const name = `${topic}/${partition}`;
    const known = this.partitions.get(name) ?? { first: offset, bits: new Uint8Array(1_024) };
    const place = offset - known.first;
    if (place < 0) return;
    if (place >= known.bits.length * 8) {
      const larger = new Uint8Array(
        known.bits.length * 2 ** Math.ceil(Math.log2((place + 1) / 8 / known.bits.length)),
      );
      larger.set(known.bits);
      known.bits = larger;
    }
    known.bits[place >> 3]! |= 1 << (place & 7);
    this.partitions.set(name, known);
  }

  has(topic: string, partition: number, offset: number): boolean {
    const known = this.partitions.get(`${topic}/${partition}`);
    const place = offset - (known?.first ?? offset + 1);
    return place >= 0 && ((known!.bits[place >> 3] ?? 0) & (1 << (place & 7))) !== 0;
  }
}
