import type { Type } from '@nestjs/common';
import type { ErrorType } from '@waybill/kernel';
import type { AnyRowType, DomainEventHandler, Performer } from '@waybill/unit-of-work';
import type { MigrationInterface } from 'typeorm';
import type { z } from 'zod';
import type { Pool } from 'pg';
import type { DataClasses } from './erasure/data-classes.js';
import type { Eraser } from './erasure/eraser.js';
import type { Background, Composition, Gauge, Ports, ServiceApp } from './service-app.js';
import type { CommonSettings } from './settings.js';

/**
 * What one folder contributes to a service. The first part is data; `compose` builds the instances, from the ports and from `Needs`:
 * the settings that the feature reads and the instances that the app shares between its features.
 */
export interface Feature<Needs = unknown> {
  readonly entities?: readonly (new () => object)[];
  readonly migrations?: readonly (new () => MigrationInterface)[];
  /** What each text and JSON column of its tables contains. */
  readonly dataClasses?: DataClasses;
  /** Remove the personal data of a customer from its tables. */
  readonly erasers?: (pool: Pool) => readonly Eraser[];
  /** Tables that a replay may rebuild: only the feature's consumers write them. */
  readonly view?: readonly Pick<AnyRowType, 'table'>[];
  /** Error types of its rules, by code. */
  readonly errors?: Readonly<Record<string, ErrorType>>;
  /** What the tags of its routes stand for, for OpenAPI. Another feature may use the same tag, and describes it no more. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly controllers?: readonly Type[];
  readonly compose?: (ports: Ports, needs: Needs) => FeatureParts;
}

/** The instances of a feature. */
export interface FeatureParts {
  /** Controllers that a setting switches on. */
  readonly controllers?: readonly Type[];
  /** Handlers of commands and queries, for the buses of `@nestjs/cqrs`. */
  readonly handlers?: readonly object[];
  /** Instances that controllers inject by class. */
  readonly providers?: readonly object[];
  /** Performers of effects, by the name of the effect. */
  readonly effects?: Readonly<Record<string, Performer<never, unknown>>>;
  /** Handlers of domain events, called in this order; those of an earlier feature come first. */
  readonly reactions?: readonly DomainEventHandler[];
  readonly background?: readonly Background[];
  readonly gauges?: Readonly<Record<string, Gauge>>;
}

export type SettingsOf<Shape extends z.ZodRawShape> = CommonSettings & z.infer<z.ZodObject<Shape>>;

export interface ServiceDefinition<Shape extends z.ZodRawShape, Shared extends object> extends Omit<
  ServiceApp<Shape>,
  'entities' | 'migrations' | 'view' | 'errors' | 'tags' | 'dataClasses' | 'erasers' | 'compose'
> {
  readonly features: readonly Feature<SettingsOf<Shape> & NoInfer<Shared>>[];
  /** Instances that several features use, or that a test replaces. */
  readonly share?: (ports: Ports, settings: SettingsOf<Shape>) => Shared;
}

/** Combines features into a service. Throws if two features declare the same effect, gauge, error code or tag. */
export function defineService<Shape extends z.ZodRawShape, Shared extends object = object>(
  definition: ServiceDefinition<Shape, Shared>,
): ServiceApp<Shape> {
  const { features, share, ...about } = definition;
  const view = features.flatMap((feature) => feature.view ?? []);
  return {
    ...about,
    entities: features.flatMap(({ entities = [] }) => entities),
    migrations: features.flatMap(({ migrations = [] }) => migrations),
    ...(view.length > 0 && { view }),
    dataClasses: merge(
      'table',
      features.map(({ dataClasses }) => dataClasses),
    ),
    erasers: (pool) => features.flatMap(({ erasers }) => erasers?.(pool) ?? []),
    errors: merge(
      'error code',
      features.map(({ errors }) => errors),
    ),
    tags: merge(
      'tag',
      features.map(({ tags }) => tags),
    ),
    compose(ports, settings) {
      // Without `share`, Shared is `object`, which an empty object satisfies.
      const shared = share?.(ports, settings) ?? ({} as Shared);
      return composeFeatures(features, ports, { ...settings, ...shared });
    },
  };
}

/** Composes all features. For callers with their own shared instances, such as a fake gateway. */
export function composeFeatures<Needs>(
  features: readonly Feature<Needs>[],
  ports: Ports,
  needs: Needs,
): Composition {
  const composed = features.map(({ controllers = [], compose }) => ({
    feature: controllers,
    parts: compose?.(ports, needs) ?? {},
  }));
  const parts = composed.map((one) => one.parts);
  return {
    controllers: composed.flatMap(({ feature, parts: { controllers = [] } }) => [...feature, ...controllers]),
    provide: parts.flatMap(({ handlers = [], providers = [] }) => [...providers, ...handlers]),
    effects: merge(
      'effect',
      parts.map(({ effects }) => effects),
    ),
    reactions: parts.flatMap(({ reactions = [] }) => reactions),
    background: parts.flatMap(({ background = [] }) => background),
    gauges: merge(
      'gauge',
      parts.map(({ gauges }) => gauges),
    ),
  };
}

function merge<Value>(
  what: string,
  tables: readonly (Readonly<Record<string, Value>> | undefined)[],
): Readonly<Record<string, Value>> {
  const merged = new Map<string, Value>();
  for (const [name, value] of tables.flatMap((table) => Object.entries(table ?? {}))) {
    if (merged.has(name)) throw new Error(`two features declare the ${what} ${name}`);
    merged.set(name, value);
  }
  return Object.fromEntries(merged);
}
