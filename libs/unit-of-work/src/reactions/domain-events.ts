import type { DomainEvent, Upcasters } from '@waybill/kernel';
import type { Tx } from '../unit-of-work.js';

/**
 * The domain events of one aggregate type, and the type of the saved state that its repository passes to synchronous
 * handlers. Create one per aggregate type with `domainEvents`.
 */
export interface DomainEvents<Event extends DomainEvent = DomainEvent, Saved = unknown> {
  /** Name of the aggregate type: `order`. */
  readonly aggregate: string;
  /** Convert events of older releases to the newest version. */
  readonly upcasters: Upcasters;
  /** Only for type inference. */
  readonly types?: { readonly event: Event; readonly saved: Saved };
}

export function domainEvents<Event extends DomainEvent, Saved = undefined>(
  aggregate: string,
  upcasters?: Upcasters<Event['type']>,
): DomainEvents<Event, Saved> {
  return { aggregate, upcasters: upcasters ?? {} };
}

/** One event type, all types with a prefix (`order.*`), or all events of the aggregate type (`*`). */
export type EventPattern<Event extends DomainEvent> = Event['type'] | Below<Event['type']> | '*';

type Below<Type extends string> = Type extends `${infer Head}.${infer Rest}`
  ? `${Head}.*` | (Below<Rest> extends infer Deeper extends string ? `${Head}.${Deeper}` : never)
  : never;

/** The events that match a pattern. */
export type Matching<Event extends DomainEvent, Pattern extends string> = Pattern extends '*'
  ? Event
  : Pattern extends `${infer Head}.*`
    ? Extract<Event, { readonly type: `${Head}.${string}` }>
    : Extract<Event, { readonly type: Pattern }>;

export function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** The context of a handler call. */
export interface Reaction {
  /** Synchronous handler: the transaction of the command. Asynchronous handler: another transaction, after that commit. */
  readonly tx: Tx;
  readonly aggregate: AggregateRef;
}

export interface AggregateRef {
  readonly type: string;
  readonly id: string;
  /** The aggregate's version after this event. */
  readonly version: number;
}

/** The context of a synchronous handler, with the state that the repository has just saved. */
export interface SyncReaction<Saved> extends Reaction {
  readonly saved: Saved;
}
