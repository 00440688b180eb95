import { RESP_TYPES } from '@redis/client';
import type { Reading } from '../broker.js';
import { deliveryOf } from './delivery-of.js';
import { streamOf } from './keys.js';
import { type RedisServer, connectOnce, readTopic } from './redis-publisher.js';

const MANY = 500;

/** `Broker.read` for Redis. An entry's id is its arrival time in microseconds. Throws if Redis does not respond. */
export async function readStreams(server: RedisServer, { topics, from, handle }: Reading): Promise<void> {
  const client = await connectOnce(server);
  const bytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  const start = String(from instanceof Date ? from.getTime() * 1_000 : (from ?? '-'));
  try {
    for (const topic of topics) {
      const { partitions } = await readTopic(client, topic);
      for (let partition = 0; partition < partitions; partition++) {
        const stream = streamOf(topic, partition);
        const last = (await client.xRevRange(stream, '+', '-', { COUNT: 1 }))?.[0];
        if (!last) continue;
        for (let next = start; ;) {
          const range = ['XRANGE', stream, next, last.id, 'COUNT', String(MANY)];
          const entries = await bytes.sendCommand<[Buffer, Buffer[]][]>(range);
          if (entries.length === 0) break;
          await handle(entries.map(([id, fields]) => deliveryOf(topic, partition, id, fields)));
          next = `(${String(entries.at(-1)![0])}`;
        }
      }
    }
  } finally {
    client.destroy();
  }
}
