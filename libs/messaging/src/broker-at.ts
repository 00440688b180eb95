import type { Timers } from '@waybill/kernel';
import type { Broker } from './broker.js';
import { KafkaBroker } from './kafka/kafka-broker.js';
import { MemoryBroker } from './memory/memory-broker.js';
import { RabbitBroker } from './rabbitmq/rabbit-broker.js';
import { RedisBroker } from './redis/redis-broker.js';

export interface BrokerOptions {
  readonly clientId: string;
  readonly random: () => number;
  /** Under load a fetch waits for more, at most so long; where the broker has fetches. */
  readonly gatherMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;
  /** A consumer stopped for good: the process should end, so that it is started anew. */
  readonly onCrash?: (error: Error) => void;
}

export const BROKER_URLS =
  '`kafka://host:9092,host2:9092`, `amqp://user:password@host:5672`, `redis://host:6379` or `memory://`';

const MAKERS: Readonly<Record<string, (url: string, options: BrokerOptions) => Broker>> = {
  kafka: (url, options) => new KafkaBroker({ ...options, brokers: url.slice('kafka://'.length) }),
  amqp: (url, options) => new RabbitBroker({ ...options, url }),
  amqps: (url, options) => new RabbitBroker({ ...options, url }),
  redis: (url, options) => new RedisBroker({ ...options, url }),
  rediss: (url, options) => new RedisBroker({ ...options, url }),
  memory: (_, { timers }) => new MemoryBroker(timers),
};

/** The broker that a URL names. Throws for a scheme that no broker has. */
export function brokerAt(url: string, options: BrokerOptions): Broker {
  const [scheme = ''] = url.split('://');
  const make = Object.hasOwn(MAKERS, scheme) ? MAKERS[scheme] : undefined;
  if (!make) throw new Error(`no broker speaks ${scheme}://; give ${BROKER_URLS}`);
  return make(url, options);
}
