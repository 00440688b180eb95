import { Admin, ConfigResourceTypes } from '@platformatic/kafka';
import { type Timers, sleep } from '@waybill/kernel';
import { type TopicSpec, partitionMismatches } from '../../broker.js';
import type { Cluster } from '../cluster.js';
import { SETTINGS, type TopicSettings } from '../topic-settings.js';
import { connecting, isFinal, isOnly, retryDelay } from './connecting.js';

const TRIES = 50;
const LATEST = -1n;

/** `Broker.ensureTopics`. */
export async function ensureTopics(
  cluster: Cluster,
  timers: Timers,
  topics: readonly TopicSpec[],
): Promise<readonly string[]> {
  const admin = new Admin({ ...connecting(cluster), retries: 60, retryDelay });
  const impatient = new Admin({ ...connecting(cluster), retries: 0 });
  try {
    const present = new Set(await admin.listTopics());
    const missing = topics.filter(({ name }) => !present.has(name));
    for (const retentionMs of new Set(missing.map((topic) => topic.retentionMs)))
      await make(
        admin,
        missing.filter((topic) => topic.retentionMs === retentionMs),
        retentionMs,
      );
    return partitionMismatches(topics, await partitionsOf(impatient, timers, topics, missing));
  } finally {
    await Promise.all([admin.close(), impatient.close()]);
  }
}

/** `KafkaClient.topicSettings`. */
export async function topicSettings(
  cluster: Cluster,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicSettings>> {
  if (topics.length === 0) return new Map();
  const admin = new Admin({ ...connecting(cluster), retries: 0 });
  try {
    const metadata = await admin.metadata({ topics: [...topics] });
    const described = await admin.describeConfigs({
      resources: topics.map((resourceName) => ({
        resourceType: ConfigResourceTypes.TOPIC,
        resourceName,
        configurationKeys: [...SETTINGS],
      })),
    });
    const settings = new Map(
      described.map(({ resourceName, configs }) => [
        resourceName,
        Object.fromEntries(configs.map(({ name, value }) => [name, value ?? ''])),
      ]),
    );
    return new Map(
      [...metadata.topics].map(([name, { partitions }]) => [
        name,
        {
          settings: settings.get(name) ?? {},
          replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
        },
      ]),
    );
  } finally {
    await admin.close();
  }
}

/** Throws if no broker responds. */
export async function ping(cluster: Cluster): Promise<void> {
  const admin = new Admin({ ...connecting(cluster), retries: 0 });
  try {
    await admin.metadata({ topics: [] });
  } finally {
    await admin.close();
  }
}

async function make(admin: Admin, topics: readonly TopicSpec[], retentionMs: number): Promise<void> {
  try {
    await admin.createTopics({
      topics: topics.map(({ name, partitions }) => ({ topic: name, partitions })),
      configs: [{ name: 'retention.ms', value: String(retentionMs) }],
    });
  } catch (error) {
    // Another service makes them at the same moment.
    if (!isOnly(error, 'TOPIC_ALREADY_EXISTS')) throw error;
  }
}

/** Brokers learn of a new topic at different times: retry until metadata and leader are known. */
async function partitionsOf(
  admin: Admin,
  timers: Timers,
  topics: readonly TopicSpec[],
  made: readonly TopicSpec[],
): Promise<ReadonlyMap<string, number>> {
  for (let tried = 1; ; tried++) {
    try {
      const names = topics.map(({ name }) => name);
      const metadata = await admin.metadata({ topics: names, forceUpdate: true });
      const counts = new Map([...metadata.topics].map(([name, topic]) => [name, topic.partitionsCount]));
      const latest = made.map(({ name }) => ({
        name,
        partitions: Array.from({ length: counts.get(name)! }, (_, partitionIndex) => ({
          partitionIndex,
          timestamp: LATEST,
        })),
      }));
      // Answered by the leaders of its partitions.
      if (latest.length > 0) await admin.listOffsets({ topics: latest });
      return counts;
    } catch (error) {
      if (isFinal(error) || tried >= TRIES) throw error;
      await sleep(timers, 100);
    }
  }
}
