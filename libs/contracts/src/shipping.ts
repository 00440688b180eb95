import { z } from 'zod';
import { contract } from './contract.js';
import { choreographed } from './fulfilment.js';
import { home, orderId, parcel, shipmentId, tea, tracked as itsTracking } from './examples.js';
import { address, id, placedLine, refusal, stockLine } from './values.js';

const commands = 'shipping.commands';
const events = 'shipping.events';
const order = { orderId: id.order };
const shipment = { ...order, shipmentId: id.shipment };
const tracked = { carrier: z.string(), trackingNumber: z.string(), eta: z.string() };

export const shippingBook = contract({
  type: 'shipping.book',
  topic: commands,
  description: 'Book one shipment for each warehouse of the lines; all or none.',
  schema: z.object({ ...order, customerId: id.customer, address, lines: z.array(placedLine) }),
  example: { orderId, customerId: 'ada', address: home, lines: [tea] },
});
export const shippingCancel = contract({
  type: 'shipping.cancel',
  topic: commands,
  description: 'Cancel the booking. A booking command that arrives later is refused.',
  schema: z.object({ ...order, reason: z.string() }),
  example: { orderId, reason: 'changed my mind' },
});

export const shippingPrepare = contract({
  type: 'shipping.prepare',
  topic: commands,
  description:
    'Book the carrier, then pick, pack and label every shipment before the order is confirmed. Only sent in hybrid mode.',
  schema: z.object({ ...order, customerId: id.customer, address, lines: z.array(placedLine) }),
  example: { orderId, customerId: 'ada', address: home, lines: [tea] },
});

const bookedShipment = z.object({ shipmentId: id.shipment, ...tracked, lines: z.array(stockLine) });
const bookedV1 = z.object({
  ...order,
  ...bookedShipment.shape,
  shipments: z.array(bookedShipment).optional(),
});
const bookedExampleV1 = { orderId, ...parcel, lines: [tea] };
const { shape: booked } = bookedShipment;
const deprecated = { deprecated: true, description: 'Repeats the first of `shipments`; use that instead' };

/** Version 1 had `shipments` only when there were several. */
function withShipments(data: z.infer<typeof bookedV1>) {
  const { shipmentId, carrier, trackingNumber, eta, lines, shipments = [] } = data;
  const first = { shipmentId, carrier, trackingNumber, eta, lines };
  return { ...data, shipments: shipments.length > 0 ? shipments : [first] };
}

export const shippingBooked = contract({
  type: 'shipping.booked',
  topic: events,
  story: { phase: 'success', after: 'payment.authorized' },
  description:
    'The carrier has booked every shipment of the order. The other fields repeat the first of `shipments` for readers of version 1.',
  schema: z.object({
    ...order,
    shipments: z.array(bookedShipment).min(1),
    shipmentId: booked.shipmentId.meta(deprecated),
    carrier: booked.carrier.meta(deprecated),
    trackingNumber: booked.trackingNumber.meta(deprecated),
    eta: booked.eta.meta(deprecated),
    lines: booked.lines.meta(deprecated),
    choreographed,
  }),
  example: withShipments(bookedExampleV1),
  older: [{ schema: bookedV1, example: bookedExampleV1, upcast: withShipments }],
});
export const shippingPrepared = contract({
  type: 'shipping.prepared',
  topic: events,
  story: { phase: 'success', after: 'inventory.pick-confirmed' },
  description:
    'Every shipment of the order has its label and waits for the confirmation: the one answer to `shipping.prepare`, unless that was refused or cancelled.',
  schema: z.object({
    ...order,
    shipments: z.array(bookedShipment).min(1),
    shorted: z.array(z.object({ shipmentId: id.shipment, missing: z.array(stockLine).min(1) })).meta({
      description: 'What the picks did not find, as `shipping.shorted` says it; not in `shipments`',
    }),
  }),
  example: { orderId, shipments: [{ ...parcel, lines: [tea] }], shorted: [] },
});
export const shippingPickRequested = contract({
  type: 'shipping.pick-requested',
  topic: events,
  story: { phase: 'success', after: 'shipping.booked' },
  description:
    'The shipments of an order are booked and can be picked before its confirmation. Inventory answers when it still holds their units. Only published in hybrid mode.',
  schema: z.object({
    ...order,
    shipments: z
      .array(z.object({ shipmentId: id.shipment, warehouse: z.string(), lines: z.array(stockLine) }))
      .min(1),
  }),
  example: { orderId, shipments: [{ shipmentId, warehouse: 'main', lines: [tea] }] },
});
export const shippingRefused = contract({
  type: 'shipping.refused',
  topic: events,
  story: { phase: 'failure', after: 'payment.declined' },
  description: 'No carrier accepted the booking.',
  schema: z.object({ ...order, refusal }),
  example: { orderId, refusal: { code: 'COUNTRY_NOT_SERVED', detail: 'No carrier delivers to AQ.' } },
});
/** Absent in messages of releases that packed and labelled because of them. */
const settled = z.boolean().optional().meta({
  description:
    '`true`: the warehouse has already packed and labelled the shipment, or cancelled it because nothing was found. Nothing needs to follow from this event',
});

