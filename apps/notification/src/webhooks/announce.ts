import type { Message } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { loadErased, withoutErased } from './without-erased.js';
import { type WebhookEvent, webhookDeliveries, webhookDirectories, webhookLanes } from './webhook.rows.js';

/** One delivery attempt, with all data that the next attempt needs. */
export interface Delivery {
  readonly endpointId: string;
  readonly orderId: string;
  readonly event: WebhookEvent;
  /** Starts at 1. */
  readonly attempt: number;
  /** When the first attempt was due, in ISO 8601. */
  readonly since: string;
}

type Turn = Pick<Message, 'id' | 'type' | 'time'> & {
  readonly data: { readonly orderId: string; readonly customerId: string };
};

/**
 * Queues an order event for each subscribed webhook, after earlier events of the same order. If the customer was erased meanwhile, the
 * event is queued without personal data.
 */
export async function announce(tx: Tx, { id, type, time, data }: Turn): Promise<void> {
  const directory = await tx.read(webhookDirectories, { tenant: tx.context.tenant });
  const interested = directory?.endpoints.filter(({ types }) => types.includes(type)) ?? [];
  if (interested.length === 0) return;
  const { orderId } = data;
  const published = { id, type, timestamp: time.toISOString(), data };
  const event = withoutErased(published, await loadErased(tx, published));
  await Promise.all(
    interested.map(async ({ id: endpointId }) => {
      const lane = await tx.load(webhookLanes, { endpointId, orderId });
      tx.append(webhookDeliveries, {
        endpointId,
        messageId: id,
        orderId,
        type,
        status: 'waiting',
        attempts: 0,
        answer: null,
        error: null,
        createdAt: tx.at,
        updatedAt: tx.at,
      });
      if (lane) return tx.save(webhookLanes, { ...lane, waiting: [...lane.waiting, event] });
      tx.save(webhookLanes, { endpointId, orderId, waiting: [] });
      deliver(tx, endpointId, orderId, event);
    }),
  );
}

export function deliver(tx: Tx, endpointId: string, orderId: string, event: WebhookEvent): void {
  const payload: Delivery = { endpointId, orderId, event, attempt: 1, since: tx.at.toISOString() };
  tx.effect({ kind: 'webhook.deliver', key: laneKey(payload), payload });
}

export function laneKey({ endpointId, orderId }: Pick<Delivery, 'endpointId' | 'orderId'>): string {
  return `${endpointId}/${orderId}`;
}
