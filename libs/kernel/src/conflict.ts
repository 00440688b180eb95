import { isDeepStrictEqual } from 'node:util';
import { DomainError, defineErrors } from './errors.js';

export const conflictErrors = defineErrors({
  PRECONDITION_FAILED: {
    status: 412,
    description: 'The resource has changed since the version that If-Match names.',
  },
});

/** A command that was based on an older version: the state its caller saw, the stored state, and the state the caller wants. */
export interface Conflict<State extends object> {
  readonly seen: State;
  readonly stored: State;
  readonly wanted: State;
}

/** Returns the state to write, or undefined to refuse the command. */
export type ConflictPolicy = <State extends object>(conflict: Conflict<State>) => State | undefined;

/** Reject: the caller must read again. */
export const refuse: ConflictPolicy = () => undefined;

/** Writes what the caller wants and ignores changes in between. */
export const lastWriterWins: ConflictPolicy = ({ wanted }) => wanted;

/** Keeps changes of different fields. Refuses if both sides changed the same field to different values. */
export const merge: ConflictPolicy = ({ seen, stored, wanted }) => {
  const merged = { ...stored };
  for (const field of Object.keys({ ...seen, ...wanted }) as (keyof typeof wanted)[]) {
    const same = (one: typeof wanted, other: typeof wanted) => isDeepStrictEqual(one[field], other[field]);
    if (same(wanted, seen) || same(wanted, stored)) continue;
    if (!same(stored, seen)) return undefined;
    merged[field] = wanted[field];
  }
  return merged;
};

export interface Precondition<State extends object> {
  readonly policy: ConflictPolicy;
  /** The version of the caller's `If-Match`. Undefined: the caller sent none, so there is no conflict. */
  readonly seenVersion: number | undefined;
  readonly version: number;
  /** The state at the version that the caller saw; undefined if that version does not exist. */
  readonly seen: State | undefined;
  readonly stored: State;
  readonly wanted: State;
}

/** Returns the state to write. Throws PRECONDITION_FAILED with the current version if the policy refuses. */
export function settle<State extends object>({
  policy,
  seenVersion,
  version,
  seen,
  stored,
  wanted,
}: Precondition<State>): State {
  if (seenVersion === undefined || seenVersion === version) return wanted;
  const settled = seen && policy({ seen, stored, wanted });
  if (settled) return settled;
  const message = `it is at version ${version} and has changed since version ${seenVersion}: read it again and retry`;
  throw new DomainError(conflictErrors.PRECONDITION_FAILED, message, { version });
}
