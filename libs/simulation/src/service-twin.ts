import { getMetadataArgsStorage } from 'typeorm';
import type { Type } from '@nestjs/common';
import {
  type Broker,
  BrokerServer,
  DeadLetterDesk,
  type Outcome,
  type ParkedName,
  ReactionRunner,
  handlersOf,
  postgresReactionQueue,
  reactionRoutes,
  withDomainEvents,
} from '@waybill/messaging';
import type { Message } from '@waybill/kernel';
import { Leases, Relay } from '@waybill/outbox';
import { type Composition, Dependencies, type Ports, type ServiceApp } from '@waybill/platform';
import { EffectRunner, MemoryDatabase, type Performer, Reactions, Shell } from '@waybill/unit-of-work';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { HttpTwin, controllersOf } from './http-twin.js';
import { Life } from './life.js';
import { PoolTwin, type TwinQuery } from './pool-twin.js';
import type { SimulatedBroker } from './simulated-broker.js';
import { SimulatedDatabase } from './simulated-database.js';
import { simulatedPool } from './simulated-pool.js';
import type { World } from './world.js';

const LEASE_MS = 15_000;
/** Rarer than in production: a look that finds nothing is the bulk of a run. */
const POLL_MS = 1_000;

export interface SimulatedApp {
  readonly app: Pick<ServiceApp, 'name' | 'group' | 'messageTypes' | 'lingerMs'>;
  /** The app over its ports; what it reaches beside them, it reaches as this instance. */
  compose(ports: Ports, life: Life): Composition;
  /** Which of the composition's background work does not run: views, which are made of what is here anyway. */
  readonly without: readonly string[];
  /** Queries of its own beside the shell. */
  readonly queries: readonly TwinQuery[];
}

/** A service: its data, and the instances that come and go over it. */
export class ServiceTwin {
  readonly database: MemoryDatabase;
  readonly instances: InstanceTwin[];
  readonly name: string;
  private readonly pool: PoolTwin;
  /** The database's clock is so far off. */
  skewMs: number;
  private lives = 0;

  constructor(
    private readonly world: World,
    private readonly broker: SimulatedBroker,
    private readonly simulated: SimulatedApp,
    size: number,
  ) {
    this.name = simulated.app.name;
    this.skewMs = world.skewOf(`the database of ${this.name}`);
    this.database = new MemoryDatabase({ now: () => new Date(world.time.now + this.skewMs) });
    this.pool = new PoolTwin(this.database, simulated.queries, (way) => world.recovered(way));
    this.instances = Array.from({ length: size }, (_, index) => this.start(index));
  }

  /** All rows of a table, in the order of their keys. */
  rows<Row = Record<string, unknown>>(table: string): Row[] {
    const rows = [...(this.database.tableNamed(table)?.rows ?? [])];
    return rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row as Row);
  }

  /** Those that could answer now. */
  get living(): InstanceTwin[] {
    return this.instances.filter(({ life }) => life.alive && !life.paused);
  }

  /** The names under which messages of this type are handled here. */
  consumersOf(type: string): string[] {
    return this.instances[0]!.consumersOf(type);
  }

  restart(instance: InstanceTwin): void {
    if (instance.life.alive) return;
    const index = this.instances.indexOf(instance);
    this.instances[index] = this.start(index);
  }

  /** Every clock is as right as it ever was. */
  setClocks(): void {
    this.skewMs = this.world.skewOf(`the database of ${this.name}`);
    this.instances.forEach(({ life }, index) => (life.skewMs = this.world.skewOf(`${this.name} ${index}`)));
  }

  private start(index: number): InstanceTwin {
    const { world, broker, simulated, database } = this;
    const life = new Life(world, `${this.name}#${++this.lives}`);
    life.skewMs = world.skewOf(`${this.name} ${index}`);
    world.trace(`${life.name} starts`);
    return new InstanceTwin({
      world,
      life,
      simulated,
      database,
      pool: this.pool,
      broker: broker.reachedBy(life),
    });
  }
}

