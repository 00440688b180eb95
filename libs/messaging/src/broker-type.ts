import type { Timers } from '@waybill/kernel';
import type { Broker } from './broker.js';
import type { KafkaSecurity } from './kafka/kafka-security.js';
import type { TlsFiles } from './tls-options.js';

export interface BrokerOptions {
  readonly clientId: string;
  readonly random: () => number;
  /** Maximum time that a fetch waits for more records under load, for brokers that fetch. */
  readonly gatherMs?: number;
  /** Session timeout of a group member, for brokers that have sessions. */
  readonly sessionMs?: number;
  /** How published records are compressed, for brokers whose clients do it; gzip by default. */
  readonly compression?: 'gzip' | 'none';
  /** The library that speaks to Kafka; kafkajs by default. */
  readonly kafkaClient?: 'kafkajs' | 'platformatic';
  /** CA and client certificate, for `amqps` and `rediss`. */
  readonly tls?: TlsFiles | undefined;
  /** TLS and credentials of Kafka; other brokers have credentials in their URL. */
  readonly kafkaSecurity?: KafkaSecurity | undefined;
  readonly timers?: Timers;
  readonly log?: (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;
  /** The consumer has stopped permanently: exit the process so that it is restarted. */
  readonly onCrash?: (error: Error) => void;
}

/** What the platform needs to know about a type of broker. */
export interface BrokerType {
  /** URL schemes, such as `redis` and `rediss`. */
  readonly schemes: readonly string[];
  /** An example URL with all parts, for help texts. */
  readonly example: string;
  make(url: string, options: BrokerOptions): Broker;
}
