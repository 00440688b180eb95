import {
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
} from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import { assertNever, present } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { Decision, Outcome } from './domain/payment.js';
import { type PaymentRow, type RefundRow, purposeOf } from './payments.rows.js';

/** Publishes a stored outcome. */
export function publishOutcome(tx: Tx, payment: PaymentRow, outcome: Outcome): void {
  const { orderId, amount, captured, capturedAt, currency, refusal, unchanged, choreographed } = payment;
  switch (outcome) {
    case 'authorized':
      tx.publish(paymentAuthorized, orderId, {
        orderId,
        ...atGateway(payment),
        amount: { amount, currency },
        ...(choreographed === null ? {} : { choreographed }),
      });
      return;
    case 'declined':
      tx.publish(paymentDeclined, orderId, {
        orderId,
        refusal: present(unchanged ?? refusal, 'the refusal'),
      });
      return;
    case 'captured':
      tx.publish(paymentCaptured, orderId, {
        orderId,
        ...atGateway(payment),
        amount: { amount: captured, currency },
        ...(capturedAt && { capturedAt: capturedAt.toISOString() }),
      });
      return;
    case 'failed':
      tx.publish(paymentFailed, orderId, { orderId, refusal: present(refusal, 'the refusal') });
      return;
    case 'voided': {
      const paymentId = payment.status === 'voided' ? payment.gatewayId : null;
      tx.publish(paymentVoided, orderId, paymentId === null ? { orderId } : { orderId, paymentId });
      return;
    }
    default:
      assertNever(outcome);
  }
}

/** The gateway's id and the method of an authorized payment. */
function atGateway({ gatewayId, method }: PaymentRow) {
  return {
    paymentId: present(gatewayId, 'the gateway’s id of the payment'),
    method: present(method, 'the method of the payment'),
  };
}

/** Publishes the outcome of a refund; nothing while the gateway has not answered. */
export function publishRefund(tx: Tx, { gatewayId }: PaymentRow, refund: RefundRow): void {
  const { refundId, orderId, amount, currency, status, refusal } = refund;
  switch (status) {
    case 'refunding':
      return;
    case 'refunded':
      tx.publish(paymentRefunded, orderId, {
        orderId,
        paymentId: present(gatewayId, 'the gateway’s id of the payment'),
        amount: { amount, currency },
        refundId,
        refund: purposeOf(refund),
      });
      return;
    case 'failed':
      tx.publish(paymentFailed, orderId, { orderId, refusal: present(refusal, 'the refusal'), refundId });
      return;
    default:
      assertNever(status);
  }
}

/** Publishes that a command is refused (wrong state of the payment), or that an authorization is declined. */
export function publishRefusal(
  tx: Tx,
  orderId: OrderId,
  { then, refusal }: Extract<Decision, { then: 'refuse' | 'decline' }>,
): void {
  switch (then) {
    case 'refuse':
      tx.publish(paymentFailed, orderId, { orderId, refusal });
      return;
    case 'decline':
      tx.publish(paymentDeclined, orderId, { orderId, refusal });
      return;
    default:
      assertNever(then);
  }
}
