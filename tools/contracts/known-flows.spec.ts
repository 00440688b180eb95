import { expect, it } from '@jest/globals';
import { ASKED } from './follows.js';
import { storedFlows, withKnown } from './known-flows.js';

const parts = {
  handlers: [{ service: 'order', type: 'inventory.reserved' }],
  senders: [
    { service: 'order', type: 'payment.void' },
    { service: 'order', type: 'payment.authorize' },
    { service: 'shipping', type: 'shipping.shipped' },
  ],
};
const found = new Map([['inventory.reserved', new Set(['payment.authorize'])]]);
const merged = (known: Record<string, string[]>) => storedFlows(withKnown(known, found, parts));

it('keeps a flow that no run met this time', () => {
  const known = { 'inventory.reserved': ['payment.void'], [ASKED]: ['payment.void'] };
  expect(merged(known)).toEqual({
    'inventory.reserved': ['payment.authorize', 'payment.void'],
    [ASKED]: ['payment.void'],
  });
});

it.each([
  ['the service that sends it does not consume the message before', 'inventory.reserved', 'shipping.shipped'],
  ['no service sends it any more', ASKED, 'payment.gone'],
  ['no service consumes the message before any more', 'inventory.gone', 'payment.void'],
])('drops a flow when %s', (_, before, after) => {
  expect(merged({ [before]: [after] })).toEqual({ 'inventory.reserved': ['payment.authorize'] });
});
