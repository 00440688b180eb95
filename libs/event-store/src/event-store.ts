import {
  type AggregateRoot,
  type DomainEvent,
  DomainError,
  type Evolve,
  type Ids,
  type Upcasters,
  fold,
  frozen,
  newestVersion,
  upcast,
} from '@waybill/kernel';
import { type Prefetch, type Tx, toList, toLoad } from '@waybill/unit-of-work';
import { type SnapshotRule, findSnapshot, keepSnapshot } from './snapshots.js';
import { refuseBroken } from './refuse-broken.js';
import { requestOrigins } from './request-origins.js';
import {
  type KeptCommand,
  type Stream,
  type StoredEvent,
  foldedEvents,
  storedEvents,
  streams,
} from './tables.js';
import { eventStoreErrors } from './event-store.errors.js';

/** How an aggregate is built from its events. */
export interface AggregateType<State, Event extends DomainEvent, Root extends AggregateRoot<State, Event>> {
  readonly type: string;
  /** Event types that may be the first of a stream. */
  readonly begunBy: readonly Event['type'][];
  readonly evolve: Evolve<State, Event>;
  /** Convert stored events of older versions. Pass the same ones to the EventLog. */
  readonly upcasters?: Upcasters<Event['type']>;
  /** Without it, a load without a cached state reads all events of the stream. */
  readonly snapshots?: SnapshotRule;
  /** `state`: undefined for a new aggregate. */
  create(id: string, state: State | undefined, version: number): Root;
}

/** The version that the decision is based on: this one, no stream yet, or any. */
export type ExpectedVersion = number | 'none' | 'any';

/** The state after the first events of a stream. */
interface Prefix<State> {
  readonly version: number;
  /** Undefined before the first event. */
  readonly state: State | undefined;
  /** Version of the stream's snapshot if known, else 0. */
  readonly snapshot: number;
}

interface Cached<State> extends Prefix<State> {
  readonly state: State;
  readonly head: string;
}

/**
 * Loads and appends aggregates of one type within a transaction. The load locks the stream's row. A cached state is used only if
 * its last event is the one that the locked row names.
 */
export class EventStore<State, Event extends DomainEvent, Root extends AggregateRoot<State, Event>> {
  private readonly cache = new Map<string, Cached<State>>();
  private readonly upcasters: Upcasters;

  constructor(
    private readonly aggregate: AggregateType<State, Event, Root>,
    private readonly ids: Ids,
    private readonly cacheSize = 2_000,
  ) {
    this.upcasters = aggregate.upcasters ?? {};
  }

  /** What a load of the aggregate reads, as far as that is known before. */
  prefetch(id: string): readonly Prefetch[] {
    const stream = toLoad(streams, { id });
    // A snapshot may make most of the events unnecessary, and a cached state all of them.
    if (this.aggregate.snapshots || this.cache.has(id)) return [stream];
    return [stream, toList(foldedEvents, { streamId: id }, 0)];
  }

  /** The aggregate, locked until the commit, or undefined when there is none. */
  async load(tx: Tx, id: string): Promise<Root | undefined> {
    const stream = await tx.load(streams, { id });
    if (!stream) return undefined;
    const cached = this.cache.get(id);
    if (cached?.head === stream.head) return this.aggregate.create(id, cached.state, cached.version);
    const { from, events } =
      (cached && (await this.behindCached(tx, id, cached))) ?? (await this.behindSnapshot(tx, stream));
    refuseBroken(this.aggregate.begunBy, { id, version: stream.version }, from.version, events);
    const state = fold(
      this.aggregate.evolve,
      events.map((event) => this.newest(event)),
      frozen(from.state),
    );
    this.remember(id, { head: stream.head, version: stream.version, state, snapshot: from.snapshot });
    return this.aggregate.create(id, state, stream.version);
  }

  /** Appends what the aggregate recorded; its version is the expected one. Nothing recorded, nothing written. */
  async save(tx: Tx, root: Root, command?: KeptCommand): Promise<void> {
    if (root.recorded.length === 0) return;
    const { id, state } = root;
    const expected = root.version === 0 ? 'none' : root.version;
    const head = await this.append(tx, id, expected, root.recorded, command);
    const version = root.version + root.recorded.length;
    const known = this.cache.get(id)?.snapshot ?? 0;
    const snapshot = await keepSnapshot(
      tx,
      this.aggregate.snapshots,
      { streamId: id, version, state },
      known,
    );
    this.remember(id, { head, version, state, snapshot });
  }

  /** Appends events and answers the id of the last one. Throws VERSION_CONFLICT when the stream is not as expected. */
  async append(
    tx: Tx,
    id: string,
    expected: ExpectedVersion,
    events: readonly DomainEvent[],
    command?: KeptCommand,
  ): Promise<string> {
    const stream = await tx.load(streams, { id });
    const version = stream?.version ?? 0;
    if (expected !== 'any' && version !== (expected === 'none' ? 0 : expected)) {
      throw new DomainError(
        eventStoreErrors.VERSION_CONFLICT,
        `${id} is at version ${version}, not ${expected}`,
        {
          version,
        },
      );
    }
    const { correlationId, messageId, userId, tenant, consumer, origin } = tx.context;
    const metadata = {
      correlationId,
      causationId: messageId,
      userId,
      tenant,
      source: consumer,
      ...(origin && { origin: messageId }),
    };
    if (origin) tx.save(requestOrigins, { id: messageId, ...origin, at: tx.at });
    let head = '';
    events.forEach(({ type, data, at }, index) => {
      head = this.ids.next();
      tx.append(storedEvents, {
        streamId: id,
        version: version + index + 1,
        position: 0,
        id: head,
        type,
        aggregateType: this.aggregate.type,
        schemaVersion: newestVersion(this.upcasters, type),
        data,
        metadata: index === 0 && command ? { ...metadata, command } : metadata,
        at,
      });
    });
    tx.save(streams, { id, type: this.aggregate.type, version: version + events.length, head });
    return head;
  }

  /** The events after a cached state, or undefined if that state does not belong to the stored stream. */
  private async behindCached(tx: Tx, streamId: string, cached: Cached<State>) {
    // The last folded event is read again, to check that the cached state is a prefix of the stored stream.
    const [last, ...events] = await tx.list(foldedEvents, { streamId }, cached.version - 1);
    return last?.id === cached.head ? { from: cached, events } : undefined;
  }

  private async behindSnapshot(tx: Tx, { id, version }: Stream) {
    const found = await findSnapshot(tx, this.aggregate.snapshots, id, version);
    const from: Prefix<State> = found
      ? { version: found.version, state: found.state as State, snapshot: found.version }
      : { version: 0, state: undefined, snapshot: 0 };
    return { from, events: await tx.list(foldedEvents, { streamId: id }, from.version) };
  }

  private newest({
    type,
    schemaVersion,
    data,
    at,
  }: Pick<StoredEvent, 'type' | 'schemaVersion' | 'data' | 'at'>): Event {
    return { type, data: upcast(this.upcasters, type, schemaVersion, data), at } as unknown as Event;
  }

  private remember(id: string, cached: Cached<State>): void {
    this.cache.delete(id);
    this.cache.set(id, cached);
    if (this.cache.size <= this.cacheSize) return;
    const oldest = this.cache.keys().next();
    if (!oldest.done) this.cache.delete(oldest.value);
  }
}
