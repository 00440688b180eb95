import { afterAll, beforeAll } from '@jest/globals';
import kafkajs from 'kafkajs';
import { KafkaBroker, type KafkaLibrary } from './kafka-broker.js';

export const WEEK = 7 * 86_400_000;
export const nothing = () => () => undefined;

/** A broker with this client, and plain kafkajs as another program beside it, for the specs of one `describe`. */
export function specBroker(
  kafkaClient: KafkaLibrary,
  brokers: string,
  uniqueName: (prefix: string) => string,
) {
  const broker = new KafkaBroker({ kafkaClient, brokers, clientId: 'spec' });
  const raw = new kafkajs.Kafka({ brokers: brokers.split(','), logCreator: nothing });
  const producer = raw.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
  beforeAll(() => producer.connect());
  afterAll(async () => {
    await producer.disconnect();
    await broker.close();
  });
  const newTopic = async (partitions = 1): Promise<string> => {
    const name = uniqueName('topic');
    await broker.ensureTopics([{ name, partitions, retentionMs: WEEK }]);
    return name;
  };
  return { broker, raw, producer, newTopic };
}
