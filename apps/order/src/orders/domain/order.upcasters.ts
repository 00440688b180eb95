import type { Money, Upcasters } from '@waybill/kernel';
import type { OrderEvent } from './order.events.js';

/**
 * Older shapes of the order's events, each step to the next version. What stands in the data goes before what a step supposes: events
 * of before versions were counted are called version 1 and may be newer.
 */
export const orderUpcasters: Upcasters<OrderEvent['type']> = {
  'order.placed': [
    // Version 1 knew of no charges but postage.
    ({ postage, ...data }: { readonly postage?: Money }) => ({
      charges: postage ? [{ kind: 'postage', amount: postage }] : [],
      ...data,
    }),
  ],
  'order.cancelled': [
    // Version 1 came from customers only.
    (data: object) => ({ by: 'customer', ...data }),
  ],
};
