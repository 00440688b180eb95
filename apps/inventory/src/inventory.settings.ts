import { fulfilment } from '@waybill/contracts';
import { duration } from '@waybill/platform';
import { z } from 'zod';

/** Settings of the inventory service only. */
export const inventorySettings = z.object({
  FULFILMENT: fulfilment,
  RESERVATION_TTL: duration.prefault('30m').meta({
    description:
      'How long units stay reserved for an order that is not confirmed: `30m`, `2h`. Must be longer than a payment can take',
  }),
});

export type InventorySettings = z.infer<typeof inventorySettings>;
