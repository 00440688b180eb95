import { z } from 'zod';

/** How an order is driven to its confirmation. Chosen when the order is placed, and carried by `order.placed`. */
export const fulfilmentMode = z.enum(['orchestrated', 'choreographed', 'hybrid']);
export type FulfilmentMode = z.infer<typeof fulfilmentMode>;

/** The setting `FULFILMENT` of the services that fulfil orders. */
export const fulfilment = fulfilmentMode.default('orchestrated').meta({
  description:
    'How orders are driven to their confirmation. `orchestrated`: a saga of the order service sends commands. `choreographed`: each service reacts to the events of the others. `hybrid`: as orchestrated, but shipments are picked, packed and labelled within one step of the saga. Set the same for order, inventory, payment and shipping; see [sagas](sagas.md)',
});
