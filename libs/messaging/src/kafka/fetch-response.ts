import { Cursor } from './cursor.js';
import {
  type AbortedTransaction,
  type Decompressed,
  type FetchedPartition,
  decodeBatches,
} from './record-batches.js';

/** The first version whose records have the format of Kafka 0.11, and the last one that is decoded. */
export const DECODED_VERSIONS = { first: 4, last: 17 } as const;
const START_OFFSETS = 5;
const SESSIONS = 7;
const READ_REPLICAS = 11;
const FLEXIBLE = 12;
const TOPIC_IDS = 13;

export interface PartitionResponse {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly startOffset: string;
  /** -1: none. */
  readonly preferredReadReplica: number;
  readonly fetched: FetchedPartition;
}

export interface TopicResponse {
  /** Its id from version 13 on. */
  readonly topic: string;
  readonly partitions: readonly PartitionResponse[];
}

export interface FetchResponse {
  readonly throttleMs: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly topics: readonly TopicResponse[];
}

/** The offset that was requested for a partition; the topic as in the response. */
export type RequestedOffset = (topic: string, partition: number) => number;

/**
 * Decodes the response of a fetch for both libraries. Neither limits what records become when they are decompressed or knows where a partition
 * continues behind batches without records, and an error in one partition takes the records of all others.
 */
export function decodeFetchResponse(raw: Buffer, version: number, requested: RequestedOffset): FetchResponse {
  const at = new Cursor(raw);
  const decompressed: Decompressed = { bytes: 0 };
  const throttleMs = at.int32();
  const errorCode = version >= SESSIONS ? at.int16() : 0;
  const sessionId = version >= SESSIONS ? at.int32() : 0;
  const topics: TopicResponse[] = [];
  for (let left = lengthAt(at, version); left > 0; left--) {
    const topic = version >= TOPIC_IDS ? at.uuid() : version >= FLEXIBLE ? at.compactString() : at.string();
    const partitions: PartitionResponse[] = [];
    for (let more = lengthAt(at, version); more > 0; more--)
      partitions.push(partitionAt(at, version, (partition) => requested(topic, partition), decompressed));
    skipTags(at, version);
    topics.push({ topic, partitions });
  }
  return { throttleMs, errorCode, sessionId, topics };
}

function partitionAt(
  at: Cursor,
  version: number,
  requested: (partition: number) => number,
  decompressed: Decompressed,
): PartitionResponse {
  const partition = at.int32();
  const errorCode = at.int16();
  const highWatermark = at.int64Text();
  const lastStableOffset = at.int64Text();
  const startOffset = version >= START_OFFSETS ? at.int64Text() : '-1';
  const aborted: AbortedTransaction[] = [];
  for (let left = lengthAt(at, version); left > 0; left--) {
    aborted.push({ producerId: at.int64Text(), firstOffset: at.int64() });
    skipTags(at, version);
  }
  const preferredReadReplica = version >= READ_REPLICAS ? at.int32() : -1;
  const bytes = at.slice(Math.max(0, lengthAt(at, version)));
  skipTags(at, version);
  const fetched = decodeBatches(bytes, requested(partition), aborted, decompressed);
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    startOffset,
    preferredReadReplica,
    fetched,
  };
}

function lengthAt(at: Cursor, version: number): number {
  return version >= FLEXIBLE ? at.compactLength() : at.int32();
}

function skipTags(at: Cursor, version: number): void {
  if (version >= FLEXIBLE) at.skipTags();
}
