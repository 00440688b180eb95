import type { KafkaMessage } from 'kafkajs';
import type { Delivery } from '../broker.js';
import { FetchedMessage } from './fetched-message.js';

const TYPE = Buffer.from('ce_type');

export function deliveryOf(topic: string, partition: number, message: KafkaMessage): Delivery {
  const { offset, key, value } = message;
  return {
    topic,
    partition,
    offset: Number(offset),
    key: key?.toString('utf8') ?? '',
    value,
    headers: message instanceof FetchedMessage ? message.recordHeaders.texts() : textOf(message.headers),
  };
}

/** The type of the message in a record; empty where it has none. Decodes nothing else. */
export function typeOf(message: KafkaMessage): string {
  return message instanceof FetchedMessage
    ? message.recordHeaders.text(TYPE)
    : (textOf(message.headers)['ce_type'] ?? '');
}

/** Of a message that kafkajs itself decoded: of a format before Kafka 0.11, or from a broker as old. */
function textOf(headers: KafkaMessage['headers']): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const text = headers[name];
    // Debezium's router writes a header without a value where the column is null.
    if (text != null) texts[name] = String(text);
  }
  return texts;
}
