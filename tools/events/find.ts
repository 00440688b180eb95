import { messageTypes, topicTable } from '@waybill/contracts';
import { instantOf } from '@waybill/kernel';
import type { Delivery } from '@waybill/messaging';
import { brokerFrom } from '@waybill/platform';
import type { Told } from './tree.js';

const MINUTE = 60_000;

/** All messages of an order in all topics: those with its id as key or in the body. */
export async function messagesOf(brokers: string, order: string): Promise<Told[]> {
  const found: Told[] = [];
  const born = instantOf(order);
  const broker = brokerFrom(process.env, 'waybill-reader', `kafka://${brokers}`);
  await broker.read!({
    topics: topicTable({ partitions: 1, retentionDays: 1 }).map(({ name }) => name),
    // Reads from the time in the order's id, minus a minute for differences of clocks, and not the whole topics.
    from: born && new Date(born.getTime() - MINUTE),
    handle(records) {
      for (const record of records)
        if (record.key === order || record.value?.includes(order)) found.push(toldBy(record));
    },
  });
  return found;
}

function toldBy({ topic, headers }: Delivery): Told {
  const header = (name: string): string => headers[`ce_${name}`] ?? '?';
  const type = header('type');
  return {
    id: header('id'),
    type: messageTypes.has(type) ? type : `${type} (${topic})`,
    topic,
    service: header('source').replace('/', ''),
    causationId: header('causationid'),
    time: new Date(header('time')),
  };
}
