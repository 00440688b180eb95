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
 * The services react to each other’s events, and the saga sends no command of a step: it follows what they publish. Their topics have
 * no order among each other, so a success implies the steps before it. Only payment knows how a cancellation ends.
 */
export const choreographed: Driver = {
  decide,
  statusOf: (_, state) => (hasOpenFollowUps(state) ? 'running' : 'ended'),
  // Shipping books as soon as the payment is authorized, and cannot be stopped.
  hasFixedContents: () => true,
};

function decide(plan: Plan, state: Fulfilment, input: Input): Decision {
  switch (input.type) {
    case 'succeeded':
      return succeeded(plan, state, input);
    case 'refused':
    case 'lost':
      // A confirmed order is not rejected any more.
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
      // Payment sends the refund once. From here on the saga requests it until it succeeds.
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

/** What payment refunded ends a cancellation. Of a rejected order it was taken before payment learned of the rejection. */
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
