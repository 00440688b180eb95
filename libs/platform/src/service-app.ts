import type { Clock, ErrorType, Ids, MessageType, Timers } from '@waybill/kernel';
import type { TopicSpec } from '@waybill/messaging';
import type { SagaStore } from '@waybill/saga';
import type {
  AnyRowType,
  DomainEventHandler,
  Performer,
  Reactions,
  RowStore,
  BatchRunner,
} from '@waybill/unit-of-work';
import type { Type } from '@nestjs/common';
import type { Pool } from 'pg';
import type { DataSource, MigrationInterface } from 'typeorm';
import type { z } from 'zod';
import type { CommonSettings } from './settings.js';

/**
 * The dependencies of an app. In a simulation these are an in-memory unit of work, a simulated clock and counted ids. Controllers may
 * inject `BatchRunner`, `DataSource` and `Pool` by class.
 */
export interface Ports {
  readonly unitOfWork: BatchRunner;
  /** What repositories dispatch their domain events to; the composition's `reactions` are added to it. */
  readonly reactions: Reactions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly random: () => number;
  /** Tells the log of an error that no caller hears of. */
  readonly report: (error: unknown, message: string, details?: object) => void;
  /** Rows by their values or their time, for what runs beside requests and messages. */
  readonly rows: RowStore;
  readonly sagas: SagaStore;
  /** For queries only: whatever writes goes through the unit of work. A simulation has no Postgres and refuses them. */
  readonly pool: Pool;
  readonly dataSource: DataSource;
}

/** Something that runs beside requests and messages, such as a poller of deadlines. */
export interface Background {
  start(): void;
  stop(): Promise<void>;
}

/** What an app is made of, wired by its `compose`. */
export interface Composition {
  /** Nest controllers: HTTP routes, and consumers with `@Handles`. */
  readonly controllers: readonly Type[];
  /** Instances that the controllers and buses are given, each under its class. */
  readonly provide: readonly object[];
  readonly effects?: Readonly<Record<string, Performer<never, unknown>>>;
  /** Handlers of domain events, in the order in which they are called. */
  readonly reactions?: readonly DomainEventHandler[];
  readonly background?: readonly Background[];
  /** Numbers of the app's own for `/metrics`, by metric name; read per scrape. */
  readonly gauges?: Readonly<Record<string, Gauge>>;
}

export interface Gauge {
  readonly help: string;
  read(): Promise<number>;
}

/** A service: everything that `bootstrap` needs to run it. */
export interface ServiceApp<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  /** Its consumer group; `waybill.<name>` when absent. Never renamed: a new group reads its topics from the beginning. */
  readonly group?: string;
  /** One sentence, for OpenAPI. */
  readonly description: string;
  readonly port: number;
  readonly settings: z.ZodObject<Shape>;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /**
   * Tables that hold nothing but what its consumers made of messages, so that a replay can make them anew. The consumers of
   * such a service load and save no other table.
   */
  readonly view?: readonly Pick<AnyRowType, 'table'>[];
  readonly messageTypes: ReadonlyMap<string, MessageType>;
  /** For a service whose results no caller awaits: batches and fetches collect for this long, because larger ones cost less. */
  readonly lingerMs?: number;
  topics(settings: { partitions: number; retentionDays: number }): readonly TopicSpec[];
  /** The refusals of its features, by code. */
  readonly errors?: Readonly<Record<string, ErrorType>>;
  compose(ports: Ports, settings: CommonSettings & z.infer<z.ZodObject<Shape>>): Composition;
}
