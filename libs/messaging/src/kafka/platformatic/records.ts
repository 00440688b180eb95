import type { RecordsBatch, fetchV17 } from '@platformatic/kafka';
import type { Delivery, Subscription } from '../../broker.js';

type FetchedPartition = fetchV17.FetchResponsePartition;

const TYPE = Buffer.from('ce_type');
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
/** Offset of the type in the key of a control record, and the type of an aborted transaction. */
const CONTROL_TYPE_AT = 2;
const ABORT = 0;

export interface Fetched {
  readonly topic: string;
  readonly partition: number;
  /** Without those that the subscriber skips. */
  readonly records: readonly Delivery[];
  /** Where the next fetch continues. */
  readonly next: bigint;
}

/** The committed records of a partition from this offset on. Kafka returns whole batches, which may start before it. */
export function recordsOf(
  topic: string,
  fetched: FetchedPartition,
  from: bigint,
  skips?: Subscription['skips'],
): Fetched {
  const { partitionIndex: partition, records: batches } = fetched;
  const records: Delivery[] = [];
  let next = from;
  for (const batch of batches ?? [])
    next = maximum(next, batch.firstOffset + BigInt(batch.lastOffsetDelta) + 1n);
  for (const batch of committed(batches ?? [], fetched.abortedTransactions ?? [])) {
    for (const record of batch.records) {
      const offset = batch.firstOffset + BigInt(record.offsetDelta);
      if (offset < from || skips?.(typeOf(record.headers))) continue;
      records.push({
        topic,
        partition,
        offset: Number(offset),
        key: record.key?.toString('utf8') ?? '',
        value: record.value,
        headers: textsOf(record.headers),
      });
    }
  }
  return { topic, partition, records, next };
}

/**
 * Batches that are neither control records nor of an aborted transaction. The library filters too, but knows only one aborted transaction of
 * each producer in a fetch.
 */
function committed(
  batches: readonly RecordsBatch[],
  abortedTransactions: readonly fetchV17.FetchResponsePartitionAbortedTransaction[],
): RecordsBatch[] {
  const coming = [...abortedTransactions].sort((a, b) => Number(a.firstOffset - b.firstOffset));
  const aborting = new Set<bigint>();
  return batches.filter(({ firstOffset, lastOffsetDelta, attributes, producerId, records }) => {
    const last = firstOffset + BigInt(lastOffsetDelta);
    while (coming[0] && coming[0].firstOffset <= last) aborting.add(coming.shift()!.producerId);
    if (attributes & CONTROL) {
      if (records[0]?.key?.readInt16BE(CONTROL_TYPE_AT) === ABORT) aborting.delete(producerId);
      return false;
    }
    return !(attributes & TRANSACTIONAL && aborting.has(producerId));
  });
}

type Headers = RecordsBatch['records'][number]['headers'];

/** The type of the message in a record; empty where it has none. */
function typeOf(headers: Headers): string {
  const found = headers.find(([name]) => name?.equals(TYPE));
  return found?.[1]?.toString('utf8') ?? '';
}

/** All values as text, several of one name joined by commas; without those that are null, as Debezium's router writes them. */
function textsOf(headers: Headers): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const [bytes, value] of headers) {
    if (value === null) continue;
    const name = bytes?.toString('utf8') ?? '';
    const text = value.toString('utf8');
    texts[name] = texts[name] === undefined ? text : `${texts[name]},${text}`;
  }
  return texts;
}

function maximum(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
