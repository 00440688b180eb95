import { fulfilment } from '@waybill/contracts';
import { z } from 'zod';
import { taxTable } from './tax/tax-rates.js';

/** The order service's own settings. */
export const orderSettings = z.object({
  FULFILMENT: fulfilment,
  POSTAGE: z.coerce
    .number()
    .int()
    .min(0)
    .default(495)
    .meta({ description: 'Postage of an order in minor units of its currency; 0 for none' }),
  TAX: z.enum(['none', 'inclusive', 'exclusive']).default('none').meta({
    description: 'Whether tax is taken, and whether it is in the catalog’s prices or comes on top of them',
  }),
  TAX_RATES: taxTable.optional().meta({
    description:
      'Percent by country and by the products’ `taxClass`, as JSON or as the name of a file of it: `{"DE": {"standard": 19, "reduced": 7}}`; some countries’ of 2026 when absent',
  }),
  BAZAAR_PAYMENT_METHOD: z.string().min(1).max(255).optional().meta({
    description:
      'The gateway’s token for the method by which the marketplace Bazaar pays for what it sold; without it `POST /v1/imports/orders` answers 404. See [borders](borders.md)',
  }),
  INSTANCE_NAME: z.string().min(1).max(100).optional().meta({
    description:
      'Name of this instance in what several count at once (product demand), better the same after a restart; that of the host when absent',
  }),
});

export type OrderSettings = z.infer<typeof orderSettings>;
