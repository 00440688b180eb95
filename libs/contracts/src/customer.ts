import { z } from 'zod';
import { contract } from './contract.js';
import { id } from './values.js';

const topic = 'customer.events';
const schema = z.object({ customerId: id.customer, name: z.string(), email: z.string() });
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
    'A customer was erased. Consumers must delete the name, email address and postal addresses that they store.',
  schema: z.object({ customerId: id.customer }),
  example: { customerId: 'ada' },
});
