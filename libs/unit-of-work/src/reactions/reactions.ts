import { type DomainEvent, type Ids, newestVersion } from '@waybill/kernel';
import { shardOf } from '@waybill/outbox';
import type { LoadRequest } from '../session.js';
import { effectContextOf } from '../tables.js';
import type { Tx } from '../unit-of-work.js';
import {
  type AggregateRef,
  type DomainEvents,
  type Reaction,
  type SyncReaction,
  matches,
} from './domain-events.js';
import { type Declaration, type DomainEventHandler, declarationOf } from './on-domain-event.js';
import { pendingReactions } from './pending-reaction.js';

/** Events that a repository has saved and dispatches. */
export interface Dispatched<Event extends DomainEvent, Saved> {
  readonly id: string;
  /** The aggregate's version after the events. */
  readonly version: number;
  readonly events: readonly Event[];
  /** Passed to synchronous handlers. */
  readonly saved: Saved;
}

/** A registered handler, for display. */
export interface ListedReaction {
  readonly handler: string;
  readonly aggregate: string;
  readonly patterns: readonly string[];
  /** Only for asynchronous handlers. */
  readonly consumer?: string | undefined;
}

interface Registered extends Declaration {
  readonly handler: DomainEventHandler;
}

interface Call {
  readonly event: DomainEvent;
  readonly reaction: SyncReaction<unknown>;
}

type Handle = (event: DomainEvent, reaction: Reaction) => Promise<void> | void;

/**
 * The handlers of a service's domain events. For each event, the handlers are called one after the other in the order in
 * which they were added. For an asynchronous handler a row is written in the same transaction; `ReactionRunner` calls the
 * handler after the commit.
 */
export class Reactions {
  private registered: readonly Registered[] = [];
  /** Calls still to be made in each transaction that is dispatching events. */
  private readonly dispatching = new WeakMap<Tx, Call[]>();

  constructor(private readonly ids: Ids) {}

  /** Throws if the class has no `@OnDomainEvent`, or if another handler has the same `consumer`. */
  add(handler: DomainEventHandler): void {
    const declaration = declarationOf(handler);
    const { consumer } = declaration;
    if (consumer !== undefined && this.asynchronous(consumer))
      throw new Error(`two domain event handlers are named ${consumer}: each needs its own name`);
    this.registered = [...this.registered, { ...declaration, handler }];
  }

  /** The handler is not called any more. Pending rows of an asynchronous handler stay until it is added again. */
  remove(handler: DomainEventHandler): void {
    this.registered = this.registered.filter((one) => one.handler !== handler);
  }

  /** In the order in which they are called. */
  list(): readonly ListedReaction[] {
    return this.registered.map(({ handler, events: { aggregate }, patterns, consumer }) => ({
      handler: handler.constructor.name,
      aggregate,
      patterns,
      consumer,
    }));
  }

  /** The names of the asynchronous handlers. */
  get consumers(): readonly string[] {
    return this.registered.flatMap(({ consumer }) => consumer ?? []);
  }

  /** The asynchronous handler with this name. */
  asynchronous(consumer: string): (Declaration & { readonly handle: Handle }) | undefined {
    const found = this.registered.find((one) => one.consumer === consumer);
    return found && { ...found, handle: handleOf(found.handler) };
  }

  /** Rows that synchronous handlers of the aggregate type always load, for the repository's `prefetch`. */
  prefetch({ aggregate }: Pick<DomainEvents, 'aggregate'>, id: string): readonly LoadRequest[] {
    return this.registered
      .filter(({ events, consumer }) => events.aggregate === aggregate && consumer === undefined)
      .flatMap(({ handler }) => handler.prefetch?.(id) ?? []);
  }

  /**
   * Calls the handlers of these events. Call it after the aggregate is saved, in the same transaction. If a synchronous
   * handler throws, the command is refused and no further handler is called. A nested call, for events that a handler
   * itself causes, returns immediately; these events are dispatched after those that were saved before them.
   */
  async dispatch<Event extends DomainEvent, Saved>(
    tx: Tx,
    { aggregate: type }: DomainEvents<Event, Saved>,
    { id, version, events, saved }: Dispatched<Event, Saved>,
  ): Promise<void> {
    const before = version - events.length;
    const calls = events.map((event, index): Call => {
      const aggregate = { type, id, version: before + index + 1 };
      return { event, reaction: { tx, aggregate, saved } };
    });
    const waiting = this.dispatching.get(tx);
    if (waiting) {
      waiting.push(...calls);
      return;
    }
    this.dispatching.set(tx, calls);
    try {
      for (let call = calls.shift(); call; call = calls.shift()) await this.call(call);
    } finally {
      this.dispatching.delete(tx);
    }
  }

  private async call({ event, reaction }: Call): Promise<void> {
    const { tx, aggregate } = reaction;
    for (const { events, patterns, consumer, handler } of this.registered) {
      if (events.aggregate !== aggregate.type) continue;
      if (!patterns.some((pattern) => matches(pattern, event.type))) continue;
      if (consumer === undefined) await handleOf(handler)(event, reaction);
      else this.enqueue(tx, consumer, aggregate, event, newestVersion(events.upcasters, event.type));
    }
  }

  private enqueue(
    tx: Tx,
    consumer: string,
    aggregate: AggregateRef,
    { type, data, at }: DomainEvent,
    version: number,
  ): void {
    const { correlationId, causationId, userId, tenant, traceparent } = effectContextOf(tx.context);
    tx.append(pendingReactions, {
      position: 0,
      id: this.ids.next(),
      consumer,
      shard: shardOf(aggregate.id),
      key: aggregate.id,
      type,
      version,
      time: at,
      correlationId,
      causationId,
      userId: userId ?? null,
      tenant,
      traceparent,
      aggregateType: aggregate.type,
      aggregateVersion: aggregate.version,
      body: JSON.stringify(data),
    });
  }
}

/** The types were checked where the handler was declared and where the events are dispatched. */
function handleOf(handler: DomainEventHandler): Handle {
  return (event, reaction) => handler.handle(event as never, reaction as never);
}
