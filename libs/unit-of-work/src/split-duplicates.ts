import type { Claim } from './session.js';

interface Claiming {
  readonly claim: Claim;
}

/** Jobs with the same claim must not share a transaction: the runner puts `duplicates` back into its queue. */
export function splitDuplicates<Job extends Claiming>(
  jobs: readonly Job[],
): { readonly first: Job[]; readonly duplicates: Job[] } {
  const names = new Set<string>();
  const first: Job[] = [];
  const duplicates: Job[] = [];
  for (const job of jobs) {
    const name = nameOf(job.claim);
    (names.has(name) ? duplicates : first).push(job);
    names.add(name);
  }
  return { first, duplicates };
}

export function nameOf({ consumer, messageId }: Claim): string {
  return `${consumer} ${messageId}`;
}
