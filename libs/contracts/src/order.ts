import { z } from 'zod';
import { contract } from './contract.js';
import * as its from './examples.js';
import { type FulfilmentMode, choreographed, fulfilmentMode } from './fulfilment.js';
import {
  address,
  charge,
  emailVerified,
  id,
  money,
  orderLine,
  refusal,
  returnedLine,
  stockLine,
} from './values.js';

const topic = 'order.events';
/** Who the order belongs to and where its mails go. */
const customer = {
  orderId: id.order,
  customerId: id.customer,
  email: z.string(),
  customerName: z.string(),
  emailVerified,
};

const placedV1 = z.object({
  ...customer,
  lines: z.array(orderLine),
  charges: z.array(charge),
  total: money,
  shippingAddress: address,
  /** The gateway’s token, present only in choreographed mode, where payment begins by itself. */
  paymentMethod: z.string().optional(),
});
const placedExampleV1 = {
  ...its.customer,
  lines: [its.teaLine],
  charges: its.charges,
  total: its.total,
  shippingAddress: its.home,
};

interface Fulfilled {
  readonly fulfilment: FulfilmentMode;
}

/** Version 1 named its mode only by the presence of `paymentMethod`. */
function withFulfilment(data: z.infer<typeof placedV1>): z.infer<typeof placedV1> & Fulfilled {
  return { ...data, fulfilment: data.paymentMethod === undefined ? 'orchestrated' : 'choreographed' };
}

