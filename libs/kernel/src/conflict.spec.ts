import { describe, expect, it } from '@jest/globals';
import { type ConflictPolicy, lastWriterWins, merge, refuse, settle } from './conflict.js';

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
    for (const seenVersion of [undefined, 2])
      expect(settle({ policy, seenVersion, version: 2, seen: undefined, stored, wanted })).toEqual(wanted);
  });

  it.each([seen, undefined])('is refused with the current version', (before) => {
    const stored = thing('Cup', 10);
    const late = () =>
      settle({ policy: merge, seenVersion: 1, version: 2, seen: before, stored, wanted: thing('Jug', 10) });
    expect(late).toThrow(
      expect.objectContaining({ code: 'PRECONDITION_FAILED', details: { version: 2 } }) as unknown as Error,
    );
  });
});
