import kafkajs, { type Kafka, type Message as KafkaMessage } from 'kafkajs';
import type { Compression, RecordSender } from './record-sender.js';

/** Sends with kafkajs. */
export async function kafkajsSender(kafka: Kafka, compression: Compression): Promise<RecordSender> {
  const producer = kafka.producer({
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    allowAutoTopicCreation: false,
    idempotent: false,
    maxInFlightRequests: 1,
    retry: { retries: 0 },
  });
  await producer.connect();
  return {
    async partitionsOf(topics) {
      const admin = kafka.admin();
      await admin.connect();
      try {
        const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
        return new Map(metadata.topics.map(({ name, partitions }) => [name, partitions.length]));
      } finally {
        await admin.disconnect();
      }
    },
    async send(records) {
      const batches = new Map<string, KafkaMessage[]>();
      for (const { topic, ...message } of records) {
        const batch = batches.get(topic) ?? [];
        batches.set(topic, batch);
        batch.push(message);
      }
      const acks = await producer.sendBatch({
        acks: -1,
        compression: kafkajs.CompressionTypes[compression === 'gzip' ? 'GZIP' : 'None'],
        topicMessages: [...batches].map(([topic, messages]) => ({ topic, messages })),
      });
      return acks.map(({ topicName, partition, baseOffset, errorCode }) => {
        if (errorCode !== 0) throw new Error(`${topicName}/${partition}: error ${errorCode}`);
        return { topic: topicName, partition, baseOffset: Number(baseOffset) };
      });
    },
    close: () => producer.disconnect(),
  };
}
