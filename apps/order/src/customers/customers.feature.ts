import type { Feature } from '@waybill/platform';
import { customerErrors } from './customer.errors.js';
import { Customer } from './customer.js';
import { CustomersController } from './customers.controller.js';
import { CustomerErasure } from './erasure.js';
import { Erasure1760000001003 } from './migrations/erasure.js';

export const customersFeature: Feature = {
  entities: [Customer],
  migrations: [Erasure1760000001003],
  errors: customerErrors,
  controllers: [CustomersController],
  compose: ({ shell, pool, ids }) => ({ providers: [new CustomerErasure(shell, pool, ids)] }),
};
