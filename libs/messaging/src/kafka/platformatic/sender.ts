import {
  type CompressionAlgorithmSpecification,
  ProduceAcks,
  Producer,
  compressionsAlgorithms,
} from '@platformatic/kafka';
import { quickGzip } from '../gzip.js';
import type { Compression, RecordSender, SentRecord } from '../record-sender.js';
import type { Cluster } from '../cluster.js';
import { connecting } from './connecting.js';

/** The library's own gzip takes another thread, and more effort. */
const QUICK_GZIP = 'waybill-gzip' as 'gzip';
Object.assign<object, Readonly<Record<string, CompressionAlgorithmSpecification>>>(compressionsAlgorithms, {
  [QUICK_GZIP]: {
    bitmask: compressionsAlgorithms.gzip.bitmask,
    compressSync: (records) => quickGzip(Buffer.isBuffer(records) ? records : records.buffer),
    decompressSync: compressionsAlgorithms.gzip.decompressSync,
  },
});

const names = new Map<string, Buffer>();

/** Sends with `@platformatic/kafka`. */
export async function platformaticSender(cluster: Cluster, compression: Compression): Promise<RecordSender> {
  const producer = new Producer({
    ...connecting(cluster),
    acks: ProduceAcks.ALL,
    compression: compression === 'gzip' ? QUICK_GZIP : 'none',
    idempotent: false,
    maxInflights: 1,
    repeatOnStaleMetadata: false,
    retries: 0,
  });
  return {
    async partitionsOf(topics) {
      const metadata = await producer.metadata({ topics: [...topics] });
      return new Map([...metadata.topics].map(([name, { partitionsCount }]) => [name, partitionsCount]));
    },
    async send(records) {
      const { offsets = [] } = await producer.send({ messages: records.map(messageOf) });
      return offsets.map(({ topic, partition, offset }) => ({
        topic,
        partition,
        baseOffset: Number(offset),
      }));
    },
    close: () => producer.close(),
  };
}

function messageOf({ topic, partition, key, value, headers }: SentRecord) {
  return {
    topic,
    partition,
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers: new Map(Object.entries(headers).map(([name, text]) => [nameOf(name), Buffer.from(text)])),
  };
}

/** Header names are few, and the same in every record. */
function nameOf(name: string): Buffer {
  const known = names.get(name);
  if (known) return known;
  const bytes = Buffer.from(name);
  names.set(name, bytes);
  return bytes;
}
