import { Producer } from '@platformatic/kafka';
import kafkajs, { type Message } from 'kafkajs';
import { uniqueName } from '@waybill/testing';

/** A program of another owner that uses the same Kafka. */
export interface ForeignKafka {
  /** Sets the codec of these topics, which then also compresses what others send uncompressed or with another one. */
  compress(topics: readonly { name: string; retentionMs: number }[], codec: string): Promise<void>;
  /** Writes messages in a transaction and ends it so. */
  transact(topic: string, messages: Message[], end: 'commit' | 'abort'): Promise<void>;
  /** Writes a record that no service accepts: a few kilobytes of zstd that become more than 64 MiB. */
  sendTooLarge(topic: string, partition: number): Promise<void>;
  close(): Promise<void>;
}

const TOO_LARGE = 70_000_000;

export async function foreignKafka(brokers: string): Promise<ForeignKafka> {
  const kafka = new kafkajs.Kafka({ brokers: brokers.split(','), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  const producer = kafka.producer({
    transactionalId: uniqueName('tx'),
    idempotent: true,
    maxInFlightRequests: 1,
  });
  await Promise.all([admin.connect(), producer.connect()]);
  return {
    async compress(topics, codec) {
      await admin.alterConfigs({
        validateOnly: false,
        resources: topics.map(({ name, retentionMs }) => ({
          type: kafkajs.ConfigResourceTypes.TOPIC,
          name,
          configEntries: [
            { name: 'compression.type', value: codec },
            { name: 'retention.ms', value: String(retentionMs) },
          ],
        })),
      });
    },
    async transact(topic, messages, end) {
      const transaction = await producer.transaction();
      await transaction.send({ topic, messages });
      await transaction[end]();
    },
    async sendTooLarge(topic, partition) {
      const compressing = new Producer({
        clientId: 'foreign',
        bootstrapBrokers: brokers.split(','),
        compression: 'zstd',
      });
      await compressing.send({ messages: [{ topic, partition, value: Buffer.alloc(TOO_LARGE) }] });
      await compressing.close();
    },
    async close() {
      await Promise.all([admin.disconnect(), producer.disconnect()]);
    },
  };
}
