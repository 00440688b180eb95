import { z } from 'zod';
import type { WebhookDeliveryRow, WebhookEndpointRow } from './webhook.rows.js';

const WEBHOOK = {
  id: '01a1fd70-5c0e-7a42-b7c5-0d6f4d6f1b20',
  url: 'https://partner.example/hooks',
  types: ['order.confirmed', 'order.shipped'],
  status: 'enabled',
  createdAt: '2026-11-21T09:30:00.000Z',
};
const endpoint = z.object({
  id: z.string(),
  url: z.string(),
  types: z.array(z.string()),
  status: z.enum(['enabled', 'disabled']),
  reason: z.string().optional().meta({ description: 'Why the webhook is disabled' }),
  createdAt: z.iso.datetime(),
});
export const endpointView = endpoint.meta({ id: 'Webhook', example: WEBHOOK });
export const createdView = endpoint
  .extend({
    secret: z.string().meta({
      description: 'Signs the deliveries. Not shown again: masked in the response to a repeated request',
    }),
  })
  .meta({ id: 'NewWebhook', example: { ...WEBHOOK, secret: 'whsec_C2FtcGxlIHNlY3JldCBvZiAyNCBieXRl' } });
const deliveryView = z.object({
  id: z
    .string()
    .meta({ description: 'The `webhook-id` header of the delivery, which is the id of the message' }),
  orderId: z.string(),
  type: z.string(),
  status: z.enum(['waiting', 'delivered', 'dropped']),
  attempts: z.int(),
  answer: z.int().optional(),
  error: z.string().optional(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});
export const detailView = endpoint.extend({ deliveries: z.array(deliveryView) }).meta({
  id: 'WebhookWithDeliveries',
  example: {
    ...WEBHOOK,
    deliveries: [
      {
        id: '01a1fd89-b0a1-7e33-8c34-51d90d2b7e6f',
        orderId: '01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f',
        type: 'order.confirmed',
        status: 'delivered',
        attempts: 1,
        answer: 204,
        createdAt: '2026-11-21T09:57:01.260Z',
        updatedAt: '2026-11-21T09:57:01.391Z',
      },
    ],
  },
});
export const listView = z
  .object({ items: z.array(endpointView) })
  .meta({ id: 'Webhooks', example: { items: [WEBHOOK] } });

export type View = z.infer<typeof endpointView>;

export function viewOf({ id, url, types, status, reason, createdAt }: WebhookEndpointRow): View {
  return {
    id,
    url,
    types: [...types],
    status,
    reason: reason ?? undefined,
    createdAt: createdAt.toISOString(),
  };
}

/** Without the path of the URL, which can contain a secret of the partner. */
export function recordOf({ url, types, status, reason }: WebhookEndpointRow): object {
  return { origin: new URL(url).origin, types, status, reason };
}

export function deliveryViewOf(row: WebhookDeliveryRow): z.infer<typeof deliveryView> {
  const { messageId, orderId, type, status, attempts, answer, error, createdAt, updatedAt } = row;
  return {
    id: messageId,
    orderId,
    type,
    status,
    attempts,
    answer: answer ?? undefined,
    error: error ?? undefined,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
