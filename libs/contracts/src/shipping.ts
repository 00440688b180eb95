import { z } from 'zod';
import { messageType } from './message-type.js';
import { address, placedLine, refusal, stockLine } from './values.js';

const order = { orderId: z.string() };
const shipment = { ...order, shipmentId: z.string() };

export const shippingBook = messageType(
  'shipping.book',
  1,
  'shipping.commands',
  // One parcel for each warehouse that the lines name.
  z.object({ ...order, customerId: z.string(), address, lines: z.array(placedLine) }),
);
export const shippingCancel = messageType(
  'shipping.cancel',
  1,
  'shipping.commands',
  z.object({ ...order, reason: z.string() }),
);

const tracked = { carrier: z.string(), trackingNumber: z.string(), eta: z.string() };
export const shippingBooked = messageType(
  'shipping.booked',
  1,
  'shipping.events',
  // The first parcel; all of them in `shipments` when there are several.
  z.object({
    ...shipment,
    ...tracked,
    lines: z.array(stockLine),
    shipments: z
      .array(z.object({ shipmentId: z.string(), ...tracked, lines: z.array(stockLine) }))
      .optional(),
  }),
);
export const shippingRefused = messageType(
  'shipping.refused',
  1,
  'shipping.events',
  z.object({ ...order, refusal }),
);
export const shippingShipped = messageType(
  'shipping.shipped',
  1,
  'shipping.events',
  z.object({ ...shipment, ...tracked, lines: z.array(stockLine) }),
);
export const shippingDelivered = messageType(
  'shipping.delivered',
  1,
  'shipping.events',
  z.object({ ...shipment, deliveredAt: z.string() }),
);
/** `shipmentId` is absent when there was nothing to cancel. */
export const shippingCancelled = messageType(
  'shipping.cancelled',
  1,
  'shipping.events',
  z.object({ ...order, shipmentId: z.string().optional() }),
);
export const shippingCancellationRefused = messageType(
  'shipping.cancellation-refused',
  1,
  'shipping.events',
  z.object({ ...shipment, refusal }),
);

/** `missing`: what the books promised and the shelf does not hold. These pieces will not come. */
export const shippingPicked = messageType(
  'shipping.picked',
  1,
  'shipping.events',
  z.object({
    ...shipment,
    warehouse: z.string(),
    lines: z.array(stockLine),
    missing: z.array(stockLine),
  }),
);
export const shippingPacked = messageType(
  'shipping.packed',
  1,
  'shipping.events',
  z.object({ ...shipment, lines: z.array(stockLine) }),
);
/** `label` is where the carrier keeps it to be printed. */
export const shippingLabelled = messageType(
  'shipping.labelled',
  1,
  'shipping.events',
  z.object({ ...shipment, ...tracked, label: z.url() }),
);