export const shippingPicked = contract({
  type: 'shipping.picked',
  topic: events,
  story: { phase: 'shipment' },
  description:
    'A shipment was picked. `missing` lists the units that were not found; `shipping.shorted` reports them to the services that must act. Not published for orders in orchestrated mode.',
  schema: z.object({
    ...shipment,
    warehouse: z.string(),
    lines: z.array(stockLine),
    missing: z.array(stockLine),
    settled,
  }),
  example: { orderId, shipmentId, warehouse: 'main', lines: [tea], missing: [], settled: true },
});
export const shippingShorted = contract({
  type: 'shipping.shorted',
  topic: events,
  story: { phase: 'shipment', after: 'shipping.picked' },
  description: 'A pick found too few units. Those in `missing` are not sent.',
  schema: z.object({ ...shipment, warehouse: z.string(), missing: z.array(stockLine).min(1) }),
  example: { orderId, shipmentId, warehouse: 'main', missing: [tea] },
});
export const shippingPacked = contract({
  type: 'shipping.packed',
  topic: events,
  story: { phase: 'shipment', after: 'order.shorted' },
  description: 'A shipment was packed. Not published for orders in orchestrated mode.',
  schema: z.object({ ...shipment, lines: z.array(stockLine), settled }),
  example: { orderId, shipmentId, lines: [tea], settled: true },
});
export const shippingLabelled = contract({
  type: 'shipping.labelled',
  topic: events,
  story: { phase: 'shipment', after: 'shipping.packed' },
  description:
    'A shipment has a label; `label` is its URL at the carrier. Not published for orders in orchestrated mode.',
  schema: z.object({ ...shipment, ...tracked, label: z.url() }),
  example: {
    orderId,
    shipmentId,
    ...itsTracking,
    label: 'https://carrier.example/labels/WF7D987E4C98CB82F2E088B516.pdf',
  },
});
export const shippingShipped = contract({
  type: 'shipping.shipped',
  topic: events,
  story: { phase: 'shipment', after: 'shipping.labelled' },
  description: 'The carrier has collected a shipment.',
  // The house that it left; `main` when nothing is said.
  schema: z.object({
    ...shipment,
    ...tracked,
    lines: z.array(stockLine),
    warehouse: z.string().optional(),
    shippedAt: z.string().optional().meta({
      description:
        'When the carrier collected it, by the carrier’s clock if it says so. Absent in messages of earlier releases: then `time`',
    }),
  }),
  example: { orderId, ...parcel, lines: [tea], shippedAt: '2026-11-22T08:30:00.000Z' },
});
export const shippingDelivered = contract({
  type: 'shipping.delivered',
  topic: events,
  story: { phase: 'shipment', after: 'order.shipped' },
  description: 'A shipment was delivered.',
  schema: z.object({ ...shipment, deliveredAt: z.string() }),
  example: { orderId, shipmentId, deliveredAt: '2026-11-23T10:12:40.000Z' },
});
export const shippingCancelled = contract({
  type: 'shipping.cancelled',
  topic: events,
  story: { phase: 'change', after: 'order.cancellation-requested' },
  description: 'The booking was cancelled. Without `shipmentId` nothing had been booked.',
  schema: z.object({ ...order, shipmentId: id.shipment.optional(), choreographed }),
  example: { orderId, shipmentId },
});
export const shippingCancellationRefused = contract({
  type: 'shipping.cancellation-refused',
  topic: events,
  story: { phase: 'change', after: 'shipping.cancelled' },
  description: 'The shipment has already left and cannot be cancelled.',
  schema: z.object({ ...shipment, refusal }),
  example: {
    orderId,
    shipmentId,
    refusal: { code: 'ALREADY_DISPATCHED', detail: 'the parcel is on its way' },
  },
});
