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
import { HttpTwin, controllersOf } from './http-twin.js';
import { Life } from './life.js';
import type { SimulatedBroker } from './simulated-broker.js';
import { SimulatedDatabase } from './simulated-database.js';
import { noPool, reachedBy, storesIn } from './simulated-stores.js';
import type { World } from './world.js';

/** Rarer than in production: a look that finds nothing is the bulk of a run. */
const POLL_MS = 1_000;

export interface SimulatedApp {
  readonly app: Pick<ServiceApp, 'name' | 'group' | 'messageTypes' | 'lingerMs'>;
  /** The app over its ports; what it reaches beside them, it reaches as this instance. */
  compose(ports: Ports, life: Life): Composition;
  /** Which of the composition's background work does not run: views, which are made of what is here anyway. */
  readonly without: readonly string[];
}

/** A service: its data, and the instances that come and go over it. */
export class ServiceTwin {
  readonly database: MemoryDatabase;
  readonly instances: InstanceTwin[];
  readonly name: string;
  private readonly stores: RuntimeStores;
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
    this.stores = storesIn(this.database, world);
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
  consumersOf(type: string, data: unknown): string[] {
    return this.instances[0]!.consumersOf(type, data);
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
      stores: this.stores,
      broker: broker.reachedBy(life),
    });
  }
}

interface InstanceParts {
  readonly world: World;
  readonly life: Life;
  readonly simulated: SimulatedApp;
  readonly database: MemoryDatabase;
  readonly stores: RuntimeStores;
  readonly broker: Broker;
}

/** One instance: the runtime of the platform over simulated adapters, and its controllers without Nest. */
export class InstanceTwin {
  readonly life: Life;
  readonly http: HttpTwin;
  readonly deadLetters: DeadLetterAdmin;
  private readonly server: BrokerServer;

  constructor({ world, life, simulated, database: twin, stores, broker }: InstanceParts) {
    this.life = life;
    const { app, without } = simulated;
    const { clock, timers, ids } = life;
    const chance = world.chance.stream(life.name);
    const pool = noPool(world);
    const dataSource = dataSourceTwin(twin);
    const composed = (ports: Ports): Composition => {
      const composition = simulated.compose(ports, life);
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
        report: (error, message) => world.trace(`${life.name}: ${message}: ${String(error)}`),
        pool,
        dataSource,
      },
      {
        database: new SimulatedDatabase(life, twin, world, app.name),
        stores: reachedBy(life, stores, world),
        broker,
        publishing: { mode: 'polling' },
        instance: life.name,
        monotonic: () => world.time.now,
        pollMs: POLL_MS,
        calling: ({ kind }, call) => {
          world.recovered(`effect: ${kind}`);
          return life.call('perform', call);
        },
        on: recoveriesIn(world, life),
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
    this.http = new HttpTwin(controllers);
    for (const controller of controllers) declare(server, controller, world);
    runtime.start();
    server.listen(() => undefined);
  }

  /** The names under which messages of this type are handled. */
  consumersOf(type: string, data: unknown): string[] {
    return this.server
      .routesOf(type)
      .filter((route) => hears(route, { data }) !== false)
      .map(({ consumer }) => consumer);
  }
}

/** What the run should have seen at least once: each way back from a fault. */
function recoveriesIn(world: World, life: Life): RuntimeEvents {
  return {
    message(outcome, type, _, error) {
      if (outcome !== 'handled' && outcome !== 'skipped') world.recovered(`consumer: ${outcome}`);
      if (outcome === 'dead-lettered') world.trace(`${life.name} buries ${type}: ${String(error)}`);
    },
    relayFailed: () => world.recovered('relay: sent again'),
    effectFailed: () => world.recovered('effect: performed again'),
    reactionsFailed: () => world.recovered('reactions: looked for again'),
  };
}

/** What `@Handles` declares, as Nest hands it to the transport. */
function declare(server: BrokerServer, controller: object, world: World): void {
  const methods = controller as Record<string, (message: Message, context: unknown) => Promise<never>>;
  for (const { type, topic, consumer, hears, method } of handlersOf(controller.constructor as Type)) {
    const handle = (message: Message, context: unknown): Promise<never> => {
      failWithDefect(world, `${consumer} ${message.key}`);
      return methods[method]!(message, context);
    };
    server.addHandler(type, handle, true, { topic, consumer, hears });
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
