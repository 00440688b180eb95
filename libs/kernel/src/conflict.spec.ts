import { describe, expect, it } from '@jest/globals';
import {
  type ConflictPolicy,
  type Preconditions,
  lastWriterWins,
  merge,
  refuse,
  requireVersion,
  seenVersionOf,
  settle,
} from './conflict.js';

interface Thing {
  readonly name: string;
  readonly price: { readonly amount: number };
  readonly note?: string;
}
const thing = (name: string, amount: number, note?: string): Thing => ({
  name,
  price: { amount },
  ...(note === undefined ? {} : { note }),
});

describe('a command based on an older version', () => {
  const seen = thing('Mug', 10);
  it.each<[string, ConflictPolicy, Thing, Thing, Thing | undefined]>([
    ['is refused by refuse', refuse, thing('Cup', 10), thing('Mug', 12), undefined],
    ['is written by refuse if nothing has changed', refuse, seen, thing('Mug', 12), thing('Mug', 12)],
    [
      'is written as it is by lastWriterWins',
      lastWriterWins,
      thing('Cup', 10),
      thing('Mug', 12),
      thing('Mug', 12),
    ],
    ['is merged with a change of another field', merge, thing('Cup', 10), thing('Mug', 12), thing('Cup', 12)],
    [
      'is refused by merge after a change of the same field',
      merge,
      thing('Cup', 10),
      thing('Jug', 10),
      undefined,
    ],
    ['is merged when both said the same', merge, thing('Cup', 10), thing('Cup', 12), thing('Cup', 12)],
    ['keeps what it did not change itself', merge, thing('Cup', 11), thing('Mug', 10), thing('Cup', 11)],
    [
      'merges a field that was not there',
      merge,
      thing('Cup', 10),
      thing('Mug', 10, 'new'),
      thing('Cup', 10, 'new'),
    ],
    ['compares a field as a whole', merge, thing('Mug', 11), thing('Mug', 12), undefined],
  ])('%s', (_, policy, stored, wanted, outcome) => {
    expect(policy({ seen, stored, wanted })).toEqual(outcome);
  });

  it.each<[string, ConflictPolicy]>([
    ['refuse', refuse],
    ['lastWriterWins', lastWriterWins],
    ['merge', merge],
  ])('is not in conflict with the version that it saw, nor without one, under %s', (_, policy) => {
    const [stored, wanted] = [thing('Cup', 10), thing('Jug', 10)];
    for (const preconditions of [undefined, { match: [2] }, { match: [1, 2] }, { match: 'any' as const }])
      expect(settle({ policy, preconditions, version: 2, seen: undefined, stored, wanted })).toEqual(wanted);
  });

  it.each([seen, undefined])('is refused with the current version', (before) => {
    const stored = thing('Cup', 10);
    const late = () =>
      settle({
        policy: merge,
        preconditions: { match: [1] },
        version: 2,
        seen: before,
        stored,
        wanted: thing('Jug', 10),
      });
    expect(late).toThrow(
      expect.objectContaining({ code: 'PRECONDITION_FAILED', details: { version: 2 } }) as unknown as Error,
    );
  });
});

describe('the preconditions of a request', () => {
  it.each<[string, Preconditions | undefined, number, boolean]>([
    ['without any', undefined, 0, true],
    ['that names the version', { match: [3] }, 3, true],
    ['that names it in a list', { match: [1, 3, 9] }, 3, true],
    ['that names others', { match: [1, 9] }, 3, false],
    ['that names none', { match: [] }, 3, false],
    ['that requires any version', { match: 'any' }, 3, true],
    ['that requires any version of what does not exist', { match: 'any' }, 0, false],
    ['that names a version of what does not exist', { match: [0, 1] }, 0, false],
    ['that excludes every version', { noneMatch: 'any' }, 3, false],
    ['that excludes every version of what does not exist', { noneMatch: 'any' }, 0, true],
    ['that excludes the version', { noneMatch: [2, 3] }, 3, false],
    ['that excludes others', { noneMatch: [2] }, 3, true],
    ['that names the version and excludes it', { match: [3], noneMatch: [3] }, 3, false],
  ])('hold as RFC 9110 says: %s', (_, preconditions, version, holds) => {
    const check = () => requireVersion(preconditions, version);
    if (holds) expect(check).not.toThrow();
    else
      expect(check).toThrow(
        expect.objectContaining({ code: 'PRECONDITION_FAILED', details: { version } }) as unknown as Error,
      );
  });

  it('say what the caller saw: the newest version that exists', () => {
    expect(seenVersionOf({ match: [2, 9, 4] }, 5)).toBe(4);
    expect(seenVersionOf({ match: [9] }, 5)).toBeUndefined();
    expect(seenVersionOf({ match: 'any' }, 5)).toBeUndefined();
  });
});
