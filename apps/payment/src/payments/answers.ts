import {
  paymentAuthorized,
  paymentCaptured,
  paymentDeclined,
  paymentFailed,
  paymentRefunded,
  paymentVoided,
} from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import type { Decision, Outcome } from './domain/payment.js';
import { type Command, type PaymentRow, type RefundRow, payments } from './payments.rows.js';

/** Does what was decided, where that is not a call to the gateway. */
export function follow(
  tx: Tx,
  payment: PaymentRow | undefined,
  decision: Exclude<Decision, { then: 'call' }>,
  command: Command,
): void {
  const { orderId } = command.data;
  switch (decision.then) {
    case 'answer':
      return say(tx, payment!, decision.with);
    case 'refuse':
      tx.publish(paymentFailed, orderId, { orderId, refusal: decision.refusal });
      return;
    case 'decline':
      tx.publish(paymentDeclined, orderId, { orderId, refusal: decision.refusal });
      return;
    case 'wait':
      return wait(tx, payment!, command);
    case 'nothing':
      return;
    default:
      assertNever(decision);
  }
}

/** Tells an outcome that is on record. */
export function say(tx: Tx, payment: PaymentRow, outcome: Outcome): void {
  const { orderId, amount, captured, currency, refusal, unchanged } = payment;
  const paymentId = payment.gatewayId!;
  const method = payment.method!;
  switch (outcome) {
    case 'authorized':
      tx.publish(paymentAuthorized, orderId, { orderId, paymentId, amount: { amount, currency }, method });
      return;
    case 'declined':
      tx.publish(paymentDeclined, orderId, { orderId, refusal: (unchanged ?? refusal)! });
      return;
    case 'captured':
      tx.publish(paymentCaptured, orderId, {
        orderId,
        paymentId,
        amount: { amount: captured, currency },
        method,
      });
      return;
    case 'failed':
      tx.publish(paymentFailed, orderId, { orderId, refusal: refusal! });
      return;
    case 'voided': {
      const held = payment.status === 'voided' && payment.gatewayId !== null;
      tx.publish(paymentVoided, orderId, { orderId, ...(held ? { paymentId } : {}) });
      return;
    }
    default:
      assertNever(outcome);
  }
}

/** Tells what became of a refund. */
export function sayRefund(tx: Tx, { gatewayId }: PaymentRow, refund: RefundRow): void {
  const { refundId, orderId, amount, currency, status, refusal } = refund;
  switch (status) {
    case 'refunding':
      return;
    case 'refunded':
      tx.publish(paymentRefunded, orderId, {
        orderId,
        paymentId: gatewayId!,
        amount: { amount, currency },
        refundId,
      });
      return;
    case 'failed':
      tx.publish(paymentFailed, orderId, { orderId, refusal: refusal!, refundId });
      return;
    default:
      assertNever(status);
  }
}

/** Puts the command aside until the outcome is known. One that is repeated meanwhile is the same wish. */
function wait(tx: Tx, payment: PaymentRow, command: Command): void {
  if (payment.waiting.some((other) => nameOf(other) === nameOf(command))) return;
  const waiting = [...payment.waiting, { ...command, context: effectContextOf(tx.context) }];
  tx.save(payments, { ...payment, waiting });
}

function nameOf({ command, data }: Command): string {
  switch (command) {
    case 'refund':
      return `refund ${data.refundId}`;
    case 'authorize':
      return `authorize ${data.revision ?? 0}`;
    default:
      return command;
  }
}
