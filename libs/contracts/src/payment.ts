import { z } from 'zod';
import { contract } from './contract.js';
import { choreographed } from './fulfilment.js';
import { orderId, paymentId, total } from './examples.js';
import { purposeOfRefundV1, refundPurpose } from './refunds.js';
import { id, money, refusal } from './values.js';

const commands = 'payment.commands';
const events = 'payment.events';
const order = { orderId: id.order };
const payment = { ...order, paymentId: id.payment, amount: money };
const method = z.enum(['card', 'bank', 'wallet']);
const cancellation = { reason: 'cancellation' as const, subject: orderId };

/** Adds to a refund of version 1 what it is for. */
function withPurpose<Data extends { orderId: string; refundId: string }>(data: Data) {
  return { ...data, refund: purposeOfRefundV1(data.orderId, data.refundId) };
}

export const paymentAuthorize = contract({
  type: 'payment.authorize',
  topic: commands,
  description:
    'Authorize the amount. A later revision replaces the authorization: the older one is voided once the newer one succeeds.',
  schema: z.object({
    ...order,
    customerId: id.customer,
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
  description: 'Capture the authorized amount.',
  schema: z.object({ ...order, amount: money }),
  example: { orderId, amount: total },
});
export const paymentVoid = contract({
  type: 'payment.void',
  topic: commands,
  description: 'Void the authorization. An authorization command that arrives later is refused.',
  schema: z.object({ ...order, reason: z.string() }),
  example: { orderId, reason: 'OUT_OF_STOCK' },
});

const refundV1 = z.object({ ...order, refundId: z.string(), amount: money, reason: z.string() });
const refundExampleV1 = {
  orderId,
  refundId: `${orderId}:cancellation`,
  amount: total,
  reason: 'changed my mind',
};

export const paymentRefund = contract({
  type: 'payment.refund',
  topic: commands,
  description:
    'Refund part of the captured amount. `refundId` makes the command idempotent; `reason` is free text, `refund` says what it is for.',
  schema: refundV1.extend({ refund: refundPurpose }),
  example: { ...refundExampleV1, refund: cancellation },
  older: [{ schema: refundV1, example: refundExampleV1, upcast: withPurpose<z.infer<typeof refundV1>> }],
});

export const paymentAuthorized = contract({
  type: 'payment.authorized',
  topic: events,
  story: { phase: 'success', after: 'inventory.reserved' },
  description: 'The amount was authorized, and is not captured yet.',
  schema: z.object({ ...payment, method, choreographed }),
  example: { orderId, paymentId, amount: total, method: 'card' },
});
export const paymentDeclined = contract({
  type: 'payment.declined',
  topic: events,
  story: { phase: 'failure', after: 'inventory.reservation-failed' },
  description: 'The bank or the gateway declined the authorization.',
  schema: z.object({ ...order, refusal }),
  example: { orderId, refusal: { code: 'CARD_DECLINED', detail: 'The payment method was declined.' } },
});
export const paymentCaptured = contract({
  type: 'payment.captured',
  topic: events,
  story: { phase: 'success', after: 'shipping.booked' },
  description: 'The amount was captured.',
  schema: z.object({
    ...payment,
    method,
    capturedAt: z.string().optional().meta({
      description: 'When payment learned of the capture. Absent in messages of earlier releases: then `time`',
    }),
  }),
  example: { orderId, paymentId, amount: total, method: 'card', capturedAt: '2026-11-21T09:57:01.205Z' },
});
export const paymentFailed = contract({
  type: 'payment.failed',
  topic: events,
  story: { phase: 'failure', after: 'shipping.refused' },
  description: 'The capture failed or, with `refundId`, the refund failed.',
  schema: z.object({ ...order, refusal, refundId: z.string().optional() }),
  example: { orderId, refusal: { code: 'AUTHORIZATION_EXPIRED', detail: 'The amount is held no more.' } },
});
export const paymentVoided = contract({
  type: 'payment.voided',
  topic: events,
  story: { phase: 'change', after: 'order.cancellation-refused' },
  description: 'The authorization was voided. Without `paymentId` nothing had been authorized.',
  schema: z.object({ ...order, paymentId: id.payment.optional() }),
  example: { orderId, paymentId },
});

const refundedV1 = z.object({ ...payment, refundId: z.string() });
const refundedExampleV1 = { orderId, paymentId, amount: total, refundId: `${orderId}:cancellation` };

export const paymentRefunded = contract({
  type: 'payment.refunded',
  topic: events,
  story: { phase: 'change', after: 'payment.voided' },
  description: 'An amount was refunded; `refund` says what for.',
  schema: refundedV1.extend({ refund: refundPurpose }),
  example: { ...refundedExampleV1, refund: cancellation },
  older: [
    { schema: refundedV1, example: refundedExampleV1, upcast: withPurpose<z.infer<typeof refundedV1>> },
  ],
});
