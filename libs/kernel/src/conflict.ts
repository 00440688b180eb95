import { isDeepStrictEqual } from 'node:util';
import { DomainError, defineErrors } from './errors.js';

export const conflictErrors = defineErrors({
  PRECONDITION_FAILED: {
    status: 412,
    description:
      'The resource is not as If-Match or If-None-Match requires: it has changed, does not exist, or exists already. `version` is its version, 0 if it does not exist.',
  },
});

/** The versions in `If-Match` or `If-None-Match`; `any`: `*`. */
export type Versions = 'any' | readonly number[];

/** The conditions of a request on the version of its resource (RFC 9110, section 13). One that is absent holds. */
export interface Preconditions {
  readonly match?: Versions | undefined;
  readonly noneMatch?: Versions | undefined;
}

/** Throws PRECONDITION_FAILED if the resource is not as required. `version`: 0 if it does not exist. */
export function requireVersion({ match, noneMatch }: Preconditions = {}, version: number): void {
  if (match !== undefined && !includes(match, version)) throw failed(version, 'If-Match');
  if (noneMatch !== undefined && includes(noneMatch, version)) throw failed(version, 'If-None-Match');
}

/** The version of the state that the caller saw: the newest in If-Match up to `version`. */
export function seenVersionOf(
  { match }: Preconditions | undefined = {},
  version: number,
): number | undefined {
  if (match === undefined || match === 'any') return undefined;
  const seen = match.filter((one) => one <= version);
  return seen.length > 0 ? Math.max(...seen) : undefined;
}

function includes(versions: Versions, version: number): boolean {
  return version > 0 && (versions === 'any' || versions.includes(version));
}

function failed(version: number, header: 'If-Match' | 'If-None-Match'): DomainError {
  const found = version === 0 ? 'it does not exist' : `it is at version ${version}`;
  const message = `${found}, and ${header} requires another state: read it again and retry`;
  return new DomainError(conflictErrors.PRECONDITION_FAILED, message, { version });
}

/** A command that was based on an older version: the state its caller saw, the stored state, and the state the caller wants. */
export interface Conflict<State extends object> {
  readonly seen: State;
  readonly stored: State;
  readonly wanted: State;
}

/** Returns the state to write, or undefined to refuse the command. */
export type ConflictPolicy = <State extends object>(conflict: Conflict<State>) => State | undefined;

/** Reject: the caller must read again, unless what it saw is unchanged. */
export const refuse: ConflictPolicy = ({ seen, stored, wanted }) =>
  isDeepStrictEqual(seen, stored) ? wanted : undefined;

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

export interface Update<State extends object> {
  readonly policy: ConflictPolicy;
  readonly preconditions: Preconditions | undefined;
  readonly version: number;
  /** The state at the version that the caller saw (`seenVersionOf`); undefined if that version does not exist. */
  readonly seen: State | undefined;
  readonly stored: State;
  readonly wanted: State;
}

/**
 * Returns the state to write. If-Match holds for the versions that it names, and for older ones of them if the policy finds no conflict with
 * the changes since. Throws PRECONDITION_FAILED with the current version.
 */
export function settle<State extends object>({
  policy,
  preconditions = {},
  version,
  seen,
  stored,
  wanted,
}: Update<State>): State {
  const { match, noneMatch } = preconditions;
  requireVersion({ noneMatch }, version);
  if (match === undefined || includes(match, version)) return wanted;
  const settled = seen && policy({ seen, stored, wanted });
  if (settled) return settled;
  throw failed(version, 'If-Match');
}
