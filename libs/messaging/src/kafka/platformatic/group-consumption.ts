import { Consumer, heartbeatV4, offsetCommitV8 } from '@platformatic/kafka';
import { Pace, sleep } from '@waybill/kernel';
import type { Consumption, StoppedPartition, Subscription } from '../../broker.js';
import { beating } from '../beating.js';
import type { KafkaClientOptions } from '../kafka-client.js';
import type { Offsets, TopicOffsets } from '../offsets.js';
import { StoppedPartitions } from '../stopped-partitions.js';
import { PROTOCOL, roundRobin } from './assigner.js';
import { connecting, isExpelled, isFinal, retryDelay } from './connecting.js';
import { type Fetched, Fetcher, type Place, UNKNOWN } from './fetcher.js';
import { RestingTopics } from './resting-topics.js';

/** How late a member notices a rebalance, unless its session is shorter than three of these. */
const HEARTBEAT_MS = 3_000;
const REBALANCE_MS = 30_000;
const ANSWER_MS = 15_000;
const JOIN_TRIES = 60;
const RETRY_MS = 200;
/** How long partitions without a leader are left out before they are looked for again. */
const LEADERLESS_MS = 5_000;
const COMMIT_TRIES = 10;
/** Where all partitions of a broker are stopped, how often they are looked at. */
const STOPPED_MS = 1_000;

/** The time between two rebalances, in which a member owns the same partitions. */
interface Generation {
  readonly id: number;
  readonly memberId: string;
  readonly places: readonly Place[];
  readonly ending: AbortController;
  fetcher: Fetcher | undefined;
  /** Resolves when nothing is handled any more. */
  over: Promise<void>;
}

type Assignments = NonNullable<Consumer['assignments']>;

/** A member of a group. The library joins and sends heartbeats; what is fetched, handled and committed is decided here. */
export class GroupConsumption implements Consumption {
  private readonly group: Consumer;
  private readonly pace: Pace;
  private readonly stoppedPartitions: StoppedPartitions;
  private generation: Generation | undefined;
  private stopping = false;
  private polled = 0;

  constructor(
    private readonly options: KafkaClientOptions,
    private readonly subscription: Subscription,
    private readonly offsets: Offsets,
  ) {
    const { timers, sessionMs } = options;
    this.pace = new Pace(timers, options.gatherMs, () => performance.now());
    this.stoppedPartitions = new StoppedPartitions(subscription, timers);
    const rebalanceMs = Math.max(REBALANCE_MS, sessionMs);
    this.group = new Consumer({
      ...connecting(options),
      groupId: subscription.group,
      // A join is answered when all members have joined.
      requestTimeout: rebalanceMs + ANSWER_MS,
      sessionTimeout: sessionMs,
      rebalanceTimeout: rebalanceMs,
      heartbeatInterval: this.heartbeatMs,
      protocols: [{ name: PROTOCOL, version: 0 }],
      partitionAssigner: roundRobin,
      // Called before each join, the first and those after a rebalance has begun.
      protocolsMetadata: async () => {
        await this.endGeneration();
        return Buffer.alloc(0);
      },
      retries: JOIN_TRIES,
      retryDelay,
    });
    this.group.topics.trackAll(...subscription.topics);
    this.group.on('consumer:group:join', ({ generationId, memberId, assignments }) =>
      this.begin(generationId!, memberId, assignments ?? []),
    );
    this.group.on('consumer:heartbeat:end', () => this.worked());
    // The library joins again after a rebalance. If that fails it gives up.
    this.group.on('error', () => void this.join().catch((error: Error) => this.crash(error)));
  }

  /** Joins the group. Throws if that cannot succeed. */
  async join(): Promise<void> {
    for (let tried = 1; !this.stopping; tried++) {
      try {
        await this.group.joinGroup();
        return;
      } catch (error) {
        if (this.stopping) return;
        if (isFinal(error) || tried >= JOIN_TRIES) throw error;
        this.options.log('error', 'could not join the group', { err: error });
        await sleep(this.options.timers, Math.min(2_000, RETRY_MS * tried));
      }
    }
  }

  alive(): boolean {
    return performance.now() - this.polled < this.options.sessionMs * 3;
  }

  stopped(): readonly StoppedPartition[] {
    return this.stoppedPartitions.all;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stoppedPartitions.end();
    await this.endGeneration();
    await this.group
      .close(true)
      .catch((error: unknown) => this.options.log('error', 'could not leave the group', { err: error }));
  }

  private get heartbeatMs(): number {
    return Math.min(HEARTBEAT_MS, Math.floor(this.options.sessionMs / 3));
  }

  private worked(): void {
    this.polled = performance.now();
  }

  private crash(error: Error): void {
    if (!this.stopping) this.options.onCrash(error);
  }

