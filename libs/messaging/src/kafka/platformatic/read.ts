import { Admin } from '@platformatic/kafka';
import type { Reading } from '../../broker.js';
import type { Cluster } from '../cluster.js';
import { connecting, retryDelay } from './connecting.js';
import { Fetcher, type Place } from './fetcher.js';

const WAIT_MS = 100;

interface Range extends Place {
  readonly end: bigint;
}

/** `Broker.read`; missing topics are skipped. Throws if no broker responds. */
export async function read(cluster: Cluster, { topics, from, handle }: Reading): Promise<void> {
  const present = await presentOf(cluster, topics);
  if (present.length === 0) return;
  const fetcher = new Fetcher({ ...cluster, group: 'waybill.reader', topics: present, waitMs: WAIT_MS });
  try {
    const ranges = await rangesOf(fetcher, present, from);
    const leaders = await fetcher.leadersOf(ranges);
    if ([...leaders.values()].flat().length < ranges.length) throw new Error('a partition has no leader');
    await Promise.all(
      [...leaders].map(([node, places]) => readFrom(fetcher, node, places as readonly Range[], handle)),
    );
  } finally {
    await fetcher.close();
  }
}

async function readFrom(
  fetcher: Fetcher,
  node: number,
  ranges: readonly Range[],
  handle: Reading['handle'],
): Promise<void> {
  for (let left = ranges; left.length > 0; left = left.filter(({ offset, end }) => offset < end)) {
    for (const { topic, partition, records, next, problem } of await fetcher.fetch(node, left)) {
      const range = left.find((one) => one.partition === partition && one.topic === topic)!;
      const wanted = records.filter(({ offset }) => offset < Number(range.end));
      if (wanted.length > 0) await handle(wanted);
      if (problem && next < range.end) throw problem.at(topic, partition, String(next));
      range.offset = next;
    }
  }
}

async function presentOf(cluster: Cluster, topics: readonly string[]): Promise<string[]> {
  const admin = new Admin({ ...connecting(cluster), retries: 3, retryDelay });
  try {
    const present = new Set(await admin.listTopics());
    return topics.filter((topic) => present.has(topic));
  } finally {
    await admin.close();
  }
}

/** The place and end offset of each partition that has records. */
async function rangesOf(fetcher: Fetcher, topics: string[], from: Reading['from']): Promise<Range[]> {
  const [lows, ends] = [await fetcher.earliest(topics), await fetcher.latest(topics)];
  const times = from instanceof Date ? await fetcher.since(topics, from) : undefined;
  return topics.flatMap((topic) =>
    ends.get(topic)!.flatMap((end, partition) => {
      const low = lows.get(topic)![partition]!;
      const at = times?.get(topic)?.[partition] ?? BigInt(from instanceof Date ? 0 : (from ?? 0));
      // Negative: no record is that new.
      const offset = at < 0n ? end : at < low ? low : at;
      return offset < end ? [{ topic, partition, offset, end }] : [];
    }),
  );
}
