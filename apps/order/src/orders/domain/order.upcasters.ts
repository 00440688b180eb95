import type { Money, Upcasters } from '@waybill/kernel';
import type { OrderEvent } from './order.events.js';
import type { BookedShipment } from './shipments.js';

/** `shipment-booked` of version 1: the first shipment, and all of them in `parcels` when there are several. */
interface BookedV1 extends BookedShipment {
  readonly parcels?: readonly BookedShipment[];
}

/**
 * Older shapes of the order's events, each step to the next version. A field that is already in the data wins over the step’s default:
 * events from before versions were counted are called version 1 and may be newer.
 */
export const orderUpcasters: Upcasters<OrderEvent['type']> = {
  'order.placed': [
    // Version 1 had no charges but postage.
    ({ postage, ...data }: { readonly postage?: Money }) => ({
      charges: postage ? [{ kind: 'postage', amount: postage }] : [],
      ...data,
    }),
    // Version 2 named the mode only when it was choreographed.
    ({ style = 'orchestrated', ...data }: { readonly style?: 'choreographed' | 'orchestrated' }) => ({
      fulfilment: style,
      ...data,
    }),
  ],
  'order.shipment-booked': [({ parcels, ...first }: BookedV1): object => ({ shipments: parcels ?? [first] })],
  'order.cancelled': [
    // Version 1 came from customers only.
    (data: object) => ({ by: 'customer', ...data }),
  ],
};
