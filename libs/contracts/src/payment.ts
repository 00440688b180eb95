import { z } from 'zod';
import { contract } from './contract.js';
import { orderId, paymentId, total } from './examples.js';
import { money, refusal } from './values.js';

const commands = 'payment.commands';
const events = 'payment.events';
const order = { orderId: z.string() };
const payment = { ...order, paymentId: z.string(), amount: money };
const method = z.enum(['card', 'bank', 'wallet']);

export const paymentAuthorize = contract({
  type: 'payment.authorize',
  topic: commands,
  description:
    'Hold the amount. A later revision takes the place of what is held: the older amount is let go when the newer one is held.',
  schema: z.object({
    ...order,
    customerId: z.string(),
    amount: money,
    /** The gateway’s token, never a card number. */
    paymentMethod: z.string(),
    revision: z.int().positive().optional(),
  }),
  example: { orderId, customerId: 'ada', amount: total, paymentMethod: 'pm_card_visa' },
});
export const paymentCapture = contract({
  type: 'payment.capture',
  topic: commands,
  description: 'Take what is held.',
  schema: z.object({ ...order, amount: money }),
  example: { orderId, amount: total },
});
export const paymentVoid = contract({
  type: 'payment.void',
  topic: commands,
  description: 'Let go what is held, now or when its authorization comes late.',
  schema: z.object({ ...order, reason: z.string() }),
  example: { orderId, reason: 'OUT_OF_STOCK' },
});
export const paymentRefund = contract({
  type: 'payment.refund',
  topic: commands,
  description: 'Pay back so much of what was taken; `refundId` makes it idempotent.',
  schema: z.object({ ...order, refundId: z.string(), amount: money, reason: z.string() }),
  example: {
    orderId,
    refundId: `${orderId}:cancellation`,
    amount: total,
    reason: 'changed my mind',
  },
});

export const paymentAuthorized = contract({
  type: 'payment.authorized',
  topic: events,
  description: 'The amount is held; nothing is taken yet.',
  schema: z.object({ ...payment, method }),
  example: { orderId, paymentId, amount: total, method: 'card' },
});
export const paymentDeclined = contract({
  type: 'payment.declined',
  topic: events,
  description: 'The bank or the gateway refuses to hold the amount.',
  schema: z.object({ ...order, refusal }),
  example: { orderId, refusal: { code: 'CARD_DECLINED', detail: 'The payment method was declined.' } },
});
export const paymentCaptured = contract({
  type: 'payment.captured',
  topic: events,
  description: 'The amount is taken.',
  schema: z.object({ ...payment, method }),
  example: { orderId, paymentId, amount: total, method: 'card' },
});
export const paymentFailed = contract({
  type: 'payment.failed',
  topic: events,
  description: 'What was held cannot be taken; or, with `refundId`, what was taken cannot be given back.',
  schema: z.object({ ...order, refusal, refundId: z.string().optional() }),
  example: { orderId, refusal: { code: 'AUTHORIZATION_EXPIRED', detail: 'The amount is held no more.' } },
});
export const paymentVoided = contract({
  type: 'payment.voided',
  topic: events,
  description: 'Nothing is held any more; without `paymentId` nothing ever was.',
  schema: z.object({ ...order, paymentId: z.string().optional() }),
  example: { orderId, paymentId },
});
export const paymentRefunded = contract({
  type: 'payment.refunded',
  topic: events,
  description: 'So much was paid back.',
  schema: z.object({ ...payment, refundId: z.string() }),
  example: { orderId, paymentId, amount: total, refundId: `${orderId}:cancellation` },
});
