import { assertNever } from '@waybill/kernel';
import * as changes from './changing-lines.js';
import type { ChangeDecision } from './changing-lines.js';
import { beginFollowUp, followedUp, hasOpenFollowUps, releaseHeld, resendFollowUps } from './refunding.js';
import {
  type Action,
  type Decision,
  type Driver,
  type Fulfilment,
  type Input,
  type Plan,
  type StepRule,
  isDone,
  markOf,
  marked,
} from './state.js';

/** Orchestrated mode: the saga sends the command of a step when the step before it is done. */
export const orchestrated: Driver = {
  decide,
  statusOf(plan, state) {
    if (isAtRest(plan, state)) return 'ended';
    return state.goal === 'confirm' ? 'running' : 'compensating';
  },
  hasFixedContents: (plan, state) =>
    plan.some(({ step, fixesContents }) => fixesContents && markOf(state, step) !== 'idle'),
};

function decide(plan: Plan, state: Fulfilment, input: Input): Decision {
  switch (input.type) {
    case 'placed':
      return next(plan, state);
    case 'succeeded':
      return succeeded(plan, state, input);
    case 'refused':
      if (markOf(state, input.step) !== 'asked') return { state };
      return next(plan, failing(marked(state, input.step, 'refused'), input.why));
    case 'undone':
      if (markOf(state, input.step) !== 'undoing') return { state };
      return next(plan, {
        ...marked(state, input.step, 'undone'),
        ...(input.refund ? { refund: input.refund } : {}),
      });
    case 'undo-refused':
      if (state.goal !== 'cancel' || markOf(state, input.step) !== 'undoing') return { state };
      return {
        state: { ...marked(state, input.step, 'done'), goal: 'confirm' },
        actions: [{ type: 'refuse-cancellation', why: input.why }],
      };
    case 'undo-failed':
      // The compensation is sent again when it is overdue.
      return { state };
    case 'waits':
      return markOf(state, input.step) === 'asked' && state.goal === 'confirm'
        ? { state: { ...state, waiting: true } }
        : { state };
    case 'lost':
      return lost(plan, state, input);
    case 'cancel':
      // Also during a rejection: the compensation is the same, but the order ends as CANCELLED.
      return state.goal === 'cancel' ? { state } : next(plan, { ...state, goal: 'cancel' });
    case 'change-lines':
      if (state.goal !== 'confirm' || state.change) return { state };
      return next(plan, { ...state, change: changes.waiting(input.revision) });
    case 'changed':
    case 'change-refused':
      return changeAnswered(plan, state, input);
    case 'follow-up':
      return beginFollowUp(plan, state, input.followUp);
    case 'followed-up':
      return followedUp(state, input.id, input.step);
    case 'overdue':
      return overdue(plan, state);
    case 'retry':
      return retry(plan, state);
    default:
      return assertNever(input);
  }
}

/** True when nothing is in flight: the order is confirmed, rejected or cancelled. */
function isAtRest(plan: Plan, state: Fulfilment): boolean {
  if (state.change || hasOpenFollowUps(state)) return false;
  return plan.every(({ step }) => !['asked', 'undoing'].includes(markOf(state, step)));
}

/** The service undid its own step, for example when a reservation expired. The order fails, unless all steps are done. */
function lost(plan: Plan, state: Fulfilment, { step, why }: Extract<Input, { type: 'lost' }>): Decision {
  const over = plan.every((rule) => isDone(state, rule.step));
  if (state.goal !== 'confirm' || markOf(state, step) !== 'done' || over) return { state };
  return next(plan, failing(marked(state, step, 'undone'), why));
}

function succeeded(
  plan: Plan,
  { waiting: _, ...state }: Fulfilment,
  { step, fact }: Extract<Input, { type: 'succeeded' }>,
): Decision {
  const mark = markOf(state, step);
  // The step succeeded after its compensation: compensate it again.
  if (mark === 'undone') return first(state, step, true);
  if (mark !== 'asked') return { state };
  const done = marked(state, step, 'done');
  const decision = released(plan, done, next(plan, done));
  if (state.goal !== 'confirm') return decision;
  const last = plan.every((rule) => isDone(done, rule.step));
  return { ...decision, actions: [{ type: last ? 'confirm' : 'advance', step, fact }] };
}

/** Adds the refunds that were on hold until the capture. */
function released(plan: Plan, state: Fulfilment, decision: Decision): Decision {
  const held = releaseHeld(plan, state);
  if (!held) return decision;
  return {
    ...decision,
    state: { ...decision.state, followUps: held.followUps },
    send: [...(decision.send ?? []), ...held.send],
  };
}

/**
 * A timeout fails the order if the step in flight can be compensated. A pivot is sent again: only the gateway knows whether money has
 * moved.
 */
function overdue(plan: Plan, state: Fulfilment): Decision {
  const asked = plan.find(({ step }) => markOf(state, step) === 'asked');
  if (state.waiting && state.goal === 'confirm') return { state };
  if (!asked || asked.pivot || plan.some(({ step }) => markOf(state, step) === 'undoing'))
    return retry(plan, state);
  const detail = `the step "${asked.step}" was not answered in time`;
  return next(plan, failing(state, { code: 'TIMEOUT', detail }));
}

