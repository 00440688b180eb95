import { expect, it } from '@jest/globals';
import { present } from './present.js';

it('returns a value, also an empty one', () => {
  expect([present(0, 'number'), present('', 'text'), present(false, 'flag')]).toEqual([0, '', false]);
});

it.each([undefined, null])('throws for %s, with the name of what is missing', (nothing) => {
  expect(() => present(nothing, 'the id of the payment')).toThrow('the id of the payment is missing');
});
