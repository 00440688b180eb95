import { z } from 'zod';
import { messageType } from './message-type.js';
import { address, money, orderLine, refusal } from './values.js';

const TOPIC = 'order.events';
/** Who the order belongs to and where its mails go. */
const customer = { orderId: z.string(), customerId: z.string(), email: z.string(), customerName: z.string() };

export const orderPlaced = messageType(
  'order.placed',
  1,
  TOPIC,
  z.object({
    ...customer,
    lines: z.array(orderLine),
    charges: z.array(z.object({ kind: z.string(), amount: money })),
    total: money,
    shippingAddress: address,
  }),
);
export const orderConfirmed = messageType(
  'order.confirmed',
  1,
  TOPIC,
  z.object({ ...customer, total: money, paymentId: z.string(), shipmentId: z.string() }),
);
export const orderRejected = messageType(
  'order.rejected',
  1,
  TOPIC,
  z.object({ ...customer, rejection: refusal }),
);
export const orderCancellationRequested = messageType(
  'order.cancellation-requested',
  1,
  TOPIC,
  z.object({ ...customer, reason: z.string(), by: z.string() }),
);
export const orderCancellationRefused = messageType(
  'order.cancellation-refused',
  1,
  TOPIC,
  z.object({ ...customer, refusal }),
);
export const orderCancelled = messageType(
  'order.cancelled',
  1,
  TOPIC,
  z.object({ ...customer, reason: z.string(), by: z.string(), refund: money }),
);
export const orderShipped = messageType(
  'order.shipped',
  1,
  TOPIC,
  z.object({
    ...customer,
    shipmentId: z.string(),
    carrier: z.string(),
    trackingNumber: z.string(),
    eta: z.string(),
  }),
);
export const orderDelivered = messageType(
  'order.delivered',
  1,
  TOPIC,
  z.object({ ...customer, shipmentId: z.string(), deliveredAt: z.string() }),
);
