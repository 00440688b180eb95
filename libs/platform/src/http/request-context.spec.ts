import { expect, it } from '@jest/globals';
import { scopeOf } from './request-context.js';

const ROUTE = 'POST /v1/orders';

it('stores answers under the name that earlier releases used', () => {
  expect(scopeOf('north', 'auth0|1', ROUTE, 'k-1')).toBe('north|auth0|1|POST /v1/orders|k-1');
});

it.each([
  [
    ['a', 'b|POST /v1/orders|c', 'k'],
    ['a', 'b', 'c|POST /v1/orders|k'],
  ],
  [
    ['a', 'b', '|'],
    ['a', 'b', '%7C'],
  ],
] as const)('keeps callers apart whose names contain the separator: %j', (one, other) => {
  const [first, second] = [one, other].map(([tenant, subject, key]) => scopeOf(tenant, subject, ROUTE, key));
  expect(first).not.toBe(second);
});
