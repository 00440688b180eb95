import type { TopicSpec } from '@waybill/messaging';
import { CLAIM_DAYS } from '@waybill/unit-of-work';

const DAY = 86_400_000;

/**
 * Warnings about topics and dead letters that are kept longer than claims. Messages older than the claims are refused (TOO_OLD), even
 * on their first delivery, because without a claim duplicates cannot be detected.
 */
export function retentionProblems(
  topics: readonly TopicSpec[],
  consumed: readonly string[],
  oldestLetter: Date | undefined,
  now: Date,
): string[] {
  const tooLong = topics
    .filter(
      ({ name, retentionMs }) =>
        consumed.includes(name) && !(retentionMs >= 0 && retentionMs < CLAIM_DAYS * DAY),
    )
    .map(({ name, retentionMs }) => {
      const kept = retentionMs < 0 ? 'for ever' : `for ${Math.round(retentionMs / DAY)} days`;
      return `topic ${name} keeps messages ${kept} and claims are kept for ${CLAIM_DAYS} days: an older message becomes a dead letter (TOO_OLD). Keep it for less, see TOPIC_RETENTION_DAYS`;
    });
  const days = oldestLetter ? Math.floor((now.getTime() - oldestLetter.getTime()) / DAY) : 0;
  if (days < CLAIM_DAYS) return tooLong;
  return [
    ...tooLong,
    `the oldest open dead letter is ${days} days old and claims are kept for ${CLAIM_DAYS} days: redrive or discard it (npm run dead-letters -- list)`,
  ];
}
