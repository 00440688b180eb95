import {
  type Broker,
  BrokerServer,
  DeadLetterAdmin,
  type Outcome,
  type DeadLetterStore,
  ReactionRunner,
  type ReactionQueue,
  type Redriven,
  SchemaIds,
  type StoppedPartition,
  reactionRoutes,
  withDomainEvents,
} from '@waybill/messaging';
import { type Hints, Leases, Relay, type RelayOptions, ReplicationRelay, noHints } from '@waybill/outbox';
import {
  CLAIM_DAYS,
  type Committed,
  type Database,
  type Effect,
  EffectRunner,
  type EffectRunnerOptions,
  type Performer,
  Reactions,
  BatchRunner,
  type Stores,
} from '@waybill/unit-of-work';
import type { SagaStore } from '@waybill/saga';
import { platformErasers } from '../erasure/platform-data.js';
import { ERASE, Erasure } from '../erasure/erasure.js';
import type { Composition, Ports, ServiceApp } from '../service-app.js';

/** How long `deferrable` work waits for other work. */
const DEFER_MS = 100;

/** The app to wire: a service, or the part of it that a simulation or a test runs. */
export interface RuntimeApp extends Pick<
  ServiceApp,
  'name' | 'group' | 'messageTypes' | 'lingerMs' | 'erasers'
> {
  compose(ports: Ports): Composition;
}

/** The ports of the app that the runtime does not build itself. */
export type RuntimePorts = Omit<Ports, 'unitOfWork' | 'reactions' | 'rows' | 'sagas' | 'erasure'>;

/** Stores of the parts outside the unit of work, each on Postgres or in memory. */
export interface RuntimeStores extends Stores {
  readonly reactions: ReactionQueue;
  readonly deadLetters: DeadLetterStore;
  readonly sagas: SagaStore;
}

/** How the committed outbox is published. */
export type Publishing =
  | { readonly mode: 'polling' }
  /** Reads the WAL through a replication connection. */
  | { readonly mode: 'replication'; readonly url: string; readonly slot: string }
  /** Debezium publishes instead. */
  | { readonly mode: 'off' };

/** The I/O of the runtime: Postgres and a broker in production, memory in a simulation. */
export interface RuntimeAdapters {
  /** Where the unit of work commits. */
  readonly database: Database;
  readonly stores: RuntimeStores;
  readonly broker: Broker;
  readonly publishing: Publishing;
  /** Owner name in leases, unique among all instances at all times. */
  readonly instance: string;
  /** Milliseconds of a clock that never jumps, for leases, and their term. */
  monotonic(): number;
  readonly leaseMs: number;
  /** Under load, batches of the unit of work and of the relay collect for at most this long. */
  readonly gatherMs?: number | undefined;
  /** Resolves when responses over HTTP are written; see the option of BatchRunner. */
  readonly responded?: () => Promise<void>;
  /** How instances tell each other of their commits; default: not at all. */
  readonly hints?: Hints;
  /** Interval of polls for work that other instances committed; default: that of each part. */
  readonly pollMs?: number | undefined;
  /** Wraps calls of effects to external systems. A simulation delays or loses them. */
  readonly calling?: EffectRunnerOptions['calling'];
  readonly on: RuntimeEvents;
}

/** Events of the runtime for metrics and logs. */
export interface RuntimeEvents {
  committed?(done: Committed): void;
  message?(outcome: Outcome, type: string, ms: number, error?: unknown): void;
  published?(messages: number): void;
  /** The outbox could not be published; this is retried. */
  relayFailed?(error: unknown): void;
  /** The call of an effect failed, or the handling of its result; the effect is retried. */
  effectFailed?(effect: Effect, error: unknown): void;
  /** Pending reactions could not be read or removed; this is retried. */
  readingReactionsFailed?(error: unknown): void;
  /** Due effects could not be read; this is retried. */
  readingEffectsFailed?(error: unknown): void;
  redriven?(outcome: Redriven['outcome']): void;
  /** The next records of a partition cannot be decoded; it waits, and others go on. */
  partitionStopped?(partition: StoppedPartition): void;
  partitionResumed?(partition: Pick<StoppedPartition, 'topic' | 'partition'>): void;
}

/** The runtime of one app. */
export interface Runtime {
  readonly unitOfWork: BatchRunner;
  readonly server: BrokerServer;
  readonly deadLetters: DeadLetterAdmin;
  /** Register the schemas before the start, so that messages name them. */
  readonly schemaIds: SchemaIds;
  readonly composition: Composition;
  /** Starts relay, effects, reactions and the app's background work. Requires the database. */
  start(): void;
  /** Stops consuming and background work, and finishes what is in flight. */
  closeIntake(): Promise<void>;
  /** Call after `closeIntake`: performs and publishes what was committed. */
  stop(): Promise<void>;
}

/**
 * Wires unit of work, relay, consumer, effect runner, reaction runner and dead-letter admin around an app. This is the only
 * place that does: a service runs it on Postgres and a broker, a simulation on its in-memory adapters.
 */
