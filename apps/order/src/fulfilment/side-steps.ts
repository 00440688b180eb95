import {
  inventoryReleased,
  inventoryReservationFailed,
  inventoryReserve,
  inventoryReserved,
  inventoryRestock,
  inventoryRestocked,
  paymentAuthorize,
  paymentAuthorized,
  paymentDeclined,
  paymentFailed,
  paymentRefund,
  paymentRefunded,
  paymentVoided,
} from '@waybill/contracts';
import type { ReturnId } from '@waybill/contracts/ids';
import { type Money, assertNever } from '@waybill/kernel';
import { type Command, command } from '@waybill/saga';
import { type LinesChange, pendingChange } from '../orders/domain/changed-lines.js';
import { type OrderState, cancellingOf, refundsOf } from '../orders/domain/order-state.js';
import { reasonFor } from '../orders/domain/words.js';
import { type RefundSubject, findRefund, refundIdOf, unrefunded } from '../orders/domain/refunds.js';
import type { Return } from '../orders/domain/returns.js';
import { unitsOfLines } from '../orders/domain/lines.js';
import { type Reply, refused, succeeded } from './replies.js';
import { NOTHING_HELD, outOfStock } from './refusals.js';
import type { FollowUpStep } from './domain/follow-ups.js';
import type { ChangeStep } from './domain/changing-lines.js';
import { type Subject, customerOf, orderOf, placedOf } from './subject.js';

/** A command that belongs to no step of the process, and its replies. */
export interface SideStep {
  readonly command: Command<Subject>;
  readonly timeoutMs: number;
  readonly replies: readonly Reply[];
}

const SECOND = 1_000;
/** For a reply with nothing to record. */
const NOTHING = {};

/** The commands that apply changed lines to stock and payment. The item is the revision. */
export const CHANGES: Readonly<Record<ChangeStep, SideStep>> = {
  'change-stock': {
    command: command(inventoryReserve, (unit, { item }) => ({
      ...orderOf(unit),
      lines: unitsOfLines(changeOf(unit).lines),
      revision: Number(item),
    })),
    timeoutMs: 60 * SECOND,
    replies: stockReplies(),
  },
  'change-payment': {
    command: command(paymentAuthorize, (unit, { item }) => ({
      ...customerOf(unit),
      amount: changeOf(unit).total,
      paymentMethod: placedOf(unit).paymentMethod,
      revision: Number(item),
    })),
    timeoutMs: 120 * SECOND,
    replies: [
      succeeded(paymentAuthorized, () => NOTHING),
      refused(paymentDeclined, ({ refusal }) => refusal),
      refused(paymentVoided, () => NOTHING_HELD),
    ],
  },
  'restore-stock': {
    command: command(inventoryReserve, (unit, { item }) => ({
      ...orderOf(unit),
      lines: unitsOfLines(unit.order.state.lines),
      revision: Number(item),
    })),
    timeoutMs: 60 * SECOND,
    replies: stockReplies(),
  },
};

function stockReplies(): Reply[] {
  return [
    succeeded(inventoryReserved, ({ lines }) => ({ lines })),
    refused(inventoryReservationFailed, outOfStock),
    refused(inventoryReleased, () => NOTHING_HELD),
  ];
}

/** The commands for refunds and returns. The item is the refund id; for a return it is the return id. */
export const FOLLOW_UPS: Readonly<Record<FollowUpStep, FollowUpRow>> = {
  restock: {
    commandFor: (about) => {
      const returnId = returnIdOf(about);
      return command(inventoryRestock, (unit) => ({
        ...orderOf(unit),
        returnId,
        lines: [...(returnOf(unit.order.state, returnId).received ?? [])],
      }));
    },
    timeoutMs: 60 * SECOND,
    replies: [succeeded(inventoryRestocked, () => NOTHING)],
  },
  refund: {
    commandFor: (about) =>
      command(paymentRefund, (unit) => ({
        ...orderOf(unit),
        refundId: refundIdOf(unit.order.id, about),
        amount: amountOf(unit.order.state, about),
        reason: reasonOf(unit.order.state, about),
        refund: about,
      })),
    timeoutMs: 120 * SECOND,
    replies: [succeeded(paymentRefunded, () => NOTHING), refused(paymentFailed, ({ refusal }) => refusal)],
  },
};

interface FollowUpRow extends Omit<SideStep, 'command'> {
  commandFor(about: RefundSubject): Command<Subject>;
}

function returnIdOf({ reason, subject }: RefundSubject): ReturnId {
  if (reason !== 'return') throw new Error(`a refund for ${reason} restocks nothing`);
  return subject;
}

function changeOf(unit: Subject): LinesChange {
  const change = pendingChange(placedOf(unit).lineChanges);
  if (!change) throw new Error(`order ${unit.order.id} has no pending change of its lines`);
  return change;
}

function amountOf(state: OrderState, about: RefundSubject): Money {
  const refunds = refundsOf(state);
  if (about.reason === 'cancellation') return unrefunded(state.total, refunds);
  const refund = findRefund(refunds, about);
  if (!refund) throw new Error(`the order has no refund for ${about.reason} ${about.subject}`);
  return refund.amount;
}

/** The reason that payment stores and the gateway shows. */
function reasonOf(state: OrderState, { reason, subject }: RefundSubject): string {
  switch (reason) {
    case 'cancellation':
      return state.status === 'REJECTED'
        ? state.rejection.code
        : reasonFor(cancellingOf(state)?.reason ?? 'cancelled', 'CANCELLED');
    case 'short-pick':
      return 'SHORT_PICK';
    case 'return':
      return reasonFor(returnOf(state, subject).reason, 'RETURNED');
    case 'goodwill':
      return 'GOODWILL';
    default:
      return assertNever(reason);
  }
}

function returnOf(state: OrderState, id: ReturnId): Return {
  const found = state.status === 'DELIVERED' ? state.returns.find((one) => one.id === id) : undefined;
  if (!found) throw new Error(`the order has no return ${id}`);
  return found;
}
