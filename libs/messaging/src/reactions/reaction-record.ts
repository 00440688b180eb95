import { type Message, type MessageType, type DomainEvent, present, upcast } from '@waybill/kernel';
import type { PendingReaction, Reactions, UnitOfWork } from '@waybill/unit-of-work';
import type { Delivery } from '../broker.js';
import type { Route } from '../consumer.js';
import { type TypeRegistry, headersOf } from '../envelope.js';

/** An integration event may have the same name as a domain event, so types of domain events have this prefix. */
const PREFIX = 'domain.';

/** A pending reaction as a record for a `Consumer`. The topic is only a name and exists at no broker. */
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

/** The message types of a service and its domain events, whose data the handler's upcasters convert. */
export function withDomainEvents(types: TypeRegistry, service: string): TypeRegistry {
  const topic = topicOf(service);
  return {
    get: (type): MessageType | undefined =>
      type.startsWith(PREFIX) ? { type, version: 1, topic, parse: (data) => data } : types.get(type),
  };
}

/** The asynchronous handlers, for redrives. */
export function reactionRoutes(reactions: Reactions, unitOfWork: UnitOfWork): (type: string) => Route[] {
  return (type) =>
    type.startsWith(PREFIX)
      ? reactions.consumers.map((consumer) => reactionRoute(reactions, unitOfWork, consumer))
      : [];
}

/** Runs the named handler in its own transaction, which claims the event. */
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
      // Messages that it publishes have the cause of the event, because the event's own id is known only here.
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
