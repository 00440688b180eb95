import type { OrderId } from '@waybill/contracts/ids';
import { type Message, type MessageType, present } from '@waybill/kernel';
import type { StepRef } from '@waybill/saga';
import { unitsOf } from '../orders/domain/lines.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { type RefundSubject, refundIdOf } from '../orders/domain/refunds.js';
import type { Reply, Meaning } from './replies.js';
import type { FollowUpStep } from './domain/follow-ups.js';
import { type ChangeStep, isChangeStep } from './domain/changing-lines.js';
import type { Input } from './domain/state.js';
import { isFollowUpStep } from './fulfilment.definition.js';
import { PROCESS } from './process.js';
import { CHANGES, FOLLOW_UPS } from './side-steps.js';

/** The types of all replies: to steps, line changes, refunds and returns. */
export const REPLIES: readonly MessageType[] = [
  ...new Set(
    [...PROCESS, ...Object.values(CHANGES), ...Object.values(FOLLOW_UPS)].flatMap(({ replies }) =>
      replies.map(({ type }) => type),
    ),
  ),
];

export type OrderMessage = Pick<Message<string, { readonly orderId: OrderId }>, 'type' | 'data'>;

/**
 * Maps a message to an input of the saga; undefined if it has none. `command`: the command that the message replies to. A reply to a line
 * change or refund is mapped as such, even if a step has a reply of the same type.
 */
export function inputOf(message: OrderMessage, command: StepRef | undefined): Input | undefined {
  if (command && isChangeStep(command.step)) {
    const meaning = meaningOf(CHANGES[command.step].replies, message);
    if (meaning)
      return changed(command.step, present(command.item, 'the change that a command is about'), meaning);
  }
  if (command && isFollowUpStep(command.step)) {
    const meaning = meaningOf(FOLLOW_UPS[command.step].replies, message);
    if (meaning)
      return followedUp(command.step, present(command.item, 'the refund that a command is about'), meaning);
  }
  for (const { step, replies } of PROCESS) {
    const meaning = meaningOf(replies, message);
    if (meaning) return stepInput(step, message.data.orderId, meaning);
  }
  return undefined;
}

function meaningOf(replies: readonly Reply[], { type, data }: OrderMessage): Meaning | undefined {
  for (const reply of replies) {
    const meaning = reply.type.type === type ? reply.meaning(data) : undefined;
    if (meaning) return meaning;
  }
  return undefined;
}

function stepInput(step: string, orderId: OrderId, meaning: Meaning): Input {
  const { outcome: type } = meaning;
  switch (type) {
    case 'succeeded':
      return { type, step, fact: meaning.fact };
    case 'undo-failed': {
      const { about } = meaning;
      return { type, step, followUp: { id: refundIdOf(orderId, about), about, open: ['refund'] } };
    }
    case 'undone':
      return { type, step, ...(meaning.refund && { refund: meaning.refund }) };
    case 'waits':
      return { type, step };
    default:
      return { type, step, why: meaning.why };
  }
}

function changed(step: ChangeStep, item: string, meaning: Meaning): Input | undefined {
  switch (meaning.outcome) {
    case 'succeeded': {
      const { lines } = meaning.fact as { readonly lines?: Extract<Input, { type: 'changed' }>['goods'] };
      return { type: 'changed', step, item, goods: lines };
    }
    case 'refused':
      return { type: 'change-refused', step, item, why: meaning.why };
    default:
      return undefined;
  }
}

/** A refused refund gives no input: the command is sent again when it is overdue. */
function followedUp(step: FollowUpStep, id: string, { outcome }: Meaning): Input | undefined {
  return outcome === 'succeeded' ? { type: 'followed-up', id, step } : undefined;
}

/** Maps an event of the order to an input of the saga; undefined if it has none. */
export function inputOfEvent({ type, data }: OrderEvent, orderId: OrderId): Input | undefined {
  switch (type) {
    case 'order.placed':
      return { type: 'placed' };
    case 'order.lines-change-requested':
      return { type: 'change-lines', revision: data.revision };
    case 'order.cancellation-requested':
      return { type: 'cancel' };
    case 'order.shorted':
      return followUp(orderId, { reason: 'short-pick', subject: data.shipmentId }, refundSteps(data.refund));
    case 'order.return-received': {
      const isRestocked = data.lines.some((line) => unitsOf(line).quantity > 0);
      const open: FollowUpStep[] = [
        ...(isRestocked ? (['restock'] as const) : []),
        ...refundSteps(data.refund),
      ];
      return followUp(orderId, { reason: 'return', subject: data.returnId }, open);
    }
    default:
      return undefined;
  }
}

function followUp(orderId: OrderId, about: RefundSubject, open: readonly FollowUpStep[]): Input {
  return { type: 'follow-up', followUp: { id: refundIdOf(orderId, about), about, open } };
}

function refundSteps({ amount }: { readonly amount: number }): readonly FollowUpStep[] {
  return amount > 0 ? ['refund'] : [];
}
