import type { paymentRefund } from '@waybill/contracts';
import { type DataOf, DomainError, sameMoney, present } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { conclude } from '../without-gateway.js';
import { publishRefund } from '../payment.publication.js';
import { decideRefund, mayTryAgain, startRefund } from '../domain/refund.js';
import { paymentErrors } from '../domain/payment.errors.js';
import type { RefundRequest } from '../gateway/gateway.js';
import { payments, refunds } from '../payments.rows.js';

/**
 * Requests the gateway to refund a part of what was captured. A repeated command is answered with the outcome of the first. A refund
 * that the gateway refused is tried again under a new idempotency key, because the old key would return the old refusal.
 */
export async function refundPayment(tx: Tx, data: DataOf<typeof paymentRefund>): Promise<void> {
  const { orderId, refundId, amount, reason, refund } = data;
  const [payment, known] = await Promise.all([
    tx.load(payments, { orderId }),
    tx.load(refunds, { refundId }),
  ]);
  if (known) {
    if (known.orderId !== orderId || !sameMoney(known, amount))
      throw new DomainError(
        paymentErrors.REFUND_ID_REUSED,
        `Refund ${refundId} was requested before with another amount or order.`,
      );
    if (!mayTryAgain(known)) return publishRefund(tx, present(payment, 'the payment'), known);
  }
  const decision = decideRefund(payment, amount);
  if (decision.then !== 'call') return conclude(tx, payment, decision, { command: 'refund', data });

  const captured = present(payment, 'the payment');
  tx.save(payments, { ...startRefund(captured, amount.amount), updatedAt: tx.at });
  tx.save(refunds, {
    refundId,
    orderId,
    tenant: tx.context.tenant,
    ...amount,
    reason,
    purpose: refund.reason,
    subject: refund.subject,
    status: 'refunding',
    refusal: null,
    createdAt: known?.createdAt ?? tx.at,
    updatedAt: tx.at,
  });
  const idempotencyKey = known ? `refund-${refundId}-${tx.context.messageId}` : `refund-${refundId}`;
  const gatewayId = present(captured.gatewayId, 'the gateway’s id of the payment');
  const payload: RefundRequest = { orderId, gatewayId, refundId, amount, reason, idempotencyKey };
  tx.effect({ kind: 'payment.refund', key: orderId, payload });
}
