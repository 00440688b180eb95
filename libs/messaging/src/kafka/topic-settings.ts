import type { TopicSpec } from '../broker.js';

/** What a topic is set to, by the name of the setting, and how many replicas its partitions have. */
export interface TopicSettings {
  readonly settings: Readonly<Record<string, string>>;
  readonly replicas: number;
}

/** The settings that are looked at. `compression.type` is not one of them: consumers read every codec. */
export const SETTINGS = [
  'cleanup.policy',
  'retention.ms',
  'retention.bytes',
  'max.message.bytes',
  'message.timestamp.type',
  'message.timestamp.before.max.ms',
  'message.timestamp.after.max.ms',
  'min.insync.replicas',
  'unclean.leader.election.enable',
] as const;

/** Kafka's own default. */
const MESSAGE_BYTES = 1_048_588;
/** How much the clocks of services and Kafka may differ. */
const CLOCKS_MS = 300_000;
const UNLIMITED = -1;

interface Rule {
  readonly name: (typeof SETTINGS)[number];
  /** The value that it should have, if it hurts. */
  should(value: string, topic: TopicSettings, spec: TopicSpec): string | undefined;
  readonly otherwise: string;
}

const RULES: readonly Rule[] = [
  {
    name: 'cleanup.policy',
    should: (value) => (value === 'delete' ? undefined : 'delete'),
    otherwise:
      'compaction keeps one message per key, so a consumer that was stopped and replays miss the others',
  },
  {
    name: 'retention.ms',
    should: (value, _, { retentionMs }) =>
      isLess(value, retentionMs) ? `${retentionMs} (TOPIC_RETENTION_DAYS) or more` : undefined,
    otherwise: 'messages are deleted earlier, whether or not they were handled',
  },
  {
    name: 'retention.bytes',
    should: (value) => (Number(value) === UNLIMITED ? undefined : '-1'),
    otherwise:
      'when a partition is larger, its oldest messages are deleted, whether or not they were handled',
  },
  {
    name: 'max.message.bytes',
    should: (value) => (Number(value) < MESSAGE_BYTES ? `${MESSAGE_BYTES} or more` : undefined),
    otherwise: 'larger messages are refused, and their keys wait in the outbox',
  },
  clockRule('message.timestamp.before.max.ms'),
  clockRule('message.timestamp.after.max.ms'),
  {
    name: 'min.insync.replicas',
    should: (value, { replicas }) =>
      Number(value) > replicas ? `at most ${replicas}, its number of replicas` : undefined,
    otherwise: 'no message is accepted, and the outbox grows',
  },
  {
    name: 'min.insync.replicas',
    should: (value, { replicas }) => (replicas > 1 && Number(value) < 2 ? '2' : undefined),
    otherwise: 'a message that one broker alone has is acknowledged, and lost with it',
  },
  {
    name: 'unclean.leader.election.enable',
    should: (value) => (value === 'true' ? 'false' : undefined),
    otherwise: 'a replica that misses acknowledged messages can become the leader, and they are lost',
  },
];

/** One sentence for each setting of a topic that would hurt: what it is, what it should be, and what happens otherwise. */
export function settingProblems(
  topics: readonly TopicSpec[],
  found: ReadonlyMap<string, TopicSettings>,
): string[] {
  return topics.flatMap((spec) => {
    const topic = found.get(spec.name);
    if (!topic) return [];
    return RULES.flatMap(({ name, should, otherwise }) => {
      const value = topic.settings[name];
      const wanted = value === undefined ? undefined : should(value, topic, spec);
      if (wanted === undefined) return [];
      return [`topic ${spec.name} has ${name}=${value}, and should have ${wanted}: otherwise ${otherwise}`];
    });
  });
}

function clockRule(name: Rule['name']): Rule {
  return {
    name,
    should: (value, { settings }) =>
      settings['message.timestamp.type'] !== 'LogAppendTime' && Number(value) < CLOCKS_MS
        ? `${CLOCKS_MS} or more`
        : undefined,
    otherwise: 'Kafka refuses all messages of a service whose clock differs more, and its outbox grows',
  };
}

/** Of times, -1 is the longest. */
function isLess(value: string, wanted: number): boolean {
  const given = Number(value);
  return given !== UNLIMITED && (wanted === UNLIMITED || given < wanted);
}
