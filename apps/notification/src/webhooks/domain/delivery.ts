/** The outcome of one delivery attempt. `gone`: the partner returned 410. */
export type Told =
  | { readonly outcome: 'delivered'; readonly answer: number }
  | { readonly outcome: 'refused'; readonly answer?: number; readonly error: string }
  | { readonly outcome: 'gone'; readonly answer: number; readonly error: string };

export interface Patience {
  /** The pause after the first attempt. It doubles after each further attempt, up to twelve hours. */
  readonly retryAfterMs: number;
  readonly giveUpAfterMs: number;
}

const LONGEST_PAUSE_MS = 12 * 3_600_000;

/** When the next attempt is due, if attempt number `attempt` failed at `now`; undefined once `giveUpAfterMs` would be exceeded. */
export function nextTry(
  { retryAfterMs, giveUpAfterMs }: Patience,
  attempt: number,
  since: Date,
  now: Date,
): Date | undefined {
  const pause = Math.min(LONGEST_PAUSE_MS, retryAfterMs * 2 ** (attempt - 1));
  const due = now.getTime() + pause;
  return due - since.getTime() > giveUpAfterMs ? undefined : new Date(due);
}
