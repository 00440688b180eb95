import { z } from 'zod';
import { contract } from './contract.js';

const topic = 'customer.events';
const schema = z.object({ customerId: z.string(), name: z.string(), email: z.string() });
const example = { customerId: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' };

export const customerRegistered = contract({
  type: 'customer.registered',
  topic,
  story: { phase: 'customers' },
  description: 'Somebody is a customer, for the first time or again.',
  schema,
  example,
});
export const customerUpdated = contract({
  type: 'customer.updated',
  topic,
  story: { phase: 'customers', after: 'customer.registered' },
  description: 'A customer has another name or mail address.',
  schema,
  example,
});
export const customerErased = contract({
  type: 'customer.erased',
  topic,
  story: { phase: 'afterwards', after: 'order.return-completed' },
  description: 'Whoever keeps name, mail or address of this customer forgets them.',
  schema: z.object({ customerId: z.string() }),
  example: { customerId: 'ada' },
});
