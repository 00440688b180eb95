import type { DomainEvent, Upcasters } from '@waybill/kernel';
import type { Tx } from '../unit-of-work.js';

/**
 * The domain events of one aggregate type: which events there are, and what its repository hands to synchronous
 * handlers besides. Make one per aggregate type with `domainEvents`.
 */
export interface DomainEvents<Event extends DomainEvent = DomainEvent, Saved = unknown> {
  /** Name of the aggregate type: `order`. */
  readonly aggregate: string;
  /** Bring events that were written by an older release to their newest shape. */
  readonly upcasters: Upcasters;
  /** Only in the type. */
  readonly types?: { readonly event: Event; readonly saved: Saved };
}

export function domainEvents<Event extends DomainEvent, Saved = undefined>(
  aggregate: string,
  upcasters?: Upcasters<Event['type']>,
): DomainEvents<Event, Saved> {
  return { aggregate, upcasters: upcasters ?? {} };
}

/** What a handler may name: a type, all types below a prefix (`order.*`), or all events of the aggregate type (`*`). */
export type EventPattern<Event extends DomainEvent> = Event['type'] | Below<Event['type']> | '*';

type Below<Type extends string> = Type extends `${infer Head}.${infer Rest}`
  ? `${Head}.*` | (Below<Rest> extends infer Deeper extends string ? `${Head}.${Deeper}` : never)
  : never;

/** The events that a pattern names. */
export type Matching<Event extends DomainEvent, Pattern extends string> = Pattern extends '*'
  ? Event
  : Pattern extends `${infer Head}.*`
    ? Extract<Event, { readonly type: `${Head}.${string}` }>
    : Extract<Event, { readonly type: Pattern }>;

export function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

/** What every handler works with. */
export interface Reaction {
  /** Synchronous: of the command that recorded the event. Asynchronous: a transaction of its own, after the commit. */
  readonly tx: Tx;
  readonly aggregate: AggregateRef;
}

export interface AggregateRef {
  readonly type: string;
  readonly id: string;
  /** With this event. */
  readonly version: number;
}

/** What a synchronous handler works with: also what the repository has just saved. */
export interface SyncReaction<Saved> extends Reaction {
  readonly saved: Saved;
}
