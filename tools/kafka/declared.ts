import { LISTENERS, SERVICES, messageTypes, topicTable } from '@waybill/contracts';
import { commonSettings } from '@waybill/platform';
import { allApps, choreographedHandlers, declaredHandlers } from '@waybill/shop';
import { senders } from '../contracts/senders.js';
import type { Declared } from './acls.js';

/** What the code of this repository declares, in all modes of fulfilment. */
export async function declared(): Promise<Declared> {
  return {
    apps: await allApps(),
    topics: wantedTopics({}),
    topicOf: new Map([...messageTypes].map(([type, { topic }]) => [type, topic])),
    senders: senders([...SERVICES, ...LISTENERS]),
    handlers: [...(await declaredHandlers()), ...(await choreographedHandlers())],
  };
}

/** The table of topics with the settings of the services. */
export function wantedTopics(environment: Readonly<Record<string, string | undefined>>) {
  const { TOPIC_PARTITIONS, TOPIC_RETENTION_DAYS } = commonSettings.shape;
  return topicTable({
    partitions: TOPIC_PARTITIONS.parse(environment['TOPIC_PARTITIONS'] || undefined),
    retentionDays: TOPIC_RETENTION_DAYS.parse(environment['TOPIC_RETENTION_DAYS'] || undefined),
  });
}
