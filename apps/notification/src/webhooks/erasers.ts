import { type Eraser, idsOf, isErased } from '@waybill/platform';
import { effects } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { Delivery } from './announce.js';
import { redacted } from './without-erased.js';
import { type WebhookEvent, webhookLanes } from './webhook.rows.js';

/** Deliveries that wait for the partner's answer, or for their next attempt. */
export function waitingDeliveryEraser(pool: Pool): Eraser {
  return {
    name: 'waiting webhooks',
    async find({ tenant, id }) {
      return idsOf(
        pool,
        `SELECT id FROM effects WHERE kind = 'webhook.deliver' AND context->>'tenant' = $1
           AND payload->'event'->'data'->>'customerId' = $2`,
        [tenant, id],
      );
    },
    async erase(tx, id, person) {
      const effect = await tx.load(effects, { id });
      const delivery = effect?.payload as Delivery | undefined;
      if (!effect || !delivery || !isErased(person, delivery.event.timestamp)) return;
      tx.save(effects, { ...effect, payload: { ...delivery, event: redacted(delivery.event) } });
    },
  };
}

/** Deliveries that wait for an earlier one of their order. */
export function webhookQueueEraser(pool: Pool): Eraser {
  return {
    name: 'webhook queues',
    async find({ tenant, id }) {
      // The queue of a deleted webhook has no tenant any more. It is dropped soon, so another tenant loses nothing.
      const { rows } = await pool.query<{ endpointId: string; orderId: string }>(
        `SELECT endpoint_id AS "endpointId", order_id AS "orderId" FROM webhook_lanes
           LEFT JOIN webhook_endpoints e ON e.id = endpoint_id
         WHERE coalesce(e.tenant, $1) = $1
           AND EXISTS (SELECT FROM jsonb_array_elements(waiting) w WHERE w->'data'->>'customerId' = $2)`,
        [tenant, id],
      );
      return rows.map(({ endpointId, orderId }) => JSON.stringify([endpointId, orderId]));
    },
    async erase(tx, row, person) {
      const [endpointId, orderId] = JSON.parse(row) as [string, string];
      const queue = await tx.load(webhookLanes, { endpointId, orderId });
      if (!queue) return;
      const erased = (event: WebhookEvent) => (isErased(person, event.timestamp) ? redacted(event) : event);
      tx.save(webhookLanes, { ...queue, waiting: queue.waiting.map(erased) });
    },
  };
}
