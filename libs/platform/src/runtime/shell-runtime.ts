import { randomUUID } from 'node:crypto';
import { type Clock, type Timers, codeOf, systemTimers } from '@waybill/kernel';
import {
  type Broker,
  BrokerServer,
  DeadLetterDesk,
  type Outcome,
  ReactionRunner,
  type SchemaIds,
  postgresReactionQueue,
  reactionRoutes,
  withDomainEvents,
} from '@waybill/messaging';
import type { Metrics } from '@waybill/observability';
import {
  Leases,
  type OutboxMode,
  Relay,
  ReplicationRelay,
  outboxSlotOf,
  slotProblem,
  slotState,
} from '@waybill/outbox';
import {
  CLAIM_DAYS,
  type Database,
  EffectRunner,
  type Performer,
  Reactions,
  Shell,
} from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { ServiceApp } from '../service-app.js';
import { lineOf, parkedKeysOf } from './dead-letters.js';
import { IdleMemory } from './idle-memory.js';
import { uuids } from './uuids.js';

export const systemClock: Clock = { now: () => new Date() };

const LEASE_MS = 15_000;
const DAY = 86_400_000;
const MINUTE = 60_000;

export interface ShellRuntimeOptions {
  readonly app: Pick<ServiceApp, 'name' | 'group' | 'messageTypes' | 'lingerMs'>;
  readonly pool: Pool;
  /** Where the shell commits: over the same pool. */
  readonly database: Database;
  readonly broker: Broker;
  readonly schemaIds: SchemaIds;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly gatherMs: number;
  /** Who publishes the outbox. */
  readonly relay: OutboxMode;
  /** For the relay that reads the WAL, which needs a connection of its own. */
  readonly databaseUrl: string;
}

/** The moving parts around one app: shell, relay, effect runner and consumer, started and stopped in order. */
export class ShellRuntime {
  readonly timers: Timers = systemTimers;
  readonly shell: Shell;
  readonly server: BrokerServer;
  readonly desk: DeadLetterDesk;
  readonly reactions = new Reactions(uuids);
  private readonly reactionRunner: ReactionRunner;
  private readonly relay: Relay | ReplicationRelay | undefined;
  private effects: EffectRunner | undefined;
  private readonly memory = new IdleMemory(this.timers);
  private cancelUpkeep = () => {};
  private cancelWatch = () => {};
  private stopped = false;

  constructor(private readonly options: ShellRuntimeOptions) {
    const { app, pool, database, broker, metrics, logger, gatherMs } = options;
    this.shell = new Shell({
      database,
      source: `/${app.name}`,
      ids: uuids,
      clock: systemClock,
      timers: this.timers,
      random: Math.random,
      gatherMs,
      lingerMs: app.lingerMs ?? 0,
      retentionDays: CLAIM_DAYS,
      committed: ({ at, messages, effects, reactions, acts, ms }) => {
        if (messages > 0) this.relay?.wake();
        if (reactions > 0) this.reactionRunner.wake();
        if (effects.length > 0) this.effects?.take(effects, at);
        metrics.sets.observe(ms / 1_000);
        metrics.setSize.observe(acts);
        this.memory.busy();
      },
    });
    this.relay = this.relayOf(options);
    const consuming = {
      service: app.name,
      unitOfWork: this.shell,
      clock: systemClock,
      timers: this.timers,
      ids: uuids,
      random: Math.random,
      parkedKeys: () => parkedKeysOf(pool),
      onOutcome: (outcome: Outcome, type: string, ms: number, error?: unknown) => {
        metrics.messages.inc({ type, outcome });
        if (outcome === 'handled') metrics.handling.observe({ type }, ms / 1_000);
        if (outcome === 'dead-lettered')
          logger.error({ err: error, type, code: codeOf(error) }, 'message dead-lettered');
        if (outcome === 'retried')
          logger.warn({ err: error, type, code: codeOf(error) }, 'message failed; trying again');
      },
    };
    this.server = new BrokerServer({ ...consuming, broker, group: app.group, types: app.messageTypes });
    this.reactionRunner = new ReactionRunner({
      ...consuming,
      reactions: this.reactions,
      queue: postgresReactionQueue(pool),
      leases: this.leases('reactions'),
      onError: (error) => logger.warn({ err: error }, 'reactions were not looked for; trying again'),
    });
    const routesOfReactions = reactionRoutes(this.reactions, this.shell);
    this.desk = new DeadLetterDesk({
      service: app.name,
      unitOfWork: this.shell,
      types: withDomainEvents(app.messageTypes, app.name),
      routes: (type) => [...this.server.routesOf(type), ...routesOfReactions(type)],
      line: (key, limit) => lineOf(pool, key, limit),
      clock: systemClock,
      timers: this.timers,
      ids: uuids,
      onRedrive: (outcome) => metrics.redrives.inc({ outcome }),
    });
  }