interface InstanceParts {
  readonly world: World;
  readonly life: Life;
  readonly simulated: SimulatedApp;
  readonly database: MemoryDatabase;
  readonly pool: PoolTwin;
  readonly broker: Broker;
}

/** One instance, wired as the platform wires it: shell, relay, effect runner, consumer and controllers, on simulated ports. */
export class InstanceTwin {
  readonly life: Life;
  readonly http: HttpTwin;
  readonly desk: DeadLetterDesk;
  private readonly server: BrokerServer;

  constructor({ world, life, simulated, database: twin, pool: poolTwin, broker }: InstanceParts) {
    this.life = life;
    const { app } = simulated;
    const { clock, timers, ids } = life;
    const chance = world.chance.stream(life.name);
    const random = () => chance.next();
    const common = { clock, timers, ids, random };
    const pool = simulatedPool(life, poolTwin, world);
    const monotonic = () => world.time.now;
    const leases = (name: string) => new Leases(pool, name, life.name, LEASE_MS, monotonic);
    let effects: EffectRunner | undefined = undefined as EffectRunner | undefined;
    const relay = new Relay({
      pool,
      leases: leases('outbox'),
      publisher: broker.publisher,
      timers,
      random,
      pollMs: POLL_MS,
      onError: () => world.recovered('relay: sent again'),
    });
    const shell = new Shell({
      ...common,
      database: new SimulatedDatabase(life, twin, world, app.name),
      source: `/${app.name}`,
      lingerMs: app.lingerMs ?? 0,
      committed: ({ at, messages, effects: asked, reactions: pending }) => {
        if (messages > 0) relay.wake();
        if (pending > 0) runner.wake();
        if (asked.length > 0) effects?.take(asked, at);
      },
    });
    const consuming = {
      ...common,
      service: app.name,
      unitOfWork: shell,
      parkedKeys: () => Promise.resolve(rowsOf<ParkedName>(twin, 'parked_keys')),
      onOutcome: (outcome: Outcome, type: string, _: number, error?: unknown) => {
        if (outcome !== 'handled' && outcome !== 'skipped') world.recovered(`consumer: ${outcome}`);
        if (outcome === 'dead-lettered') world.trace(`${life.name} buries ${type}: ${String(error)}`);
      },
    };
    const server = new BrokerServer({ ...consuming, broker, group: app.group, types: app.messageTypes });
    const reactions = new Reactions(ids);
    const runner = new ReactionRunner({
      ...consuming,
      reactions,
      queue: postgresReactionQueue(pool),
      leases: leases('reactions'),
      pollMs: POLL_MS,
      onError: () => world.recovered('reactions: looked for again'),
    });
    const routesOfReactions = reactionRoutes(reactions, shell);
    this.server = server;
    this.desk = new DeadLetterDesk({
      service: app.name,
      unitOfWork: shell,
      types: withDomainEvents(app.messageTypes, app.name),
      clock,
      timers,
      ids,
      routes: (type) => [...server.routesOf(type), ...routesOfReactions(type)],
      line: (of, limit) => Promise.resolve(lineOf(twin, of).slice(0, limit)),
    });
    const dataSource = dataSourceTwin(twin);
    const report = (error: unknown, message: string) =>
      world.trace(`${life.name}: ${message}: ${String(error)}`);
    const composition = simulated.compose({ ...common, shell, reactions, report, pool, dataSource }, life);
    for (const handler of composition.reactions ?? []) reactions.add(handler);
    const bus = busOf(composition.provide);
    const controllers = controllersOf(composition, [
      shell,
      pool,
      dataSource,
      new Dependencies(timers, () => {}),
      { ...bus, as: CommandBus },
      { ...bus, as: QueryBus },
    ]);
    this.http = new HttpTwin(controllers);
    for (const controller of controllers) declare(server, controller, world);
    effects = new EffectRunner({
      pool,
      leases: leases('effects'),
      unitOfWork: shell,
      ids,
      timers,
      random,
      pollMs: POLL_MS,
      performers: performedBy(life, composition.effects ?? {}, (kind) => world.recovered(`effect: ${kind}`)),
      onFailure: () => world.recovered('effect: performed again'),
    });
    relay.start();
    effects.start();
    runner.start();
    for (const background of composition.background ?? [])
      if (!simulated.without.includes(background.constructor.name)) background.start();
    server.listen(() => undefined);
  }

