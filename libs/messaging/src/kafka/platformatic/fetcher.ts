import { Consumer, ResponseError } from '@platformatic/kafka';
import type { Subscription } from '../../broker.js';
import type { Cluster } from '../cluster.js';
import { connecting } from './connecting.js';
import { type Fetched, recordsOf } from './records.js';

/** Where a reader stands in a partition. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
  /** The offset of the next record, or `UNKNOWN`. */
  offset: bigint;
}

/** What Kafka returns for an offset that does not exist. */
export const UNKNOWN = -1n;

const EARLIEST = -2n;
const LATEST = -1n;
/** Kafka counts compressed bytes, and the library decompresses all of a response at once. */
const MAX_BYTES = 4_194_304;
const MAX_PARTITION_BYTES = 1_048_576;
const ANSWER_MS = 10_000;
const OFFSET_OUT_OF_RANGE = 1;

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
      const { responses } = await this.consumer.fetch({
        node,
        minBytes: 1,
        maxBytes: MAX_BYTES,
        maxWaitTime: Math.ceil(Math.min(this.options.waitMs, atMostMs)),
        topics: this.topicsOf(places),
      });
      return responses.flatMap(({ topicId, partitions }) => {
        const topic = this.names.get(topicId)!;
        return partitions.flatMap((partition) => {
          const place = places.find(
            (one) => one.partition === partition.partitionIndex && one.topic === topic,
          );
          if (!place || !partition.records?.length) return [];
          return [recordsOf(topic, partition, place.offset, this.options.skips)];
        });
      });
    } catch (error) {
      this.forgetLost(error, places);
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
        partitionMaxBytes: MAX_PARTITION_BYTES,
      })),
    }));
  }

  /** Retention has deleted the wanted record, or the topic was deleted and created again. */
  private forgetLost(error: unknown, places: readonly Place[]): void {
    if (!(error instanceof ResponseError)) return;
    const { responses } = (error as unknown as { response: Awaited<ReturnType<Consumer['fetch']>> }).response;
    for (const { topicId, partitions } of responses)
      for (const { partitionIndex, errorCode } of partitions) {
        if (errorCode !== OFFSET_OUT_OF_RANGE) continue;
        const lost = places.find(
          ({ topic, partition }) => partition === partitionIndex && topic === this.names.get(topicId),
        );
        if (lost) lost.offset = UNKNOWN;
      }
  }
}