  /** Begins to publish and to perform effects. The database must be there. */
  async start(performers: Readonly<Record<string, Performer>>): Promise<void> {
    const { pool, metrics, logger } = this.options;
    this.effects = new EffectRunner({
      pool,
      leases: this.leases('effects'),
      unitOfWork: this.shell,
      ids: uuids,
      performers,
      timers: this.timers,
      random: Math.random,
      onFailure: ({ kind, key, attempt }, error) => {
        metrics.effectFailures.inc({ kind });
        logger.warn({ err: error, kind, key, attempt }, 'effect failed; trying again');
      },
    });
    // The start itself leaves much behind.
    this.memory.busy();
    await this.upkeep();
    await this.watchSlot();
    this.relay?.start();
    this.effects.start();
    this.reactionRunner.start();
  }

  /** Consumers stop first, what they began is committed, and what was committed is published. */
  async stop(): Promise<void> {
    this.cancelUpkeep();
    this.cancelWatch();
    this.stopped = true;
    this.memory.stop();
    await this.server.close();
    await this.shell.idle();
    await Promise.all([this.effects?.stop(), this.reactionRunner.stop()]);
    await this.shell.idle();
    await this.relay?.stop();
  }

  private relayOf(options: ShellRuntimeOptions) {
    const { relay, pool, databaseUrl, broker, schemaIds, metrics, logger, gatherMs } = options;
    const common = {
      publisher: schemaIds.named(broker.publisher),
      timers: this.timers,
      random: Math.random,
      onBatch: (messages: number) => metrics.published.inc(messages),
      onError: (error: unknown) => {
        metrics.relayErrors.inc();
        logger.warn({ err: error }, 'the outbox could not be published; trying again');
      },
    };
    switch (relay) {
      case 'polling':
        return new Relay({ ...common, pool, leases: this.leases('outbox'), gatherMs });
      case 'replication':
        return new ReplicationRelay({ ...common, url: databaseUrl, slot: outboxSlotOf(databaseUrl) });
      case 'off':
        return undefined;
    }
  }

  /** A slot that nobody reads fills the server's disk, and one that is missing loses messages: both must be heard of. */
  private async watchSlot(): Promise<void> {
    const { pool, relay, databaseUrl, logger } = this.options;
    const slot = outboxSlotOf(databaseUrl);
    try {
      const problem = slotProblem(relay, slot, await slotState(pool, slot));
      if (problem) logger.warn({ slot }, problem);
    } catch (error) {
      logger.warn({ err: error, slot }, 'the state of the slot could not be read');
    }
    if (!this.stopped) this.cancelWatch = this.timers.after(MINUTE, () => void this.watchSlot());
  }

  private leases(name: string): Leases {
    return new Leases(this.options.pool, name, randomUUID(), LEASE_MS, () => performance.now());
  }

  /** Partitions for the days to come, old ones and old keys away; again every six hours. */
  private async upkeep(): Promise<void> {
    const { pool, logger } = this.options;
    try {
      await pool.query(
        `SELECT maintain_partitions('inbox', ${CLAIM_DAYS}), maintain_partitions('outbox_sent', 7)`,
      );
      await pool.query(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`);
    } catch (error) {
      logger.error({ err: error }, 'upkeep of the partitions failed; trying again in six hours');
    }
    this.cancelUpkeep = this.timers.after(DAY / 4, () => void this.upkeep());
  }
}
