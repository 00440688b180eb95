import type { Feature } from '@waybill/platform';
import { PublishCustomerEvents } from './customer.publication.js';
import type { CustomerRepository } from './customer.repository.js';
import { customerErrors } from './customer.errors.js';
import { Customer } from './customer.js';
import { CustomersController } from './customers.controller.js';
import { CustomerErasure } from './erasure.js';
import { Erasure1760000001003 } from './migrations/erasure.js';

export const customersFeature: Feature<{ readonly customers: CustomerRepository }> = {
  entities: [Customer],
  migrations: [Erasure1760000001003],
  errors: customerErrors,
  controllers: [CustomersController],
  compose: ({ unitOfWork, pool, ids }, { customers }) => ({
    providers: [customers, new CustomerErasure(unitOfWork, pool, ids, customers)],
    reactions: [new PublishCustomerEvents()],
  }),
};
