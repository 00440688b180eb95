import type { Money, Upcasters } from '@waybill/kernel';
import type { OrderEvent } from './order.events.js';
import type { BookedShipment } from './shipments.js';

/** `shipment-booked` of version 1: the first shipment, and all of them in `parcels` if there are several. */
interface BookedV1 extends BookedShipment {
  readonly parcels?: readonly BookedShipment[];
}

/**
 * Upcasters of the order's events; each function upgrades by one version. A field that is already in the data wins over the default: events
 * from before versioning count as version 1, but may have newer fields.
 */
export const orderUpcasters: Upcasters<OrderEvent['type']> = {
  'order.placed': [
    // In version 1 postage was the only charge.
    ({ postage, ...data }: { readonly postage?: Money }) => ({
      charges: postage ? [{ kind: 'postage', amount: postage }] : [],
      ...data,
    }),
    // Version 2 did not always contain the mode; without it the order is orchestrated.
    ({ style = 'orchestrated', ...data }: { readonly style?: 'choreographed' | 'orchestrated' }) => ({
      fulfilment: style,
      ...data,
    }),
  ],
  'order.shipment-booked': [({ parcels, ...first }: BookedV1): object => ({ shipments: parcels ?? [first] })],
  'order.cancelled': [
    // In version 1 only customers cancelled.
    (data: object) => ({ by: 'customer', ...data }),
  ],
};
