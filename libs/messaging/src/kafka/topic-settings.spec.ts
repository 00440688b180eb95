import { expect, it } from '@jest/globals';
import { settingProblems } from './topic-settings.js';

const DAY = 86_400_000;
const DEFAULTS = {
  'cleanup.policy': 'delete',
  'retention.ms': String(7 * DAY),
  'retention.bytes': '-1',
  'max.message.bytes': '1048588',
  'message.timestamp.type': 'CreateTime',
  'message.timestamp.before.max.ms': '9223372036854775807',
  'message.timestamp.after.max.ms': '3600000',
  'min.insync.replicas': '1',
  'unclean.leader.election.enable': 'false',
};
/** The problems of one topic with these settings besides Kafka's defaults. */
const problems = (settings: object, replicas = 1, retentionMs = 7 * DAY): string[] =>
  settingProblems(
    [{ name: 'order.events', partitions: 6, retentionMs }],
    new Map([['order.events', { settings: { ...DEFAULTS, ...settings }, replicas }]]),
  );

it('says nothing about the settings of Kafka, and none about a topic that is missing', () => {
  expect(problems({})).toEqual([]);
  expect(problems({ 'min.insync.replicas': '2' }, 3)).toEqual([]);
  expect(problems({ 'retention.ms': '-1' })).toEqual([]);
  expect(settingProblems([{ name: 'order.events', partitions: 6, retentionMs: DAY }], new Map())).toEqual([]);
});

it.each([
  [
    { 'cleanup.policy': 'compact,delete' },
    'cleanup.policy=compact,delete, and should have delete: otherwise compaction keeps one message per key, so a consumer that was stopped and replays miss the others',
  ],
  [
    { 'retention.ms': String(DAY) },
    'retention.ms=86400000, and should have 604800000 (TOPIC_RETENTION_DAYS) or more: otherwise messages are deleted earlier, whether or not they were handled',
  ],
  [
    { 'retention.bytes': '1000000' },
    'retention.bytes=1000000, and should have -1: otherwise when a partition is larger, its oldest messages are deleted, whether or not they were handled',
  ],
  [
    { 'max.message.bytes': '10000' },
    'max.message.bytes=10000, and should have 1048588 or more: otherwise larger messages are refused, and their keys wait in the outbox',
  ],
  [
    { 'message.timestamp.after.max.ms': '1000' },
    'message.timestamp.after.max.ms=1000, and should have 300000 or more: otherwise Kafka refuses all messages of a service whose clock differs more, and its outbox grows',
  ],
  [
    { 'message.timestamp.before.max.ms': '1000' },
    'message.timestamp.before.max.ms=1000, and should have 300000 or more: otherwise Kafka refuses all messages of a service whose clock differs more, and its outbox grows',
  ],
  [
    { 'min.insync.replicas': '2' },
    'min.insync.replicas=2, and should have at most 1, its number of replicas: otherwise no message is accepted, and the outbox grows',
  ],
  [
    { 'unclean.leader.election.enable': 'true' },
    'unclean.leader.election.enable=true, and should have false: otherwise a replica that misses acknowledged messages can become the leader, and they are lost',
  ],
])('says of %j what it should be and what happens otherwise', (settings, sentence) => {
  expect(problems(settings)).toEqual([`topic order.events has ${sentence}`]);
});

it('knows that one of several replicas is not enough', () => {
  expect(problems({}, 3)).toEqual([
    'topic order.events has min.insync.replicas=1, and should have 2: otherwise a message that one broker alone has is acknowledged, and lost with it',
  ]);
});

it('does not mind limits of times that Kafka itself sets', () => {
  const settings = { 'message.timestamp.type': 'LogAppendTime', 'message.timestamp.after.max.ms': '1000' };
  expect(problems(settings)).toEqual([]);
});

it('takes no limit for the longest retention', () => {
  expect(problems({ 'retention.ms': '1000' }, 1, -1)).toHaveLength(1);
  expect(problems({ 'retention.ms': '-1' }, 1, -1)).toEqual([]);
});