export function composeRuntime(app: RuntimeApp, ports: RuntimePorts, adapters: RuntimeAdapters): Runtime {
  const { clock, ids, timers, random } = ports;
  const { database, stores, broker, gatherMs, hints = noHints, pollMs, on } = adapters;
  const leases = (name: string) =>
    new Leases({
      store: stores.leases,
      name,
      owner: adapters.instance,
      ttlMs: adapters.leaseMs,
      now: () => adapters.monotonic(),
      onMembers: name === 'effects' ? (members) => hints.membersChanged(members) : undefined,
    });
  const leasesOf = { outbox: leases('outbox'), effects: leases('effects'), reactions: leases('reactions') };
  const schemaIds = new SchemaIds();
  const relay = relayOf(adapters.publishing, {
    store: stores.outbox,
    leases: leasesOf.outbox,
    hints,
    publisher: schemaIds.named(broker.publisher),
    timers,
    random,
    gatherMs,
    pollMs,
    onBatch: (messages) => on.published?.(messages),
    onError: (error) => on.relayFailed?.(error),
  });
  /** Rows whose shards other instances hold. Of a commit without an answer the positions are not known: others may have to look. */
  const tellOthers = ({ messages, outbox, effects: committed, reactions: pending }: Committed): void => {
    const { outbox: ofOutbox, effects: ofEffects, reactions: ofReactions } = leasesOf;
    if (messages > 0 && (outbox?.messages.some(({ shard }) => ofOutbox.isElsewhere(shard)) ?? true))
      hints.send('outbox');
    if (committed.some(({ shard }) => ofEffects.isElsewhere(shard))) hints.send('effects');
    if (pending > 0 && ofReactions.members > 1) hints.send('reactions');
  };
  const unitOfWork = new BatchRunner({
    database,
    source: `/${app.name}`,
    ids,
    clock,
    timers,
    random,
    gatherMs,
    lingerMs: app.lingerMs ?? 0,
    deferMs: DEFER_MS,
    retentionDays: CLAIM_DAYS,
    ...(adapters.responded && { responded: adapters.responded }),
    committed: (done) => {
      if (done.messages > 0) relay?.committed(done.outbox);
      if (done.reactions > 0) reactionRunner.wake();
      if (done.effects.length > 0) effects.take(done.effects, done.at);
      tellOthers(done);
      for (const one of background) one.committed?.(done);
      on.committed?.(done);
    },
  });
  const consuming = {
    service: app.name,
    unitOfWork,
    clock,
    timers,
    ids,
    random,
    parkedKeys: () => stores.deadLetters.parkedKeys(),
    onOutcome: (outcome: Outcome, type: string, ms: number, error?: unknown) =>
      on.message?.(outcome, type, ms, error),
  };
  const server = new BrokerServer({
    ...consuming,
    broker,
    group: app.group,
    types: app.messageTypes,
    lingerMs: app.lingerMs,
    membersChanged: () => {
      relay?.membersChanged();
      effects.membersChanged();
    },
    partitionStopped: (partition) => on.partitionStopped?.(partition),
    partitionResumed: (partition) => on.partitionResumed?.(partition),
  });
  const reactions = new Reactions(ids);
  const reactionRunner = new ReactionRunner({
    ...consuming,
    reactions,
    queue: stores.reactions,
    leases: leasesOf.reactions,
    hints,
    pollMs,
    onError: (error) => on.readingReactionsFailed?.(error),
  });
  const erasure = new Erasure({ unitOfWork, ids, report: ports.report }, [
    ...(app.erasers?.(ports.pool) ?? []),
    ...platformErasers(ports.pool, app.messageTypes),
  ]);
  const routesOfReactions = reactionRoutes(reactions, unitOfWork);
  const deadLetters = new DeadLetterAdmin({
    service: app.name,
    unitOfWork,
    types: withDomainEvents(app.messageTypes, app.name),
    routes: (type) => [...server.routesOf(type), ...routesOfReactions(type)],
    store: stores.deadLetters,
    clock,
    timers,
    ids,
    onRedrive: (outcome) => on.redriven?.(outcome),
  });
  const composition = app.compose({
    ...ports,
    unitOfWork,
    reactions,
    rows: stores.rows,
    sagas: stores.sagas,
    erasure,
  });
  for (const handler of composition.reactions ?? []) reactions.add(handler);
  const effects = new EffectRunner({
    store: stores.effects,
    leases: leasesOf.effects,
    hints,
    unitOfWork,
    ids,
    // The cast is safe: each performer gets only payloads of its own effects.
    performers: { ...composition.effects, [ERASE]: erasure } as Readonly<Record<string, Performer>>,
    timers,
    random,
    pollMs,
    calling: adapters.calling,
    onFailure: (effect, error) => on.effectFailed?.(effect, error),
    onError: (error) => on.readingEffectsFailed?.(error),
  });
  const lookers = {
    outbox: () => relay?.committed(undefined),
    effects: () => effects.wake(),
    reactions: () => reactionRunner.wake(),
  };
  hints.listen((hinted) => lookers[hinted]());
  const background = composition.background ?? [];
  return {
    unitOfWork,
    server,
    deadLetters,
    schemaIds,
    composition,
    start() {
      relay?.start();
      effects.start();
      reactionRunner.start();
      for (const one of background) one.start();
    },
    async closeIntake() {
      for (const one of background) await one.stop();
      await server.close();
    },
    async stop() {
      await unitOfWork.idle();
      await Promise.all([effects.stop(), reactionRunner.stop()]);
      await unitOfWork.idle();
      await relay?.stop();
      await hints.stop();
    },
  };
}

function relayOf(publishing: Publishing, options: RelayOptions): Relay | ReplicationRelay | undefined {
  switch (publishing.mode) {
    case 'polling':
      return new Relay(options);
    case 'replication': {
      const { publisher, timers, random, onBatch, onError } = options;
      const { url, slot } = publishing;
      return new ReplicationRelay({ url, slot, publisher, timers, random, onBatch, onError });
    }
    case 'off':
      return undefined;
  }
}
