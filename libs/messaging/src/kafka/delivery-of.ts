import type { KafkaMessage } from 'kafkajs';
import type { Delivery } from '../broker.js';

export function deliveryOf(topic: string, partition: number, message: KafkaMessage): Delivery {
  const { offset, key, value, headers } = message;
  return {
    topic,
    partition,
    offset: Number(offset),
    key: key?.toString('utf8') ?? '',
    value,
    headers: textOf(headers),
  };
}

/** A loop for speed: it runs for each header of each record. */
function textOf(headers: KafkaMessage['headers']): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const text = headers[name];
    // Debezium's router writes a header without a value where the column is null.
    if (text != null) texts[name] = String(text);
  }
  return texts;
}
