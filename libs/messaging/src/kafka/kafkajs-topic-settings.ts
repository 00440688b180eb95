import kafkajs, { type Admin } from 'kafkajs';
import { SETTINGS, type TopicSettings } from './topic-settings.js';

/** `KafkaClient.topicSettings`. */
export async function kafkajsTopicSettings(
  admin: Admin,
  topics: readonly string[],
): Promise<ReadonlyMap<string, TopicSettings>> {
  if (topics.length === 0) return new Map();
  const metadata = await admin.fetchTopicMetadata({ topics: [...topics] });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: [...SETTINGS],
    })),
  });
  const settings = new Map(
    resources.map(({ resourceName, configEntries }) => [
      resourceName,
      Object.fromEntries(configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ]),
  );
  return new Map(
    metadata.topics.map(({ name, partitions }) => [
      name,
      {
        settings: settings.get(name) ?? {},
        replicas: Math.min(...partitions.map(({ replicas }) => replicas.length)),
      },
    ]),
  );
}
