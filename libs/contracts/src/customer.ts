import { z } from 'zod';
import { contract } from './contract.js';
import { orderId } from './examples.js';
import { emailVerified, id } from './values.js';

const topic = 'customer.events';
const schema = z.object({ customerId: id.customer, name: z.string(), email: z.string(), emailVerified });
const example = { customerId: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' };

export const customerRegistered = contract({
  type: 'customer.registered',
  topic,
  story: { phase: 'customers' },
  description: 'A customer was registered, for the first time or again after an erasure.',
  schema,
  example,
});
export const customerUpdated = contract({
  type: 'customer.updated',
  topic,
  story: { phase: 'customers', after: 'customer.registered' },
  description: 'The name or email address of a customer changed.',
  schema,
  example,
});
export const customerErased = contract({
  type: 'customer.erased',
  topic,
  story: { phase: 'afterwards', after: 'order.return-completed' },
  description:
    'A customer was erased. Consumers must delete the name, email address, postal addresses and words of the customer that they store, also in messages that wait. A customer with many orders is erased by several of these messages.',
  schema: z.object({
    customerId: id.customer,
    orderIds: z
      .array(id.order)
      .optional()
      .meta({ description: 'Orders of the customer. Absent in messages of older releases' }),
  }),
  example: { customerId: 'ada', orderIds: [orderId] },
});
