import { z } from 'zod';
import { messageType } from './message-type.js';
import { address, charge, money, orderLine, refusal, returnedLine, stockLine } from './values.js';

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
    charges: z.array(charge),
    total: money,
    shippingAddress: address,
    /** The gateway’s token, for a payment that nobody orders: only where placement is choreographed. */
    paymentMethod: z.string().optional(),
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
export const orderShippingAddressChanged = messageType(
  'order.shipping-address-changed',
  1,
  TOPIC,
  z.object({ ...customer, shippingAddress: address }),
);
export const orderLinesChanged = messageType(
  'order.lines-changed',
  1,
  TOPIC,
  z.object({ ...customer, lines: z.array(orderLine), charges: z.array(charge), total: money }),
);
/** The warehouse found too little: these pieces will not come, and are paid back. */
export const orderShorted = messageType(
  'order.shorted',
  1,
  TOPIC,
  z.object({ ...customer, shipmentId: z.string(), lines: z.array(stockLine), refund: money }),
);
export const orderReturnRequested = messageType(
  'order.return-requested',
  1,
  TOPIC,
  z.object({ ...customer, returnId: z.string(), lines: z.array(stockLine), reason: z.string() }),
);
export const orderReturnCompleted = messageType(
  'order.return-completed',
  1,
  TOPIC,
  z.object({ ...customer, returnId: z.string(), lines: z.array(returnedLine), refund: money }),
);
