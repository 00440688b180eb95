import { describe, expect, it } from '@jest/globals';
import { instantOf } from './ports.js';

describe('the timestamp in an id', () => {
  // The first is the example of RFC 9562.
  it.each([
    ['017f22e2-79b0-7cc3-98c4-dc0c0c07398f', '2022-02-22T19:22:22.000Z'],
    ['017F22E2-79B0-7CC3-98C4-DC0C0C07398F', '2022-02-22T19:22:22.000Z'],
    ['017f22e2-79b0-7cc3-98c4-dc0c0c07398f:3', '2022-02-22T19:22:22.000Z'],
    ['00000000-0000-7000-8000-000000000000', '1970-01-01T00:00:00.000Z'],
  ])('of %s is %s', (id, instant) => {
    expect(instantOf(id)?.toISOString()).toBe(instant);
  });

  it.each(['', '4711', '0195a1c2-7d3f-4abc-8def-0123456789ab', 'x0195a1c2-7d3f-7abc-8def-0123456789ab'])(
    'is unknown where %p is no uuidv7',
    (id) => {
      expect(instantOf(id)).toBe(undefined);
    },
  );
});
