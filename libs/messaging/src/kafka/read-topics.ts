import type { Reading } from '../broker.js';
import { KafkaBroker } from './kafka-broker.js';

export interface ReadOptions extends Reading {
  /** `host:port`, comma separated. */
  readonly brokers: string;
}

/** `Broker.read` for Kafka; missing topics are skipped. Throws if no broker responds. */
export function readTopics({ brokers, ...reading }: ReadOptions): Promise<void> {
  return new KafkaBroker({ brokers, clientId: 'waybill-reader' }).read(reading);
}
