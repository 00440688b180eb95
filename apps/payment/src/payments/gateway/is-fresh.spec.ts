import { describe, expect, it } from '@jest/globals';
import { isFresh } from './is-fresh.js';

const id = '0199d0f0-0000-7000-8000-000000000000';
const asked = Number.parseInt('0199d0f00000', 16);

describe('a call of the gateway', () => {
  it('is fresh the first time', () => {
    expect(isFresh({ id, attempt: 1 }, new Date(asked + 5_000))).toBe(true);
  });

  it('is not when it was tried before', () => {
    expect(isFresh({ id, attempt: 2 }, new Date(asked + 5_000))).toBe(false);
  });

  it('is not when it may have been made before a long pause, because the gateway forgets keys', () => {
    expect(isFresh({ id, attempt: 1 }, new Date(asked + 3_600_000))).toBe(false);
  });
});
