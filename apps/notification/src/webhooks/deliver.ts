import type { Clock } from '@waybill/kernel';
import type { Performer, RowStore, Tx } from '@waybill/unit-of-work';
import { type Delivery, deliver, laneKey } from './announce.js';
import { type Patience, type Told, nextTry } from './domain/delivery.js';
import { erasedCustomers } from '../notifications/notification.rows.js';
import type { Post } from './post.js';
import type { Targets } from './target.js';
import { customerOf, loadErased, withoutErased } from './without-erased.js';
import {
  type WebhookDeliveryRow,
  type WebhookLaneRow,
  webhookDeliveries,
  webhookDirectories,
  webhookEndpoints,
  webhookLanes,
} from './webhook.rows.js';

export interface DeliveryOptions extends Patience {
  readonly rows: RowStore;
  readonly clock: Clock;
  readonly targets: Targets;
  readonly post: Post;
}

/** `off`: the endpoint is disabled or deleted. `later`: the endpoint has too many calls in progress; does not count as an attempt. */
type Answer = Told | { readonly outcome: 'off' } | { readonly outcome: 'later' };

/** Maximum number of concurrent calls per endpoint, so that one slow partner does not use up all concurrent effects. */
const AT_ONCE = 4;
const LATER_MS = 1_000;

/** Delivers one event to one webhook, and then starts the next waiting one. A failed attempt is retried later by a new effect. */
export function webhookDeliver(options: DeliveryOptions): Performer<Delivery, Answer> {
  const { rows, post } = options;
  const busy = new Map<string, number>();
  return {
    async perform({ endpointId, event }, { context: { tenant } }) {
      const [[endpoint], [erased]] = await Promise.all([
        rows.find(webhookEndpoints, { id: endpointId, status: 'enabled' }),
        rows.find(erasedCustomers, { tenant, id: customerOf(event) }),
      ]);
      if (!endpoint) return { outcome: 'off' };
      const calls = busy.get(endpointId) ?? 0;
      if (calls >= AT_ONCE) return { outcome: 'later' };
      busy.set(endpointId, calls + 1);
      try {
        // This process may have read the delivery before the erasure.
        return await post(endpoint, withoutErased(event, erased), options);
      } finally {
        const left = (busy.get(endpointId) ?? 1) - 1;
        if (left > 0) busy.set(endpointId, left);
        else busy.delete(endpointId);
      }
    },
    answer: (tx, answer, delivery) => record(tx, answer, delivery, options),
  };
}

async function record(tx: Tx, answer: Answer, delivery: Delivery, patience: Patience): Promise<void> {
  const { endpointId, orderId } = delivery;
  const [lane, row, erased] = await Promise.all([
    tx.load(webhookLanes, { endpointId, orderId }),
    tx.load(webhookDeliveries, { endpointId, messageId: delivery.event.id }),
    loadErased(tx, delivery.event),
  ]);
  if (!lane) return;
  const event = withoutErased(delivery.event, erased);
  if (answer.outcome === 'later')
    return tryAgain(tx, { ...delivery, event }, new Date(tx.at.getTime() + LATER_MS));
  if (answer.outcome === 'off') return dropLane(tx, lane, row, 'the endpoint is disabled or deleted');

  const tried = row && {
    ...row,
    attempts: delivery.attempt,
    answer: answer.answer ?? null,
    updatedAt: tx.at,
  };
  if (answer.outcome === 'delivered') {
    if (tried) tx.save(webhookDeliveries, { ...tried, status: 'delivered', error: null });
    return takeNext(tx, lane);
  }
  const { attempt, since } = delivery;
  const due = answer.outcome === 'gone' ? undefined : nextTry(patience, attempt, new Date(since), tx.at);
  if (due) {
    if (tried) tx.save(webhookDeliveries, { ...tried, error: answer.error });
    return tryAgain(tx, { ...delivery, event, attempt: attempt + 1 }, due);
  }
  const why =
    answer.outcome === 'gone' ? 'the partner wants no more deliveries' : `no delivery since ${since}`;
  await disable(tx, endpointId, `${why}; the last try: ${answer.error}`);
  await dropLane(tx, lane, tried, answer.error);
}

function tryAgain(tx: Tx, payload: Delivery, dueAt: Date): void {
  tx.effect({ kind: 'webhook.deliver', key: laneKey(payload), payload, dueAt });
}

function takeNext(tx: Tx, lane: WebhookLaneRow): void {
  const [next, ...waiting] = lane.waiting;
  if (!next) return tx.remove(webhookLanes, lane);
  tx.save(webhookLanes, { ...lane, waiting });
  deliver(tx, lane.endpointId, lane.orderId, next);
}

/** Drops the delivery in flight and all waiting deliveries of this order. */
async function dropLane(
  tx: Tx,
  lane: WebhookLaneRow,
  first: WebhookDeliveryRow | undefined,
  error: string,
): Promise<void> {
  const { endpointId } = lane;
  const behind = lane.waiting.map(({ id }) => tx.load(webhookDeliveries, { endpointId, messageId: id }));
  for (const row of [first, ...(await Promise.all(behind))])
    if (row) tx.save(webhookDeliveries, { ...row, status: 'dropped', error, updatedAt: tx.at });
  tx.remove(webhookLanes, lane);
}

async function disable(tx: Tx, endpointId: string, reason: string): Promise<void> {
  const [endpoint, directory] = await Promise.all([
    tx.load(webhookEndpoints, { id: endpointId }),
    tx.load(webhookDirectories, { tenant: tx.context.tenant }),
  ]);
  if (!endpoint || endpoint.status === 'disabled') return;
  tx.save(webhookEndpoints, { ...endpoint, status: 'disabled', reason, changedAt: tx.at });
  if (!directory) return;
  const endpoints = directory.endpoints.filter(({ id }) => id !== endpointId);
  tx.save(webhookDirectories, { ...directory, endpoints });
}
