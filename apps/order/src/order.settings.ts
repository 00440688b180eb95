import { fulfilment } from '@waybill/contracts';
import { z } from 'zod';
import { paymentMethods } from './imports/payment-methods.js';
import { taxTable } from './tax/tax-rates.js';

const count = z.coerce.number().int().min(0).max(1_000_000);

/** The order service's own settings. */
export const orderSettings = z.object({
  FULFILMENT: fulfilment,
  POSTAGE: z.coerce
    .number()
    .int()
    .min(0)
    .default(495)
    .meta({ description: 'Postage per order, in minor units of its currency; 0 disables it' }),
  TAX: z.enum(['none', 'inclusive', 'exclusive']).default('none').meta({
    description: 'Whether tax is charged, and whether catalog prices include it',
  }),
  TAX_RATES: taxTable.optional().meta({
    description:
      'Tax rates in percent by country and `taxClass`, as JSON or as the path of a JSON file: `{"DE": {"standard": 19, "reduced": 7}}`. Defaults to a built-in table of some countries’ rates of 2026',
  }),
  BAZAAR_PAYMENT_METHOD: paymentMethods.meta({
    description:
      'Payment methods with which the marketplace Bazaar pays for imported orders, by tenant: `north=pm_1,south=pm_2`. A method without a tenant is that of the tenant `default`. For other tenants `POST /v1/imports/orders` returns 404. See [borders](borders.md)',
  }),
  DRAFTS_PER_CUSTOMER: count.default(100).meta({
    description: 'Drafts that a customer may have; 0 for any number. Beyond it, `TOO_MANY_DRAFTS`',
  }),
  IMPORTS_PER_TENANT: count.default(8).meta({
    description:
      'Imports that a tenant may run at the same time on each instance; 0 for any number. Beyond it, `TOO_MANY_IMPORTS`',
  }),
  BUILD_COMMIT: z.string().min(1).max(64).optional().meta({
    description:
      'Git commit of this build. Kept with each command of an order, after the version of the package',
  }),
  INSTANCE_NAME: z.string().min(1).max(100).optional().meta({
    description:
      'Name of this instance in counters that each instance keeps separately (product demand). Should stay the same after a restart. Defaults to the host name',
  }),
});

export type OrderSettings = z.infer<typeof orderSettings>;
