import type { DomainEvent } from '@waybill/kernel';
import type { LoadRequest } from '../session.js';
import type { DomainEvents, EventPattern, Matching, Reaction, SyncReaction } from './domain-events.js';

export interface Synchronous {
  readonly mode?: 'sync';
}

export interface Asynchronous {
  readonly mode: 'async';
  /** Name of the handler in pending rows, claims and dead letters. It must never change or be reused. */
  readonly consumer: string;
}

/** The metadata of a handler class from `@OnDomainEvent`. */
export interface Declaration {
  readonly events: DomainEvents;
  readonly patterns: readonly string[];
  /** Only for asynchronous handlers. */
  readonly consumer?: string | undefined;
}

/** An instance of a class with `@OnDomainEvent`. */
export interface DomainEventHandler {
  handle(event: never, reaction: never): Promise<void> | void;
  /**
   * Only for synchronous handlers: rows that the handler always loads, by the id of the aggregate. The repository reads them
   * together with the aggregate, which saves a round trip.
   */
  prefetch?(id: string): readonly LoadRequest[];
}

/** Compiles only on a class whose `handle` accepts all matching events. */
type Decorates<Event, R extends Reaction> = (
  target: new (...args: never[]) => {
    readonly handle: (event: Event, reaction: R) => Promise<void> | void;
  },
) => void;

/**
 * Declares a class as a handler of domain events: `handle(event, reaction)` is called with each matching event.
 *
 * A synchronous handler runs in the transaction of the command that recorded the event, after the aggregate is saved.
 * If it throws, the command is refused. An asynchronous handler runs after the commit, once per event and in the order of
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
