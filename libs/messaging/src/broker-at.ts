import type { Broker } from './broker.js';
import type { BrokerOptions, BrokerType } from './broker-type.js';
import { KafkaBroker } from './kafka/kafka-broker.js';
import { MemoryBroker } from './memory/memory-broker.js';
import { RabbitBroker } from './rabbitmq/rabbit-broker.js';
import { RedisBroker } from './redis/redis-broker.js';

/** The brokers that a URL can name. */
const BROKERS: readonly BrokerType[] = [
  {
    schemes: ['kafka'],
    example: 'kafka://host:9092,host2:9092',
    make: (url, { kafkaSecurity: security, ...options }) =>
      new KafkaBroker({ ...options, security, brokers: url.slice('kafka://'.length) }),
  },
  {
    schemes: ['amqp', 'amqps'],
    example: 'amqp://user:password@host:5672',
    make: (url, options) => new RabbitBroker({ ...options, url }),
  },
  {
    schemes: ['redis', 'rediss'],
    example: 'redis://host:6379',
    make: (url, options) => new RedisBroker({ ...options, url }),
  },
  { schemes: ['memory'], example: 'memory://', make: (_, { timers }) => new MemoryBroker(timers) },
];

/** The accepted URLs, for help and error messages. */
export const BROKER_URLS = BROKERS.map(({ example }) => `\`${example}\``)
  .join(', ')
  .replace(/, ([^,]*)$/, ' or $1');

/** Matches a broker URL. Only memory:// has no host. */
export const BROKER_URL = new RegExp(
  `^(${BROKERS.flatMap(({ schemes, example }) =>
    schemes.map((scheme) => (example.endsWith('://') ? `${scheme}://` : `${scheme}://[^\\s/]+\\S*`)),
  ).join('|')})$`,
);

/** Creates the broker that the URL names. Throws for an unknown scheme. */
export function brokerAt(url: string, options: BrokerOptions): Broker {
  const [scheme = ''] = url.split('://');
  const type = BROKERS.find(({ schemes }) => schemes.includes(scheme));
  if (!type) throw new Error(`no broker speaks ${scheme}://; give ${BROKER_URLS}`);
  return type.make(url, options);
}
