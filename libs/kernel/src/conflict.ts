import { isDeepStrictEqual } from 'node:util';
import { DomainError, defineErrors } from './errors.js';

export const conflictErrors = defineErrors({
  PRECONDITION_FAILED: {
    status: 412,
    description: 'The resource has changed since the version that If-Match names.',
  },
});

/** A command that was decided on an older version: what its caller saw, what is stored by now, and what the caller wants. */
export interface Conflict<State extends object> {
  readonly seen: State;
  readonly stored: State;
  readonly wanted: State;
}

/** What becomes of such a command: the state to be written, or undefined when it is refused. */
export type ConflictPolicy = <State extends object>(conflict: Conflict<State>) => State | undefined;

/** Reject: the caller must read again. */
export const refuse: ConflictPolicy = () => undefined;

/** The last word counts, whatever was said in between. */
export const lastWriterWins: ConflictPolicy = ({ wanted }) => wanted;

/** Changes of different fields are both kept; two different ones of the same field are refused. A field is compared as a whole. */
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
  /** The version of the caller's `If-Match`; undefined: none was named, and there is nothing to conflict with. */
  readonly seenVersion: number | undefined;
  readonly version: number;
  /** What the command depends on at the version that was seen; undefined when there never was such a version. */
  readonly seen: State | undefined;
  readonly stored: State;
  readonly wanted: State;
}

/** The state to be written. Throws PRECONDITION_FAILED with the current version when the policy refuses. */
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
  const message = `it is at version ${version} and has changed since version ${seenVersion}: read it again and decide anew`;
  throw new DomainError(conflictErrors.PRECONDITION_FAILED, message, { version });
}
