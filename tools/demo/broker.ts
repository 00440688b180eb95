import { startEmbeddedRabbit, startEmbeddedRedis } from '@waybill/testing';

/** A broker for the demo other than the Kafka of its stack. */
export interface ChosenBroker {
  readonly url: string;
  /** Stops the server that was started for it, if any. */
  stop(): Promise<void>;
}

const NAMES = ['kafka', 'rabbitmq', 'redis', 'memory'];

/** The broker of `--broker` (an embedded server) or BROKER_URL. Undefined: the Kafka of the stack. */
export async function chooseBroker(name: string | undefined): Promise<ChosenBroker | undefined> {
  const { BROKER_URL: url, KAFKA_BROKERS: kafka } = process.env;
  if (url && (kafka || name))
    throw new Error(
      `BROKER_URL and ${kafka ? 'KAFKA_BROKERS are both set' : '--broker are both set'}: use one`,
    );
  if (kafka && name && name !== 'kafka')
    throw new Error(`KAFKA_BROKERS and --broker ${name} are both set: use one`);
  if (url) return { url, stop: () => Promise.resolve() };
  switch (name) {
    case undefined:
    case 'kafka':
      return undefined;
    case 'rabbitmq':
      return startEmbeddedRabbit();
    case 'redis':
      return startEmbeddedRedis();
    case 'memory':
      return { url: 'memory://', stop: () => Promise.resolve() };
    default:
      throw new Error(`unknown broker ${name}; --broker must be one of ${NAMES.join(', ')}`);
  }
}
