import { z } from 'zod';
import { messageType } from './message-type.js';

const customer = z.object({ customerId: z.string(), name: z.string(), email: z.string() });

export const customerRegistered = messageType('customer.registered', 1, 'customer.events', customer);
export const customerUpdated = messageType('customer.updated', 1, 'customer.events', customer);
/** Whoever keeps name, mail or address of this customer forgets them. */
export const customerErased = messageType(
  'customer.erased',
  1,
  'customer.events',
  z.object({ customerId: z.string() }),
);
