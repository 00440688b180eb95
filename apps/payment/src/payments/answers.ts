import { assertNever } from '@waybill/kernel';
import { type Tx, effectContextOf } from '@waybill/unit-of-work';
import type { Decision } from './domain/payment.js';
import { say, sayRefused } from './payment.publication.js';
import { type Command, type PaymentRow, payments } from './payments.rows.js';

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
    case 'decline':
      return sayRefused(tx, orderId, decision);
    case 'wait':
      return wait(tx, payment!, command);
    case 'nothing':
      return;
    default:
      assertNever(decision);
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