/** Sends the command in flight again. */
function retry(plan: Plan, state: Fulfilment): Decision {
  const undoing = plan.find(({ step }) => markOf(state, step) === 'undoing');
  const rule = undoing ?? plan.find(({ step }) => markOf(state, step) === 'asked');
  const resent = rule ? undefined : state.change && changes.resend(state.change);
  if (resent) return changing(plan, state, resent);
  if (!rule) return resendFollowUps(state);
  const attempt = state.attempt + 1;
  const send = { step: rule.step, ...(undoing && { undo: true as const }), attempt };
  return { state: { ...state, attempt }, send: [send] };
}

/**
 * The reply to a line-change command. If the order is being rejected or cancelled, the compensation waited for this reply and starts now.
 */
function changeAnswered(
  plan: Plan,
  state: Fulfilment,
  input: Extract<Input, { type: 'changed' | 'change-refused' }>,
): Decision {
  const { change } = state;
  if (!changes.isInFlight(change, input.step, input.item)) return { state };
  if (state.goal !== 'confirm') return next(plan, withoutChange(state));
  const adjusting = adjustingOf(plan, state);
  const decision =
    input.type === 'changed'
      ? changes.done(change, adjusting, input.goods)
      : changes.refused(change, adjusting, input.why);
  return changing(plan, state, decision);
}

/** A step that has not run yet will use the new lines anyway, so it needs no adjustment. */
function adjustingOf(plan: Plan, state: Fulfilment): changes.Adjusting {
  const done = plan.filter(({ step }) => markOf(state, step) === 'done');
  return new Set(done.flatMap(({ adjustedBy }) => adjustedBy ?? []));
}

function changing(plan: Plan, state: Fulfilment, decision: ChangeDecision): Decision {
  if ('send' in decision) return { state: { ...state, change: decision.change }, send: [decision.send] };
  const { outcome } = decision;
  if (outcome === 'lost') return next(plan, failing(withoutChange(state), decision.why));
  const action: Action =
    outcome === 'made'
      ? { type: 'lines-changed', goods: decision.goods }
      : { type: 'refuse-lines-change', why: decision.why, goods: decision.goods };
  return { ...forward(plan, withoutChange(state)), actions: [action] };
}

function withoutChange({ change: _, ...state }: Fulfilment): Fulfilment {
  return state;
}

function next(plan: Plan, state: Fulfilment): Decision {
  if (state.goal === 'confirm') return forward(plan, state);
  if (state.change) return state.change.phase === 'waiting' ? next(plan, withoutChange(state)) : { state };
  // Wait for a pivot in flight: only its reply shows whether there is money to refund.
  if (plan.some(({ step, pivot }) => pivot && markOf(state, step) === 'asked')) return { state };
  if (plan.some(({ step }) => markOf(state, step) === 'undoing')) return { state };
  const rule = undoOrder(plan).find((candidate) => needsUndo(plan, state, candidate));
  if (rule) return first(state, rule.step, true);
  const refund = state.refund ? { refund: state.refund } : {};
  if (state.goal === 'cancel') return { state, actions: [{ type: 'cancelled', ...refund }] };
  // `refund`: the capture succeeded although the reservation had expired, and was refunded.
  return { state, actions: [{ type: 'reject', why: state.why ?? NO_REASON, ...refund }] };
}

/** Fallback for a state without `why`. */
const NO_REASON = { code: 'UNKNOWN', detail: 'no reason was recorded' };

function forward(plan: Plan, state: Fulfilment): Decision {
  const rule = plan.find(({ step }) => !isDone(state, step));
  if (!rule || markOf(state, rule.step) !== 'idle') return { state };
  // Nothing is in flight: change the lines now, and continue with this step afterwards.
  if (state.change)
    return state.change.phase === 'waiting'
      ? changing(plan, state, changes.start(state.change, adjustingOf(plan, state)))
      : { state };
  return first(state, rule.step, false);
}

function first(state: Fulfilment, step: string, undo: boolean): Decision {
  const next = { ...marked(state, step, undo ? 'undoing' : 'asked'), attempt: 1 };
  return { state: next, send: [{ step, ...(undo && { undo }), attempt: 1 }] };
}

/** In reverse order, but first the steps whose compensation may be refused: then nothing else has been compensated yet. */
export function undoOrder(plan: Plan): Plan {
  const reversed = plan.toReversed();
  return [
    ...reversed.filter(({ undoMayBeRefused }) => undoMayBeRefused),
    ...reversed.filter(({ undoMayBeRefused }) => !undoMayBeRefused),
  ];
}

function needsUndo(plan: Plan, state: Fulfilment, { step }: StepRule): boolean {
  const absorbing = plan.find(({ absorbs }) => absorbs === step);
  if (absorbing && ['undone', 'done'].includes(markOf(state, absorbing.step))) return false;
  return ['asked', 'done'].includes(markOf(state, step));
}

function failing(state: Fulfilment, why: NonNullable<Fulfilment['why']>): Fulfilment {
  return state.goal === 'confirm' ? { ...state, goal: 'reject', why } : state;
}
