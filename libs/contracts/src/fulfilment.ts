import { z } from 'zod';

/** The setting `FULFILMENT` of the services that fulfil orders. */
export const fulfilment = z.enum(['orchestrated', 'choreographed']).default('orchestrated').meta({
  description:
    'Who leads an order to its confirmation: a saga of the order service, or nobody, and each service reacts to the others. The same for order, inventory, payment and shipping; see [sagas](sagas.md)',
});
export type FulfilmentStyle = z.infer<typeof fulfilment>;
