import type { Reading } from '../broker.js';
import type { Cluster } from './cluster.js';
import { KafkaBroker } from './kafka-broker.js';

export type ReadOptions = Reading & Pick<Cluster, 'brokers'>;

/** `Broker.read` for Kafka; missing topics are skipped. Throws if no broker responds. */
export function readTopics({ brokers, ...reading }: ReadOptions): Promise<void> {
  return new KafkaBroker({ brokers, clientId: 'waybill-reader' }).read(reading);
}
