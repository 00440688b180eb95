import { expect, it } from '@jest/globals';
import { isPaid } from './paid.js';

const refund = (amount: number) => ({ refund: { amount, currency: 'EUR' } }) as never;

it.each(['order.confirmed', 'order.shipped', 'order.delivered', 'order.return-completed'] as const)(
  '%s is about a paid order',
  (type) => expect(isPaid(type, {} as never)).toBe(true),
);

it.each([
  'customer.registered',
  'order.placed',
  'order.lines-changed',
  'order.shipping-address-changed',
] as const)('%s may be about an order that nobody has paid', (type) =>
  expect(isPaid(type, {} as never)).toBe(false),
);

it.each(['order.cancelled', 'order.rejected'] as const)(
  '%s is about a paid order if money goes back',
  (type) => {
    expect(isPaid(type, refund(1))).toBe(true);
    expect(isPaid(type, refund(0))).toBe(false);
    expect(isPaid(type, {} as never)).toBe(false);
  },
);
