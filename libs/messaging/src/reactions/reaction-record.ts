import { type Message, type MessageType, type DomainEvent, present, upcast } from '@waybill/kernel';
import type { PendingReaction, Reactions, UnitOfWork } from '@waybill/unit-of-work';
import type { Delivery } from '../broker.js';
import type { Route } from '../consumer.js';
import { type TypeRegistry, headersOf } from '../envelope.js';

/** An integration event may have the name of a domain event: in records the latter have this before theirs. */
const PREFIX = 'domain.';

/** A pending reaction as a consumer takes it: the topic is only a name, no broker knows it. */
export function recordOf(row: PendingReaction, service: string): Delivery {
  const { shard: partition, position: offset, key, body } = row;
  const type = `${PREFIX}${row.type}`;
  return {
    topic: topicOf(service),
    partition,
    offset,
    key,
    value: Buffer.from(body),
    headers: headersOf({ ...row, type, source: `/${service}` }),
  };
}

/** The message types of a service, and its domain events: their data is brought up to date by the handler's upcasters. */
export function withDomainEvents(types: TypeRegistry, service: string): TypeRegistry {
  const topic = topicOf(service);
  return {
    get: (type): MessageType | undefined =>
      type.startsWith(PREFIX) ? { type, version: 1, topic, parse: (data) => data } : types.get(type),
  };
}

/** The asynchronous handlers as a redrive finds them. */
export function reactionRoutes(reactions: Reactions, unitOfWork: UnitOfWork): (type: string) => Route[] {
  return (type) =>
    type.startsWith(PREFIX)
      ? reactions.consumers.map((consumer) => reactionRoute(reactions, unitOfWork, consumer))
      : [];
}

/** Runs the handler of this name in a transaction of its own, which claims the event for it. */
export function reactionRoute(reactions: Reactions, unitOfWork: UnitOfWork, consumer: string): Route {
  return {
    consumer,
    handle(message, context) {
      const handler = reactions.asynchronous(consumer);
      if (!handler) throw new Error(`there is no domain event handler named ${consumer}`);
      const event = eventOf(message, handler.events.upcasters);
      const { aggregateType, key: id, aggregateVersion } = message;
      const type = present(aggregateType, 'the type of the aggregate');
      const aggregate = { type, id, version: present(aggregateVersion, 'the version of the aggregate') };
      // What it publishes is caused by what the event was caused by: its own id is known here alone.
      const caused = { ...context, causationId: message.causationId };
      return unitOfWork.run(caused, async (tx) => handler.handle(event, { tx, aggregate }));
    },
  };
}

function eventOf(
  { type: prefixed, version, data, time }: Message,
  upcasters: Parameters<typeof upcast>[0],
): DomainEvent {
  const type = prefixed.slice(PREFIX.length);
  return { type, data: upcast(upcasters, type, version, data), at: time };
}

function topicOf(service: string): string {
  return `${service}.reactions`;
}
