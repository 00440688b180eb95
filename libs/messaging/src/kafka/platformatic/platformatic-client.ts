import type { KafkaClient, KafkaClientOptions } from '../kafka-client.js';
import { GroupConsumption } from './group-consumption.js';
import { read } from './read.js';
import { platformaticSender } from './sender.js';
import { ensureTopics, ping, topicSettings } from './topics.js';

/** `@platformatic/kafka`. */
export function platformaticClient(options: KafkaClientOptions): KafkaClient {
  return {
    connectSender: () => platformaticSender(options, options.compression),
    ensureTopics: (topics) => ensureTopics(options, options.timers, topics),
    topicSettings: (topics) => topicSettings(options, topics),
    async subscribe(subscription, offsets) {
      const consumption = new GroupConsumption(options, subscription, offsets);
      await consumption.join();
      return consumption;
    },
    read: (reading) => read(options, reading),
    ping: () => ping(options),
  };
}
