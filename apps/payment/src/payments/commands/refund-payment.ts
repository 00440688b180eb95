import type { paymentRefund } from '@waybill/contracts';
import { type DataOf, DomainError, sameMoney } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { follow } from '../answers.js';
import { sayRefund } from '../payment.publication.js';
import { decideRefund, mayTryAgain, startRefund } from '../domain/refund.js';
import type { RefundRequest } from '../gateway/gateway.js';
import { payments, refunds } from '../payments.rows.js';

/**
 * Asks the gateway to give back a part of what was taken. A refund that is asked for again is told what became of it; one that the
 * gateway refused is tried again under a key of its own, for the old one would only be answered with the old refusal.
 */
export async function refundPayment(tx: Tx, data: DataOf<typeof paymentRefund>): Promise<void> {
  const { orderId, refundId, amount, reason } = data;
  const [payment, known] = await Promise.all([
    tx.load(payments, { orderId }),
    tx.load(refunds, { refundId }),
  ]);
  if (known) {
    if (known.orderId !== orderId || !sameMoney(known, amount))
      throw new DomainError(
        'REFUND_ID_REUSED',
        `refund ${refundId} was asked for with another amount or order`,
      );
    if (!mayTryAgain(known)) return sayRefund(tx, payment!, known);
  }
  const decision = decideRefund(payment, amount);
  if (decision.then !== 'call') return follow(tx, payment, decision, { command: 'refund', data });

  tx.save(payments, { ...startRefund(payment!, amount.amount), updatedAt: tx.at });
  tx.save(refunds, {
    refundId,
    orderId,
    tenant: tx.context.tenant,
    ...amount,
    reason,
    status: 'refunding',
    refusal: null,
    createdAt: known?.createdAt ?? tx.at,
    updatedAt: tx.at,
  });
  const idempotencyKey = known ? `refund-${refundId}-${tx.context.messageId}` : `refund-${refundId}`;
  const gatewayId = payment!.gatewayId!;
  const payload: RefundRequest = { orderId, gatewayId, refundId, amount, reason, idempotencyKey };
  tx.effect({ kind: 'payment.refund', key: orderId, payload });
}