export const orderPlaced = contract({
  type: 'order.placed',
  topic,
  story: { phase: 'success' },
  description:
    'A customer has placed an order at the catalog’s prices; nothing is reserved or paid yet. `paymentMethod` is present only in choreographed mode.',
  schema: placedV1.extend({
    fulfilment: fulfilmentMode.meta({ description: 'How the order is driven to its confirmation' }),
  }),
  example: { ...placedExampleV1, fulfilment: 'orchestrated' },
  older: [{ schema: placedV1, example: placedExampleV1, upcast: withFulfilment }],
});
export const orderConfirmed = contract({
  type: 'order.confirmed',
  topic,
  story: { phase: 'success', after: 'payment.captured' },
  description: 'The order is reserved, paid and booked, and will be shipped.',
  schema: z.object({ ...customer, total: money, paymentId: id.payment, shipmentId: id.shipment }),
  example: { ...its.customer, total: its.total, paymentId: its.paymentId, shipmentId: its.shipmentId },
});
export const orderRejected = contract({
  type: 'order.rejected',
  topic,
  story: { phase: 'failure', after: 'payment.failed' },
  description: 'The order could not be fulfilled. Its reservation and payment were undone.',
  schema: z.object({ ...customer, rejection: refusal, refund: money.optional(), choreographed }),
  example: {
    ...its.customer,
    rejection: { code: 'CARD_DECLINED', detail: 'The payment method was declined.' },
  },
});
export const orderRefunded = contract({
  type: 'order.refunded',
  topic,
  story: { phase: 'failure', after: 'order.rejected' },
  description: 'The payment of a rejected order was captured before the rejection arrived, and was refunded.',
  schema: z.object({ ...customer, refund: money }),
  example: { ...its.customer, refund: its.total },
});
export const orderCancellationRequested = contract({
  type: 'order.cancellation-requested',
  topic,
  story: { phase: 'change', after: 'order.shipping-address-changed' },
  description: 'A cancellation was requested. Shipping decides whether it is still possible.',
  schema: z.object({ ...customer, reason: z.string(), by: z.string(), choreographed }),
  example: { ...its.customer, reason: 'changed my mind', by: 'customer' },
});
export const orderCancellationRefused = contract({
  type: 'order.cancellation-refused',
  topic,
  story: { phase: 'change', after: 'shipping.cancellation-refused' },
  description: 'The order has already shipped and is not cancelled.',
  schema: z.object({ ...customer, refusal }),
  example: { ...its.customer, refusal: { code: 'ALREADY_DISPATCHED', detail: 'the parcel is on its way' } },
});
export const orderCancelled = contract({
  type: 'order.cancelled',
  topic,
  story: { phase: 'change', after: 'inventory.released' },
  description:
    'The order was cancelled and every step undone; `refund` is the amount that the customer gets back.',
  schema: z.object({ ...customer, reason: z.string(), by: z.string(), refund: money }),
  example: { ...its.customer, reason: 'changed my mind', by: 'customer', refund: its.total },
});
export const orderShipped = contract({
  type: 'order.shipped',
  topic,
  story: { phase: 'shipment', after: 'inventory.committed' },
  description: 'A shipment of the order has left the warehouse.',
  schema: z.object({
    ...customer,
    shipmentId: id.shipment,
    carrier: z.string(),
    trackingNumber: z.string(),
    eta: z.string(),
    shippedAt: z.string().optional().meta({
      description: 'When the carrier collected it. Absent in messages of earlier releases',
    }),
  }),
  example: { ...its.customer, ...its.parcel, shippedAt: '2026-11-22T08:30:00.000Z' },
});
export const orderDelivered = contract({
  type: 'order.delivered',
  topic,
  story: { phase: 'shipment', after: 'shipping.delivered' },
  description: 'All shipments of the order were delivered.',
  schema: z.object({
    ...customer,
    shipmentId: id.shipment,
    deliveredAt: z.string().meta({ description: 'When the last shipment arrived, as the carrier says' }),
  }),
  example: { ...its.customer, shipmentId: its.shipmentId, deliveredAt: '2026-11-23T10:12:40.000Z' },
});
export const orderShippingAddressChanged = contract({
  type: 'order.shipping-address-changed',
  topic,
  story: { phase: 'change', after: 'order.lines-changed' },
  description: 'The shipping address changed, before the shipment was booked.',
  schema: z.object({ ...customer, shippingAddress: address }),
  example: { ...its.customer, shippingAddress: { ...its.home, line1: '7 Terrace' } },
});
export const orderLinesChanged = contract({
  type: 'order.lines-changed',
  topic,
  story: { phase: 'change' },
  description: 'The lines of the order changed; stock and payment have been adjusted.',
  schema: z.object({ ...customer, lines: z.array(orderLine), charges: z.array(charge), total: money }),
  example: {
    ...its.customer,
    lines: [{ ...its.teaLine, quantity: 3 }],
    charges: its.charges,
    total: its.euro(3_192),
  },
});
export const orderShorted = contract({
  type: 'order.shorted',
  topic,
  story: { phase: 'shipment', after: 'shipping.shorted' },
  description: 'The warehouse found too few units. Those listed are not sent, and are refunded.',
  schema: z.object({ ...customer, shipmentId: id.shipment, lines: z.array(stockLine), refund: money }),
  example: {
    ...its.customer,
    shipmentId: its.shipmentId,
    lines: [{ ...its.tea, quantity: 1 }],
    refund: its.euro(899),
  },
});
export const orderReturnRequested = contract({
  type: 'order.return-requested',
  topic,
  story: { phase: 'afterwards' },
  description: 'The customer requested a return of a delivered order.',
  schema: z.object({ ...customer, returnId: id.return, lines: z.array(stockLine), reason: z.string() }),
  example: {
    ...its.customer,
    returnId: its.returnId,
    lines: [{ ...its.tea, quantity: 1 }],
    reason: 'the tin is dented',
  },
});
export const orderReturnCompleted = contract({
  type: 'order.return-completed',
  topic,
  story: { phase: 'afterwards', after: 'inventory.restocked' },
  description: 'A return was completed: its units were restocked or written off, and refunded.',
  schema: z.object({ ...customer, returnId: id.return, lines: z.array(returnedLine), refund: money }),
  example: {
    ...its.customer,
    returnId: its.returnId,
    lines: [{ sku: 'TEA-EARL', restocked: 0, writtenOff: 1 }],
    refund: its.euro(899),
  },
});
