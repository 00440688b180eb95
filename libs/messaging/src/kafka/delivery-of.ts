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
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, String(text ?? '')])),
  };
}
