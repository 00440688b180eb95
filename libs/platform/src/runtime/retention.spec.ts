import { expect, it } from '@jest/globals';
import { retentionProblems } from './retention.js';

const DAY = 86_400_000;
const now = new Date('2026-03-20T12:00:00Z');
const topic = (name: string, days: number) => ({ name, partitions: 1, retentionMs: days * DAY });
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY);

it('is silent while claims are kept longer than messages', () => {
  expect(retentionProblems([topic('a', 13)], ['a'], daysAgo(13), now)).toEqual([]);
  expect(retentionProblems([topic('a', 13)], ['a'], undefined, now)).toEqual([]);
});

it('ignores topics without a consumer', () => {
  expect(retentionProblems([topic('a', 7), topic('letters', 14)], ['a'], undefined, now)).toEqual([]);
});

it.each([
  [14, 'for 14 days'],
  [30, 'for 30 days'],
  [-1, 'for ever'],
])('names a topic of %d days', (days, kept) => {
  expect(retentionProblems([topic('a', days)], ['a'], undefined, now)).toEqual([
    `topic a keeps messages ${kept} and claims are kept for 14 days: an older message becomes a dead letter (TOO_OLD). Keep it for less, see TOPIC_RETENTION_DAYS`,
  ]);
});

it('reports a dead letter that is older than the claims', () => {
  expect(retentionProblems([], [], daysAgo(14), now)).toEqual([
    'the oldest open dead letter is 14 days old and claims are kept for 14 days: redrive or discard it (npm run dead-letters -- list)',
  ]);
});
