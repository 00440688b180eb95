import { Consumer, ResponseError } from '@platformatic/kafka';
import type { Delivery, Subscription } from '../../broker.js';
import type { Cluster } from '../cluster.js';
import { FETCH_BYTES, type FetchedRecord } from '../record-batches.js';
import type { Undecodable } from '../undecodable.js';
import { connecting } from './connecting.js';
import { type DecodedFetch, DecodingPool } from './decoding-pool.js';

/** Where a reader stands in a partition. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  /** The offset of the next record, or `UNKNOWN`. */
  offset: bigint;
  /** Its next records cannot be decoded, and it is not time to try again. */
  stopped?: boolean;
}

/** What Kafka returns for an offset that does not exist. */
export const UNKNOWN = -1n;

const EARLIEST = -2n;
const LATEST = -1n;
const MAX_BYTES = 4_194_304;
const ANSWER_MS = 10_000;
const OFFSET_OUT_OF_RANGE = 1;

/** What a fetch brought of a partition. */
export interface Fetched {
  readonly topic: string;
  readonly partition: number;
  /** Without those that the subscriber skips. */
  readonly records: readonly Delivery[];
  /** Where the next fetch continues. */
  readonly next: bigint;
  /** Why the records from `next` on cannot be decoded. */
  readonly problem?: Undecodable | undefined;
}

const TYPE = Buffer.from('ce_type');

export interface FetcherOptions extends Cluster {
  readonly group: string;
  readonly topics: readonly string[];
  /** Maximum time that an empty fetch waits for records. */
  readonly waitMs: number;
  skips?: Subscription['skips'] | undefined;
}

/**
 * Fetches from the leaders of partitions, over connections of its own: Kafka answers the requests of a connection one after the other, and
 * an idle fetch takes its whole wait. Closing it ends the fetches in flight. It belongs to no group.
 */
export class Fetcher {
  private readonly consumer: Consumer;
  private ended = false;
  private readonly pool: DecodingPool;
  private places: readonly Place[] = [];
  private readonly names = new Map<string, string>();
  private readonly ids = new Map<string, string>();

  constructor(private readonly options: FetcherOptions) {
    this.consumer = new Consumer({
      ...connecting(options),
      groupId: options.group,
      requestTimeout: options.waitMs + ANSWER_MS,
      // Who uses it makes another one after an error.
      retries: 0,
    });
    this.consumer.topics.trackAll(...options.topics);
    this.pool = new DecodingPool(this.consumer.connections, (topic, partition) =>
      Number(this.placeOf(topic, partition)!.offset),
    );
  }

  /** Whether it fetches no more. */
  get closed(): boolean {
    return this.ended;
  }

  /** The leaders of these partitions as Kafka knows them now, each with its partitions; without those that have none. */
  async leadersOf(places: readonly Place[]): Promise<ReadonlyMap<number, readonly Place[]>> {
    const { topics, brokers } = await this.consumer.metadata({
      topics: [...this.options.topics],
      forceUpdate: true,
    });
    this.places = places;
    const leaders = new Map<number, Place[]>();
    for (const place of places) {
      const { id, partitions } = topics.get(place.topic)!;
      this.ids.set(place.topic, id);
      this.names.set(id, place.topic);
      const leader = partitions[place.partition]!.leader;
      if (brokers.has(leader)) leaders.set(leader, [...(leaders.get(leader) ?? []), place]);
    }
    return leaders;
  }

  /**
   * The next records of partitions that this broker leads; of those without records nothing. An empty fetch waits `atMostMs` for records if
   * that is shorter than `waitMs`.
   */
  async fetch(node: number, places: readonly Place[], atMostMs = Infinity): Promise<readonly Fetched[]> {
    try {
      const response = await this.consumer.fetch({
        node,
        connectionPool: this.pool.connections,
        minBytes: 1,
        maxBytes: MAX_BYTES,
        maxWaitTime: Math.ceil(Math.min(this.options.waitMs, atMostMs)),
        topics: this.topicsOf(places),
      });
      return (response as unknown as DecodedFetch).responses.flatMap(({ topicId, partitions }) =>
        partitions.flatMap(({ partitionIndex: partition, fetched: { records, next, problem } }) => {
          const place = this.placeOf(topicId, partition);
          // Nothing came, or it is no longer wanted.
          if (!place || !places.includes(place) || (BigInt(next) === place.offset && !problem)) return [];
          const { topic } = place;
          const wanted = records.filter(({ headers }) => !this.options.skips?.(headers.text(TYPE)));
          const deliveries = wanted.map((record) => deliveryOf(topic, partition, record));
          return [{ topic, partition, records: deliveries, next: BigInt(next), problem }];
        }),
      );
    } catch (error) {
      this.forgetLost(error);
      throw error;
    }
  }

  /** Looks up unknown offsets: the first that Kafka still has. */
  async locate(places: readonly Place[]): Promise<void> {
    const lost = places.filter(({ offset }) => offset === UNKNOWN);
    if (lost.length === 0) return;
    const first = await this.earliest([...new Set(lost.map(({ topic }) => topic))]);
    for (const place of lost) place.offset = first.get(place.topic)![place.partition]!;
  }

  /** The first offsets that Kafka still has, of all partitions of these topics. */
  earliest(topics: readonly string[]): Promise<Map<string, bigint[]>> {
    return this.consumer.listOffsets({ topics: [...topics], timestamp: EARLIEST });
  }

  /** The offsets behind their last committed records. */
  latest(topics: readonly string[]): Promise<Map<string, bigint[]>> {
    return this.consumer.listOffsets({ topics: [...topics], timestamp: LATEST });
  }

  /** The offsets of their first records from this time on; -1 where there are none. */
  since(topics: readonly string[], time: Date): Promise<Map<string, bigint[]>> {
    return this.consumer.listOffsets({ topics: [...topics], timestamp: BigInt(time.getTime()) });
  }

  async close(): Promise<void> {
    this.ended = true;
    await this.consumer.close().catch(() => undefined);
  }

  /** The place of a topic, given by its name or id. */
  private placeOf(idOrName: string, partition: number): Place | undefined {
    const topic = this.names.get(idOrName) ?? idOrName;
    return this.places.find((one) => one.partition === partition && one.topic === topic);
  }

  private topicsOf(places: readonly Place[]) {
    const topics = new Map<string, Place[]>();
    for (const place of places) topics.set(place.topic, [...(topics.get(place.topic) ?? []), place]);
    return [...topics].map(([topic, ofTopic]) => ({
      topicId: this.ids.get(topic)!,
      partitions: ofTopic.map(({ partition, offset }) => ({
        partition,
        fetchOffset: offset,
        currentLeaderEpoch: -1,
        lastFetchedEpoch: -1,
        partitionMaxBytes: FETCH_BYTES,
      })),
    }));
  }

  /** Retention has deleted the wanted record, or the topic was deleted and created again. */
  private forgetLost(error: unknown): void {
    if (!(error instanceof ResponseError)) return;
    const { responses } = (error as unknown as { response: DecodedFetch }).response;
    for (const { topicId, partitions } of responses)
      for (const { partitionIndex, errorCode } of partitions) {
        if (errorCode !== OFFSET_OUT_OF_RANGE) continue;
        const lost = this.placeOf(topicId, partitionIndex);
        if (lost) lost.offset = UNKNOWN;
      }
  }
}

function deliveryOf(
  topic: string,
  partition: number,
  { offset, key, value, headers }: FetchedRecord,
): Delivery {
  return { topic, partition, offset, key: key?.toString('utf8') ?? '', value, headers: headers.texts() };
}
