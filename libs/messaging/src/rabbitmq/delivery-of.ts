import type { ConsumeMessage } from 'amqplib';
import type { Delivery } from '../broker.js';
import { KEY_HEADER, positionOf } from './topology.js';

/** Headers that RabbitMQ adds, such as the count of deliveries. */
const BROKERS_OWN = /^x-(delivery-count|acquired-count|death|first-death-.*|last-death-.*|opt-.*)$/;

/** A topic's exchange routes by `partition.type`. */
export function deliveryOf(
  { content, properties }: ConsumeMessage,
  { exchange, routingKey }: { readonly exchange: string; readonly routingKey: string },
): Delivery {
  const { [KEY_HEADER]: key, ...rest } = (properties.headers ?? {}) as Record<string, unknown>;
  const own = Object.entries(rest).filter(([name]) => !BROKERS_OWN.test(name));
  const headers = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
  const id = headers['ce_id'] ?? String(properties.messageId ?? content.toString('latin1'));
  return {
    topic: exchange,
    partition: Number.parseInt(routingKey, 10),
    offset: positionOf(id),
    key: String(key ?? ''),
    value: content,
    headers,
  };
}

/** Where a given-up message had been sent. */
export function placeBefore({ properties }: ConsumeMessage): { exchange: string; routingKey: string } {
  const [death] = ((properties.headers ?? {})['x-death'] ?? []) as {
    readonly exchange?: string;
    readonly 'routing-keys'?: readonly string[];
  }[];
  return { exchange: death?.exchange ?? '', routingKey: death?.['routing-keys']?.[0] ?? '0' };
}
