import { hostname } from 'node:os';
import type { Act } from '@waybill/kernel';

/** An act of an operator with access to the database. There is no token: the user is as stated, and the address is the name of the machine. */
export function actAtDatabase(subject: string, operation: string, correlationId: string): Act {
  return { subject, tenant: '-', role: 'operator', address: hostname(), operation, correlationId };
}