  /** The names under which messages of this type are handled. */
  consumersOf(type: string): string[] {
    return this.server.routesOf(type).map(({ consumer }) => consumer);
  }
}

function performedBy(
  life: Life,
  performers: NonNullable<Composition['effects']>,
  performed: (kind: string) => void,
): Record<string, Performer> {
  return Object.fromEntries(
    Object.entries(performers as Record<string, Performer>).map(([kind, performer]) => [
      kind,
      {
        perform(payload, call) {
          performed(kind);
          return life.call('perform', () => performer.perform(payload, call));
        },
        answer: (tx, answer, payload, call) => performer.answer(tx, answer, payload, call),
      },
    ]),
  );
}

/** What `@Handles` declares, as Nest hands it to the transport. */
function declare(server: BrokerServer, controller: object, world: World): void {
  const methods = controller as Record<string, (message: Message, context: unknown) => Promise<never>>;
  for (const { type, topic, consumer, method } of handlersOf(controller.constructor as Type)) {
    const handle = (message: Message, context: unknown): Promise<never> => {
      failWithDefect(world, `${consumer} ${message.key}`);
      return methods[method]!(message, context);
    };
    server.addHandler(type, handle, true, { topic, consumer });
  }
}

/** What letters say of it, so that an operator knows which to hand over again. */
export const DEFECT = 'a defect of the simulation';

/** It lasts for a while: some messages come through on another try, others are parked with all that follow. */
function failWithDefect({ faults, time, chance, defects }: World, name: string): void {
  if (faults.hits('handler fails')) defects.set(name, time.now + chance.spread(100, 60_000));
  if ((defects.get(name) ?? 0) > time.now) throw new Error(DEFECT);
}

/** Commands and queries to the handlers that declare them. */
function busOf(provide: readonly object[]): { execute(request: object): Promise<unknown> } {
  const handlers = new Map(
    provide.flatMap((handler): [unknown, { execute(request: object): Promise<unknown> }][] => {
      const { constructor: type } = handler;
      const handles: unknown =
        Reflect.getMetadata('__commandHandler__', type) ?? Reflect.getMetadata('__queryHandler__', type);
      return handles ? [[handles, handler as { execute(request: object): Promise<unknown> }]] : [];
    }),
  );
  return { execute: (request) => handlers.get(request.constructor)!.execute(request) };
}

/** Only what controllers look up on their way to a handler. */
function dataSourceTwin(twin: MemoryDatabase): DataSource {
  const dataSource: Pick<DataSource, 'getRepository'> = {
    getRepository: ((entity: () => object) => {
      const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name ?? '';
      const findOneBy = (where: Record<string, unknown>) =>
        Promise.resolve(
          rowsOf<Record<string, unknown>>(twin, table).find((row) =>
            Object.entries(where).every(([name, value]) => row[name] === value),
          ) ?? null,
        );
      return { findOneBy };
    }) as unknown as DataSource['getRepository'],
  };
  return Object.assign(Object.create(DataSource.prototype) as DataSource, dataSource);
}

function rowsOf<Row>(twin: MemoryDatabase, table: string): Row[] {
  return [...(twin.tableNamed(table)?.rows.values() ?? [])] as Row[];
}

function lineOf(twin: MemoryDatabase, { consumer, topic, key }: ParkedName): string[] {
  return rowsOf<{ id: string; place: number | null; status: string } & ParkedName>(twin, 'dead_letters')
    .filter(
      (row) =>
        row.consumer === consumer &&
        row.topic === topic &&
        row.key === key &&
        row.status === 'open' &&
        row.place !== null,
    )
    .sort((a, b) => a.place! - b.place!)
    .map(({ id }) => id);
}
