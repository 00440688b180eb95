import type { Clock, ErrorType, Ids, MessageType, Timers } from '@waybill/kernel';
import type { TopicSpec } from '@waybill/messaging';
import type { SagaStore } from '@waybill/saga';
import type {
  AnyRowType,
  Committed,
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
import type { DataClasses } from './erasure/data-classes.js';
import type { Eraser } from './erasure/eraser.js';
import type { Erasure } from './erasure/erasure.js';
import type { CommonSettings } from './settings.js';

/**
 * The dependencies of an app. In a simulation these are an in-memory unit of work, a simulated clock and counted ids. Controllers may
 * inject `BatchRunner`, `DataSource` and `Pool` by class.
 */
export interface Ports {
  readonly unitOfWork: BatchRunner;
  /** Repositories dispatch their domain events to it. It contains the composition's `reactions`. */
  readonly reactions: Reactions;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly random: () => number;
  /** Logs an error that no caller receives. */
  readonly report: (error: unknown, message: string, details?: object) => void;
  /** Queries rows by value or due time, for background work. */
  readonly rows: RowStore;
  readonly sagas: SagaStore;
  /** Erases a customer in this service. It has the erasers of all features. */
  readonly erasure: Erasure;
  /** For queries only: writes go through the unit of work. In a simulation there is no Postgres, and queries throw. */
  readonly pool: Pool;
  /** The same, over few connections of their own: for requests that wait, so that they take none from others. */
  readonly waitPool: Pool;
  readonly dataSource: DataSource;
}

/** Background work, such as a poller of deadlines. */
export interface Background {
  start(): void;
  stop(): Promise<void>;
  /** This process has committed changes. */
  committed?(done: Pick<Committed, 'at' | 'changes'>): void;
}

/** The instances of an app, from its `compose`. */
export interface Composition {
  /** Nest controllers: HTTP routes, and consumers with `@Handles`. */
  readonly controllers: readonly Type[];
  /** Instances for controllers and buses, each provided under its class. */
  readonly provide: readonly object[];
  readonly effects?: Readonly<Record<string, Performer<never, unknown>>>;
  /** Handlers of domain events, in the order in which they are called. */
  readonly reactions?: readonly DomainEventHandler[];
  readonly background?: readonly Background[];
  /** Metrics of the app by name, read at each scrape. */
  readonly gauges?: Readonly<Record<string, Gauge>>;
}

export interface Gauge {
  readonly help: string;
  read(): Promise<number>;
}

/** A service: everything that `bootstrap` needs to run it. */
export interface ServiceApp<Shape extends z.ZodRawShape = z.ZodRawShape> {
  readonly name: string;
  /** Consumer group; default: `waybill.<name>`. Never rename it: a new group reads its topics from the beginning. */
  readonly group?: string;
  /** One sentence, for OpenAPI. */
  readonly description: string;
  readonly port: number;
  readonly settings: z.ZodObject<Shape>;
  readonly entities: readonly (new () => object)[];
  readonly migrations: readonly (new () => MigrationInterface)[];
  /**
   * Tables that a replay can rebuild, because only the consumers write them. The consumers of such a service must not load or save
   * other tables.
   */
  readonly view?: readonly Pick<AnyRowType, 'table'>[];
  /** What each column contains, for tables of the service. */
  readonly dataClasses?: DataClasses;
  /** Remove the personal data of a customer, each from one place. */
  readonly erasers?: (pool: Pool) => readonly Eraser[];
  readonly messageTypes: ReadonlyMap<string, MessageType>;
  /** For a service whose results no caller awaits: batches and fetches collect for this long, because larger ones cost less. */
  readonly lingerMs?: number;
  topics(settings: { partitions: number; retentionDays: number }): readonly TopicSpec[];
  /** Error types of its features, by code. */
  readonly errors?: Readonly<Record<string, ErrorType>>;
  /** What the tags of its routes stand for, for OpenAPI. */
  readonly tags?: Readonly<Record<string, string>>;
  compose(ports: Ports, settings: CommonSettings & z.infer<z.ZodObject<Shape>>): Composition;
}
