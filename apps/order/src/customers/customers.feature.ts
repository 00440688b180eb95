import type { Feature } from '@waybill/platform';
import { PublishCustomerEvents } from './customer.publication.js';
import type { CustomerRepository } from './customer.repository.js';
import { customerErrors } from './customer.errors.js';
import { Customer } from './customer.js';
import { CustomersController } from './customers.controller.js';
import { answerEraser, contactEraser, originEraser, recordEraser } from './erasers.js';
import { CustomerErasure } from './erasure.js';
import { Erasure1760000001003 } from './migrations/erasure.js';
import { VerifiedEmails1760000001028 } from './migrations/verified-emails.js';

export const customersFeature: Feature<{ readonly customers: CustomerRepository }> = {
  entities: [Customer],
  migrations: [Erasure1760000001003, VerifiedEmails1760000001028],
  dataClasses: {
    customers: {
      none: ['tenant', 'id'],
      customer: { name: 'customer records', email: 'customer records' },
    },
    idempotency_keys: { none: ['scope', 'fingerprint'], customer: { answer: 'stored answers' } },
  },
  errors: customerErrors,
  tags: { customers: 'Names, mail addresses and reward points of customers, and their erasure.' },
  controllers: [CustomersController],
  erasers: (pool) => [contactEraser(pool), originEraser(pool), answerEraser(pool), recordEraser(pool)],
  compose: ({ unitOfWork, pool, ids, timers, erasure }, { customers }) => ({
    providers: [customers, new CustomerErasure({ unitOfWork, pool, ids, timers, erasure, customers })],
    reactions: [new PublishCustomerEvents()],
  }),
};
