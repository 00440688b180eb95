import type { DomainEvent } from '@waybill/kernel';
import type { LoadRequest } from '../session.js';
import type { DomainEvents, EventPattern, Matching, Reaction, SyncReaction } from './domain-events.js';

export interface Synchronous {
  readonly mode?: 'sync';
}

export interface Asynchronous {
  readonly mode: 'async';
  /** Names the handler in pending rows, claims and dead letters. Never renamed or given to another handler. */
  readonly consumer: string;
}

/** The metadata of a handler class from `@OnDomainEvent`. */
export interface Declaration {
  readonly events: DomainEvents;
  readonly patterns: readonly string[];
  /** Of an asynchronous handler. */
  readonly consumer?: string | undefined;
}

/** An instance of a class with `@OnDomainEvent`. */
export interface DomainEventHandler {
  handle(event: never, reaction: never): Promise<void> | void;
  /**
   * Of a synchronous handler: rows that it loads whatever it finds, by the id of the aggregate. A repository reads them
   * together with the aggregate, which saves a round trip.
   */
  prefetch?(id: string): readonly LoadRequest[];
}

/** Compiles on a class whose `handle` takes each of the events that were named. */
type Decorates<Event, R extends Reaction> = (
  target: new (...args: never[]) => {
    readonly handle: (event: Event, reaction: R) => Promise<void> | void;
  },
) => void;

/**
 * Declares a class as handler of domain events: `handle(event, reaction)`, with the events of the named types.
 *
 * A synchronous handler runs in the transaction of the command that recorded the event, after the aggregate is saved.
 * What it throws refuses the command. An asynchronous one runs after the commit, once per event and in the order of
 * the aggregate's events. If it throws, it is retried or becomes a dead letter; the command is not affected.
 */
export interface OnDomainEvent<Event extends DomainEvent, Saved> {
  <const Pattern extends EventPattern<Event>>(
    patterns: Pattern | readonly Pattern[],
    options?: Synchronous,
  ): Decorates<Matching<Event, Pattern>, SyncReaction<Saved>>;
  <const Pattern extends EventPattern<Event>>(
    patterns: Pattern | readonly Pattern[],
    options: Asynchronous,
  ): Decorates<Matching<Event, Pattern>, Reaction>;
}

const declarations = new WeakMap<object, Declaration>();

/** The decorator for one aggregate type: `export const OnDomainEvent = onDomainEvent(orderEvents)`. */
export function onDomainEvent<Event extends DomainEvent, Saved>(
  events: DomainEvents<Event, Saved>,
): OnDomainEvent<Event, Saved> {
  return (patterns: string | readonly string[], options: Synchronous | Asynchronous = {}) =>
    (target: object) => {
      declarations.set(target, {
        events: events as DomainEvents,
        patterns: typeof patterns === 'string' ? [patterns] : patterns,
        consumer: options.mode === 'async' ? options.consumer : undefined,
      });
    };
}

/** Throws when the class of the handler has no `@OnDomainEvent`. */
export function declarationOf(handler: DomainEventHandler): Declaration {
  const declaration = declarations.get(handler.constructor);
  if (!declaration) throw new Error(`${handler.constructor.name} needs @OnDomainEvent to be registered`);
  return declaration;
}
