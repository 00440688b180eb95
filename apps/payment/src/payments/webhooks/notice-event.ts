import type { OrderId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import { payments } from '../payments.rows.js';
import { webhookEvents } from './webhook-events.rows.js';

/**
 * Something happened to an order's payment at the gateway. While an outcome is unknown here that is the moment to ask for it;
 * events come late, twice and in any order, so what they say is not believed but looked up. Otherwise we know it already.
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
