import { assertNever } from '@waybill/kernel';
import { beginFollowUp, followedUp, hasOpenFollowUps, resendFollowUps } from './refunding.js';
import {
  type Action,
  type Decision,
  type Driver,
  type Fulfilment,
  type Input,
  type Plan,
  isDone,
  marked,
} from './state.js';

/**
 * Choreographed mode: services react to each other’s events, and the saga sends no commands for steps but follows the events. Events of
 * different topics arrive in any order, so the success of a step implies the steps before it. Payment's events complete a cancellation.
 */
export const choreographed: Driver = {
  decide,
  statusOf: (_, state) => (hasOpenFollowUps(state) ? 'running' : 'ended'),
  // Shipping books as soon as the payment is authorized, and nothing can hold the booking back.
  hasFixedContents: () => true,
};

function decide(plan: Plan, state: Fulfilment, input: Input): Decision {
  switch (input.type) {
    case 'succeeded':
      return succeeded(plan, state, input);
    case 'refused':
    case 'lost':
      // A confirmed order can no longer be rejected.
      if (plan.every(({ step }) => isDone(state, step))) return { state };
      return {
        state: { ...marked(state, input.step, 'refused'), ...(state.goal === 'confirm' && FAILED) },
        actions: [{ type: 'reject', why: input.why }],
      };
    case 'undone':
      return undone(plan, state, input);
    case 'undo-refused':
      return {
        state: { ...state, goal: 'confirm' },
        actions: [{ type: 'refuse-cancellation', why: input.why }],
      };
    case 'undo-failed':
      // Payment attempts the refund once. From here on the saga requests it until it succeeds.
      return beginFollowUp(plan, state, input.followUp);
    case 'cancel':
      return { state: { ...state, goal: 'cancel' } };
    case 'follow-up':
      return beginFollowUp(plan, state, input.followUp);
    case 'followed-up':
      return followedUp(state, input.id, input.step);
    case 'overdue':
    case 'retry':
      return resendFollowUps(state);
    case 'placed':
    case 'waits':
    case 'change-lines':
    case 'changed':
    case 'change-refused':
      return { state };
    default:
      return assertNever(input);
  }
}

const FAILED = { goal: 'reject' } as const;

function succeeded(
  plan: Plan,
  state: Fulfilment,
  { step, fact }: Extract<Input, { type: 'succeeded' }>,
): Decision {
  if (isDone(state, step)) return { state };
  const before = plan.slice(
    0,
    plan.findIndex((rule) => rule.step === step),
  );
  const implied = before.flatMap((rule): Action[] => {
    const known = isDone(state, rule.step) ? undefined : rule.implied?.(fact);
    return known === undefined ? [] : [{ type: 'advance', step: rule.step, fact: known }];
  });
  const actions: Action[] = [...implied, { type: 'advance', step, fact }];
  const done = actions.reduce(
    (after, action) => ('step' in action ? marked(after, action.step, 'done') : after),
    state,
  );
  const last = plan.every((rule) => isDone(done, rule.step));
  return { state: done, actions: last ? [...implied, { type: 'confirm', step, fact }] : actions };
}

/**
 * A refund or void by payment completes a cancellation. If the order was rejected instead, the refund is of money that was captured before
 * payment received the rejection. The order ignores the action that does not apply.
 */
function undone(
  plan: Plan,
  state: Fulfilment,
  { step, refund }: Extract<Input, { type: 'undone' }>,
): Decision {
  const next = marked(state, step, 'undone');
  if (!plan.some((rule) => rule.step === step && rule.settlesCancellation)) return { state: next };
  if (!refund) return { state: next, actions: [{ type: 'cancelled' }] };
  return {
    state: next,
    actions: [
      { type: 'cancelled', refund },
      { type: 'refunded', refund },
    ],
  };
}
