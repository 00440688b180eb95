import type { OrderId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import { payments } from '../payments.rows.js';
import { webhookEvents } from './webhook-events.rows.js';

/**
 * Handles a gateway event. If a request is in flight for the payment, looks up its outcome now. The event's content is not used,
 * because events arrive late, twice and in any order. Without a request in flight, the outcome is already known.
 */
export async function noticeEvent(tx: Tx, id: string, orderId: OrderId): Promise<void> {
  const [known, payment] = await Promise.all([
    tx.load(webhookEvents, { id }),
    tx.load(payments, { orderId }),
  ]);
  if (known) return;
  tx.save(webhookEvents, { id, receivedAt: tx.at });
  if (!payment?.inFlight) return;
  const { gatewayId, status: during, revision, inFlight: context } = payment;
  const payload = { orderId, gatewayId, during, revision };
  tx.effect({ kind: 'payment.look', key: orderId, payload, context });
}
