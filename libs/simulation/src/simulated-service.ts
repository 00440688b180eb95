import { getMetadataArgsStorage } from 'typeorm';
import type { Type } from '@nestjs/common';
import { type Broker, type BrokerServer, type DeadLetterAdmin, handlersOf, hears } from '@waybill/messaging';
import type { Message } from '@waybill/kernel';
import {
  type Composition,
  Dependencies,
  type Ports,
  type RuntimeEvents,
  type RuntimeStores,
  type ServiceApp,
  composeRuntime,
} from '@waybill/platform';
import { MemoryDatabase } from '@waybill/unit-of-work';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { SimulatedHttp, controllersOf } from './simulated-http.js';
import { SimulatedProcess } from './simulated-process.js';
import type { SimulatedBroker } from './simulated-broker.js';
import { SimulatedDatabase } from './simulated-database.js';
import { noPool, storesReachedBy, storesIn } from './simulated-stores.js';
import type { World } from './world.js';

/** Longer than in production, because empty polls would take most of a run's time. */
const POLL_MS = 1_000;
const LEASE_MS = 15_000;

export interface SimulatedApp {
  readonly app: Pick<ServiceApp, 'name' | 'group' | 'messageTypes' | 'lingerMs'>;
  /** Composes the app on its ports. External systems are called as this process. */
  compose(ports: Ports, process: SimulatedProcess): Composition;
  /** Background work that does not run, by class name. */
  readonly without: readonly string[];
}

/** A service: its database and its instances, which crash and restart. */
export class SimulatedService {
  readonly database: MemoryDatabase;
  readonly instances: SimulatedInstance[];
  readonly name: string;
  private readonly stores: RuntimeStores;
  /** How far the clock of the database is off. */
  skewMs: number;
  private starts = 0;

  constructor(
    private readonly world: World,
    private readonly broker: SimulatedBroker,
    private readonly simulated: SimulatedApp,
    size: number,
  ) {
    this.name = simulated.app.name;
    this.skewMs = world.skewOf(`the database of ${this.name}`);
    this.database = new MemoryDatabase({ now: () => new Date(world.time.now + this.skewMs) });
    this.stores = storesIn(this.database, world);
    this.instances = Array.from({ length: size }, (_, index) => this.start(index));
  }

  /** All rows of a table, sorted by key. */
  rows<Row = Record<string, unknown>>(table: string): Row[] {
    const rows = [...(this.database.tableNamed(table)?.rows ?? [])];
    return rows.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row as Row);
  }

  /** Instances that run and are not paused. */
  get living(): SimulatedInstance[] {
    return this.instances.filter(({ process }) => process.alive && !process.paused);
  }

  /** Names of the consumers that handle this message. */
  consumersOf(type: string, data: unknown): string[] {
    return this.instances[0]!.consumersOf(type, data);
  }

  restart(instance: SimulatedInstance): void {
    if (instance.process.alive) return;
    const index = this.instances.indexOf(instance);
    this.instances[index] = this.start(index);
  }

  /** Resets all clocks to their initial skew. */
  setClocks(): void {
    this.skewMs = this.world.skewOf(`the database of ${this.name}`);
    this.instances.forEach(
      ({ process }, index) => (process.skewMs = this.world.skewOf(`${this.name} ${index}`)),
    );
  }

  private start(index: number): SimulatedInstance {
    const { world, broker, simulated, database } = this;
    const process = new SimulatedProcess(world, `${this.name}#${++this.starts}`);
    process.skewMs = world.skewOf(`${this.name} ${index}`);
    world.trace(`${process.name} starts`);
    return new SimulatedInstance({
      world,
      process,
      simulated,
      database,
      stores: this.stores,
      broker: broker.reachedBy(process),
    });
  }
}

interface InstanceParts {
  readonly world: World;
  readonly process: SimulatedProcess;
  readonly simulated: SimulatedApp;
  readonly database: MemoryDatabase;
  readonly stores: RuntimeStores;
  readonly broker: Broker;
}

/** One instance: the runtime of the platform over simulated adapters, and its controllers without Nest. */
export class SimulatedInstance {
  readonly process: SimulatedProcess;
  readonly http: SimulatedHttp;
  readonly deadLetters: DeadLetterAdmin;
  private readonly server: BrokerServer;

