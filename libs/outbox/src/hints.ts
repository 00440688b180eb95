/** What other instances may have to look at. */
export const HINTED = ['outbox', 'effects', 'reactions'] as const;
export type Hinted = (typeof HINTED)[number];

/**
 * Tells the other instances of a service that rows for them were committed. A hint may get lost, so they also look at intervals: seldom
 * while hints arrive, often while they do not.
 */
export interface Hints {
  /** Whether hints of other instances arrive here. */
  readonly arrive: boolean;
  send(hinted: Hinted): void;
  /** `heard` is called for the hints of others, and for each kind when hints begin to arrive. */
  listen(heard: (hinted: Hinted) => void): void;
  /** An instance that is alone needs no hints. */
  membersChanged(members: number): void;
  stop(): Promise<void>;
}

/** What others have committed is found by looking. */
export const noHints: Hints = {
  arrive: false,
  send: () => undefined,
  listen: () => undefined,
  membersChanged: () => undefined,
  stop: () => Promise.resolve(),
};

/** An instance that is alone looks for what a commit in doubt or an instance that has ended left behind. */
const ALONE_MS = 5_000;
/** With others whose hints arrive: a hint may have been lost. */
const HINTED_MS = 2_000;

export interface LookOptions {
  readonly leases: { readonly members: number };
  /** Whether other instances tell of their commits; default: they do not. */
  readonly hints?: Pick<Hints, 'arrive'> | undefined;
  /** The time between two looks for what other instances have committed; default: by how many there are, and whether their hints arrive. */
  readonly pollMs?: number | undefined;
}

/** The time between two looks for what others have committed; `oftenMs` with others whose hints do not arrive. */
export function lookEveryMs({ leases, hints = noHints, pollMs }: LookOptions, oftenMs: number): number {
  if (pollMs !== undefined) return pollMs;
  if (leases.members === 1) return ALONE_MS;
  return hints.arrive ? HINTED_MS : oftenMs;
}
