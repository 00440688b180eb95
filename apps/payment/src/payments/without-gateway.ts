import { paymentAuthorize, paymentCapture, paymentRefund, paymentVoid } from '@waybill/contracts';
import { assertNever, present } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import type { Decision } from './domain/payment.js';
import { publishOutcome, publishRefusal } from './payment.publication.js';
import { type Command, type PaymentRow, payments } from './payments.rows.js';

/** Carries out a decision that needs no call to the gateway. */
export function conclude(
  tx: Tx,
  payment: PaymentRow | undefined,
  decision: Exclude<Decision, { then: 'call' }>,
  command: Command,
): void {
  const { orderId } = command.data;
  switch (decision.then) {
    case 'answer':
      return publishOutcome(tx, present(payment, 'the payment'), decision.with);
    case 'refuse':
    case 'decline':
      return publishRefusal(tx, orderId, decision);
    case 'wait':
      return wait(tx, present(payment, 'the payment'), command);
    case 'nothing':
      return;
    default:
      assertNever(decision);
  }
}

/** The contract of each command's data. Its version is stored with a waiting command. */
export const CONTRACTS = {
  authorize: paymentAuthorize,
  capture: paymentCapture,
  void: paymentVoid,
  cancel: paymentVoid,
  refund: paymentRefund,
};

/** Stores the command until the outcome of the call in flight is known. The same command is stored once. */
function wait(tx: Tx, payment: PaymentRow, command: Command): void {
  if (payment.waiting.some((other) => nameOf(other) === nameOf(command))) return;
  const { version } = CONTRACTS[command.command];
  const waiting = [...payment.waiting, { ...command, version, context: effectContextOf(tx.context) }];
  tx.save(payments, { ...payment, waiting });
}

/** Reads only fields that every version has. */
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