  constructor({ world, process, simulated, database, stores, broker }: InstanceParts) {
    this.process = process;
    const { app, without } = simulated;
    const { clock, timers, ids } = process;
    const chance = world.chance.stream(process.name);
    const pool = noPool(world);
    const dataSource = simulatedDataSource(database);
    const composed = (ports: Ports): Composition => {
      const composition = simulated.compose(ports, process);
      const background = composition.background?.filter((one) => !without.includes(one.constructor.name));
      return { ...composition, background: background ?? [] };
    };
    const runtime = composeRuntime(
      { ...app, compose: composed },
      {
        clock,
        timers,
        ids,
        random: () => chance.next(),
        report: (error, message) => world.trace(`${process.name}: ${message}: ${String(error)}`),
        pool,
        waitPool: pool,
        dataSource,
      },
      {
        database: new SimulatedDatabase(process, database, world, app.name),
        stores: storesReachedBy(process, stores, world),
        broker,
        publishing: { mode: 'polling' },
        instance: process.name,
        monotonic: () => world.time.now,
        leaseMs: LEASE_MS,
        pollMs: POLL_MS,
        calling: ({ kind }, call) => {
          world.recovered(`effect: ${kind}`);
          return process.call('perform', call);
        },
        on: recoveriesIn(world, process),
      },
    );
    const { composition, unitOfWork, server } = runtime;
    this.server = server;
    this.deadLetters = runtime.deadLetters;
    const bus = busOf(composition.provide);
    const controllers = controllersOf(composition, [
      unitOfWork,
      pool,
      dataSource,
      new Dependencies(timers, () => {}),
      { ...bus, as: CommandBus },
      { ...bus, as: QueryBus },
    ]);
    this.http = new SimulatedHttp(controllers, (what) => world.violated(what));
    for (const controller of controllers) declare(server, controller, world);
    runtime.start();
    server.listen(() => undefined);
  }

  /** Names of the consumers that handle this message. */
  consumersOf(type: string, data: unknown): string[] {
    return this.server
      .routesOf(type)
      .filter((route) => hears(route, { data }) !== false)
      .map(({ consumer }) => consumer);
  }
}

/** Counts recoveries from faults, each of which the runs must have seen. */
function recoveriesIn(world: World, process: SimulatedProcess): RuntimeEvents {
  return {
    message(outcome, type, _, error) {
      if (outcome !== 'handled' && outcome !== 'skipped') world.recovered(`consumer: ${outcome}`);
      if (outcome === 'dead-lettered') world.trace(`${process.name} dead-letters ${type}: ${String(error)}`);
    },
    relayFailed: () => world.recovered('relay: retried'),
    effectFailed: () => world.recovered('effect: retried'),
    readingReactionsFailed: () => world.recovered('reactions: retried'),
  };
}

/** Registers the handlers with `@Handles`, as Nest does. */
function declare(server: BrokerServer, controller: object, world: World): void {
  const methods = controller as Record<string, (message: Message, context: unknown) => Promise<never>>;
  for (const { type, topic, consumer, hears, deferrable, method } of handlersOf(
    controller.constructor as Type,
  )) {
    const handle = (message: Message, context: unknown): Promise<never> => {
      failWithDefect(world, `${consumer} ${message.key}`);
      return methods[method]!(message, context);
    };
    server.addHandler(type, handle, true, { topic, consumer, hears, deferrable });
  }
}

/** Error message of simulated defects. The simulated operator redrives these dead letters. */
export const DEFECT = 'a defect of the simulation';

/** A defect lasts for a while: some messages succeed on a retry, others become dead letters and park their key. */
function failWithDefect({ faults, time, chance, defects }: World, name: string): void {
  if (faults.hits('handler fails')) defects.set(name, time.now + chance.spread(100, 60_000));
  if ((defects.get(name) ?? 0) > time.now) throw new Error(DEFECT);
}

/** Dispatches commands and queries to their handlers. */
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

/** Only the lookups that controllers make. */
function simulatedDataSource(database: MemoryDatabase): DataSource {
  const dataSource: Pick<DataSource, 'getRepository'> = {
    getRepository: ((entity: () => object) => {
      const table = getMetadataArgsStorage().tables.find(({ target }) => target === entity)?.name ?? '';
      const findBy = (where: Record<string, unknown>) =>
        Promise.resolve(
          rowsOf<Record<string, unknown>>(database, table).filter((row) =>
            Object.entries(where).every(([name, value]) => row[name] === value),
          ),
        );
      return {
        findBy,
        findOneBy: (where: Record<string, unknown>) => findBy(where).then(([row]) => row ?? null),
      };
    }) as unknown as DataSource['getRepository'],
  };
  return Object.assign(Object.create(DataSource.prototype) as DataSource, dataSource);
}

function rowsOf<Row>(database: MemoryDatabase, table: string): Row[] {
  return [...(database.tableNamed(table)?.rows.values() ?? [])] as Row[];
}
