import { assertNever, money, present } from '@waybill/kernel';
import type { Definition, StepRef } from '@waybill/saga';
import type { FulfilmentMode } from '../orders/domain/fulfilment-mode.js';
import { cancellingOf, isPlaced, refundsOf } from '../orders/domain/order-state.js';
import { reasonFor } from '../orders/domain/words.js';
import type { Order } from '../orders/domain/order.js';
import { type RefundSubject, unrefunded } from '../orders/domain/refunds.js';
import { choreographed } from './domain/choreographed.js';
import type { FollowUpStep } from './domain/follow-ups.js';
import { hybrid } from './domain/hybrid.js';
import { isChangeStep } from './domain/changing-lines.js';
import { orchestrated } from './domain/orchestrated.js';
import type { Action, Driver, Fulfilment, Input } from './domain/state.js';
import { PROCESS } from './process.js';
import { markOf } from './process-step.js';
import { CHANGES, FOLLOW_UPS } from './side-steps.js';
import type { Subject } from './subject.js';
import { fulfilmentUpcasters } from './upcasters.js';

/** One driver per mode. All of them use the same table. */
const DRIVERS: Readonly<Record<FulfilmentMode, Driver>> = { orchestrated, choreographed, hybrid };

export function driverOf({ mode }: Fulfilment): Driver {
  return DRIVERS[mode];
}

/** The definition of the fulfilment saga: connects the process table with the order. */
export const fulfilment: Definition<Subject, Fulfilment, Input, Action> = {
  name: 'fulfilment',
  upcasters: fulfilmentUpcasters,
  initial: ({ order }) => initialFulfilment(order),
  decide: (state, input) => driverOf(state).decide(PROCESS, state, input),
  statusOf: (state) => driverOf(state).statusOf(PROCESS, state),
  idOf: ({ order }) => order.id,
  reasonOf: ({ order }, { why, goal }) =>
    why?.code ?? reasonFor(cancellingOf(order.state)?.reason ?? goal, 'CANCELLED'),
  sending(state, ref) {
    const { step, undo, item } = ref;
    if (isChangeStep(step)) return CHANGES[step];
    if (isFollowUpStep(step)) {
      const { commandFor, timeoutMs } = FOLLOW_UPS[step];
      return { command: commandFor(aboutOf(state, present(item, `the item of ${step}`))), timeoutMs };
    }
    const { command, prepare, undo: compensation, timeoutMs } = rowOf(step);
    if (undo) return { command: compensation, timeoutMs };
    return state.mode === 'hybrid' && prepare ? prepare : { command, timeoutMs };
  },
  perform: ({ order }, action, at) => perform(order, action, at),
  resolved: ({ order }, ref) => resolved(order, ref),
};

/** The initial state of the saga. For an order of an older release without a saga, the marks of the steps come from the order. */
function initialFulfilment({ state }: Order): Fulfilment {
  const mode = 'fulfilment' in state ? state.fulfilment : 'orchestrated';
  return {
    mode,
    goal: 'confirm',
    steps: Object.fromEntries(
      PROCESS.map((row) => [row.step, isPlaced(state) ? markOf(row, state) : 'done']),
    ),
    attempt: 0,
  };
}

function rowOf(step: string): (typeof PROCESS)[number] {
  const row = PROCESS.find((candidate) => candidate.step === step);
  if (!row) throw new Error(`the process has no step "${step}"`);
  return row;
}

export function isFollowUpStep(step: string): step is FollowUpStep {
  return Object.hasOwn(FOLLOW_UPS, step);
}

function aboutOf({ followUps = {} }: Fulfilment, id: string): RefundSubject {
  const followUp = followUps[id];
  if (!followUp) throw new Error(`no refund or return ${id} is under way`);
  return followUp.about;
}

function perform(order: Order, action: Action, at: Date): void {
  switch (action.type) {
    case 'advance':
      return rowOf(action.step).record(order, action.fact, at);
    case 'confirm': {
      const { confirm, record } = rowOf(action.step);
      if (confirm) return confirm(order, action.fact, at);
      record(order, action.fact, at);
      return order.confirm(at);
    }
    case 'reject':
      return order.reject(action.why, at, action.refund);
    case 'cancelled':
      return order.cancelled(action.refund ?? money(0, order.state.total.currency), at);
    case 'refunded':
      return order.refunded(action.refund, at);
    case 'refuse-cancellation':
      return order.refuseCancellation(action.why, at);
    case 'lines-changed':
      return order.linesChanged(at, action.goods);
    case 'refuse-lines-change':
      return order.refuseLinesChange(action.why, at, action.goods);
    case 'followed-up':
      return followedUp(order, action.about, at);
    default:
      assertNever(action);
  }
}

function followedUp(order: Order, { reason, subject }: RefundSubject, at: Date): void {
  if (reason === 'return') return order.completeReturn(subject, at);
  if (reason !== 'cancellation') return;
  const refund = unrefunded(order.state.total, refundsOf(order.state));
  order.cancelled(refund, at);
  order.refunded(refund, at);
}

/**
 * The input for a command that an operator resolved by hand. Undefined for a line change, and for a step whose result only the service
 * knows.
 */
function resolved({ state }: Order, { step, undo, item }: StepRef): Input | undefined {
  if (isFollowUpStep(step)) return item === undefined ? undefined : { type: 'followed-up', id: item, step };
  if (isChangeStep(step)) return undefined;
  const { byHand, undoneByHand } = rowOf(step);
  if (undo) {
    const { total } = state;
    return { type: 'undone', step, ...undoneByHand?.({ total, refunds: refundsOf(state) }) };
  }
  const fact = isPlaced(state) && byHand?.(state);
  return fact ? { type: 'succeeded', step, fact } : undefined;
}
