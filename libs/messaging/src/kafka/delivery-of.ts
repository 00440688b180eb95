import type { KafkaMessage } from 'kafkajs';
import type { Delivery } from '../broker.js';

export function deliveryOf(topic: string, partition: number, message: KafkaMessage): Delivery {
  const { offset, key, value, headers = {} } = message;
  return {
    topic,
    partition,
    offset: Number(offset),
    key: key?.toString('utf8') ?? '',
    value,
    headers: Object.fromEntries(
      // Debezium's router writes a header without a value where the column is null.
      Object.entries(headers).flatMap(([name, text]) => (text == null ? [] : [[name, String(text)]])),
    ),
  };
}
