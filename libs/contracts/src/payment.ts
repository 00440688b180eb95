import { z } from 'zod';
import { messageType } from './message-type.js';
import { money, refusal } from './values.js';

const order = { orderId: z.string() };
const payment = { ...order, paymentId: z.string(), amount: money };
const method = z.enum(['card', 'bank', 'wallet']);

export const paymentAuthorize = messageType(
  'payment.authorize',
  1,
  'payment.commands',
  // A later revision takes the place of what is authorized: the older amount is let go when the newer one is held.
  z.object({
    ...order,
    customerId: z.string(),
    amount: money,
    paymentMethod: z.string(),
    revision: z.int().positive().optional(),
  }),
);
export const paymentCapture = messageType(
  'payment.capture',
  1,
  'payment.commands',
  z.object({ ...order, amount: money }),
);
export const paymentVoid = messageType(
  'payment.void',
  1,
  'payment.commands',
  z.object({ ...order, reason: z.string() }),
);
export const paymentRefund = messageType(
  'payment.refund',
  1,
  'payment.commands',
  z.object({ ...order, refundId: z.string(), amount: money, reason: z.string() }),
);

export const paymentAuthorized = messageType(
  'payment.authorized',
  1,
  'payment.events',
  z.object({ ...payment, method }),
);
export const paymentDeclined = messageType(
  'payment.declined',
  1,
  'payment.events',
  z.object({ ...order, refusal }),
);
export const paymentCaptured = messageType(
  'payment.captured',
  1,
  'payment.events',
  z.object({ ...payment, method }),
);
export const paymentFailed = messageType(
  'payment.failed',
  1,
  'payment.events',
  z.object({ ...order, refusal }),
);
/** `paymentId` is absent when there was nothing to void. */
export const paymentVoided = messageType(
  'payment.voided',
  1,
  'payment.events',
  z.object({ ...order, paymentId: z.string().optional() }),
);
export const paymentRefunded = messageType(
  'payment.refunded',
  1,
  'payment.events',
  z.object({ ...payment, refundId: z.string() }),
);