  private begin(id: number, memberId: string, assignments: Assignments): void {
    this.worked();
    if (this.stopping) return;
    this.stoppedPartitions.clear();
    const places = assignments.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, partition, offset: UNKNOWN })),
    );
    this.subscription.joined?.();
    const ending = new AbortController();
    const generation = { id, memberId, places, ending, fetcher: undefined, over: Promise.resolve() };
    this.generation = generation;
    generation.over = this.consume(generation).catch((error: Error) => this.crash(error));
  }

  /** Fetches no more, waits until what was fetched is handled, and commits. Others may own the partitions from then on. */
  private async endGeneration(): Promise<void> {
    const { generation } = this;
    if (!generation) return;
    generation.ending.abort();
    void generation.fetcher?.close();
    // The library sends no heartbeats while it waits to join again.
    const heartbeat = () => this.sendHeartbeat(generation);
    await beating(this.options.timers, this.heartbeatMs, heartbeat, generation.over);
    await this.offsets.flush();
    if (this.generation === generation) this.generation = undefined;
  }

  private async consume(generation: Generation): Promise<void> {
    const { places, ending } = generation;
    let known = false;
    while (places.length > 0 && !ending.signal.aborted) {
      const fetcher = (generation.fetcher = this.newFetcher());
      try {
        if (!known) await this.findCommitted(places);
        known = true;
        await fetcher.locate(places);
        await this.followLeaders(generation, fetcher);
      } catch (error) {
        if (ending.signal.aborted) return;
        if (isFinal(error)) throw error;
        this.options.log('error', 'could not fetch', { err: error });
        await sleep(this.options.timers, RETRY_MS, ending.signal);
      } finally {
        await fetcher.close();
      }
    }
  }

  /** Fetches from all leaders at once, until one of them fails or has to be looked for again. */
  private async followLeaders(generation: Generation, fetcher: Fetcher): Promise<void> {
    const { places, ending } = generation;
    let failure: unknown;
    const leaders = await fetcher.leadersOf(places);
    const followed = [...leaders].map(([node, ofNode]) =>
      this.follow(generation, fetcher, node, ofNode).catch((error: unknown) => {
        failure ??= error;
        return fetcher.close();
      }),
    );
    if ([...leaders.values()].flat().length < places.length)
      followed.push(sleep(this.options.timers, LEADERLESS_MS, ending.signal).then(() => fetcher.close()));
    await Promise.all(followed);
    if (failure !== undefined) throw failure;
  }

  private async follow(
    generation: Generation,
    fetcher: Fetcher,
    node: number,
    places: readonly Place[],
  ): Promise<void> {
    const { timers } = this.options;
    const { lingerMs = 0 } = this.subscription;
    const { ending } = generation;
    const resting = new RestingTopics(() => performance.now());
    while (!ending.signal.aborted && !fetcher.closed) {
      const asked = places.filter((place) => !place.stopped && !resting.has(place.topic));
      if (asked.length === 0) {
        this.worked();
        await sleep(timers, resting.leftMs() ?? STOPPED_MS, ending.signal);
        continue;
      }
      const fetched = await fetcher.fetch(node, asked, resting.leftMs());
      this.worked();
      if (ending.signal.aborted) return;
      await Promise.all(fetched.map((one) => this.handle(generation, places, one)));
      if (fetched.length === 0) continue;
      for (const { topic } of fetched)
        if (this.subscription.isAwaited?.(topic) === false) resting.rest(topic);
      if (lingerMs > 0) await sleep(timers, lingerMs, ending.signal);
      else await this.pace.turn(ending.signal);
    }
  }

  private async handle(
    generation: Generation,
    places: readonly Place[],
    { topic, partition, records, next, problem }: Fetched,
  ): Promise<void> {
    const place = places.find((one) => one.partition === partition && one.topic === topic)!;
    if (records.length > 0) {
      const start = performance.now();
      await this.subscription.handle(records);
      this.pace.done(records.length, performance.now() - start);
    }
    if (next > place.offset) {
      place.offset = next;
      this.stoppedPartitions.goesOn(topic, partition);
      this.offsets.done(topic, partition, String(next), (topics) => this.commit(generation, topics));
    }
    if (!problem) return;
    place.stopped = true;
    const stopped = { topic, partition, offset: Number(next), error: problem };
    this.stoppedPartitions.stop(stopped, () => (place.stopped = false));
  }

  /** The committed offsets of the group, where there are any. */
  private async findCommitted(places: readonly Place[]): Promise<void> {
    const topics = new Map<string, number[]>();
    for (const { topic, partition } of places) topics.set(topic, [...(topics.get(topic) ?? []), partition]);
    const committed = await this.group.listCommittedOffsets({
      topics: [...topics].map(([topic, partitions]) => ({ topic, partitions })),
    });
    for (const place of places) place.offset = committed.get(place.topic)?.[place.partition] ?? UNKNOWN;
  }

  /** Not the library's own `commit`, which joins the group again where the partitions have moved, and commits nevertheless. */
  private async commit({ id, memberId }: Generation, topics: readonly TopicOffsets[]): Promise<void> {
    const wanted = topics.map(({ topic, partitions }) => ({
      name: topic,
      partitions: partitions.map(({ partition, offset }) => ({
        partitionIndex: partition,
        committedOffset: BigInt(offset),
        committedLeaderEpoch: -1,
        committedMetadata: null,
      })),
    }));
    for (let tried = 1; ; tried++) {
      try {
        const connection = await this.coordinator();
        await offsetCommitV8.api.async(connection, this.subscription.group, id, memberId, null, wanted);
        return;
      } catch (error) {
        if (isFinal(error) || isExpelled(error) || tried >= COMMIT_TRIES) throw error;
        await sleep(this.options.timers, RETRY_MS);
      }
    }
  }

  private async sendHeartbeat({ id, memberId }: Generation): Promise<void> {
    await heartbeatV4.api.async(await this.coordinator(), this.subscription.group, id, memberId, null);
    this.worked();
  }

  private async coordinator() {
    const node = this.group.coordinatorId ?? (await this.group.findGroupCoordinator());
    const { brokers } = await this.group.metadata({ topics: [...this.subscription.topics] });
    return this.group.connections.get(brokers.get(node)!);
  }

  private newFetcher(): Fetcher {
    const { group, topics, skips } = this.subscription;
    const { brokers, clientId, security, idleWaitMs } = this.options;
    return new Fetcher({
      brokers,
      clientId,
      security,
      group,
      topics,
      waitMs: idleWaitMs,
      skips: skips && ((type) => skips.call(this.subscription, type)),
    });
  }
}
