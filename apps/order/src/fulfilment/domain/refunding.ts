import * as followUps from './follow-ups.js';
import type { FollowUpStep } from './follow-ups.js';
import { type Decision, type Fulfilment, type NewFollowUp, type Plan, isDone } from './state.js';

/**
 * Begins a refund or a return. Until the money is captured there is nothing to refund, so it is put on hold (not in choreographed mode).
 */
export function beginFollowUp(plan: Plan, state: Fulfilment, { id, about, open }: NewFollowUp): Decision {
  const known = state.followUps ?? {};
  if (state.mode !== 'choreographed' && !isCaptured(plan, state))
    return { state: { ...state, followUps: followUps.hold(known, id, { about, open }) } };
  return applied(state, id, followUps.begin(known, id, { about, open }));
}

export function followedUp(state: Fulfilment, id: string, step: FollowUpStep): Decision {
  return applied(state, id, followUps.done(state.followUps ?? {}, id, step));
}

export function resendFollowUps(state: Fulfilment): Decision {
  if (!hasOpenFollowUps(state)) return { state };
  return applied(state, '', followUps.resend(state.followUps ?? {}));
}

/** Sends the follow-ups that are on hold, once the money is captured. */
export function releaseHeld(plan: Plan, state: Fulfilment): followUps.FollowUpDecision | undefined {
  const held = Object.values(state.followUps ?? {}).some(({ attempt }) => attempt === 0);
  return held && isCaptured(plan, state) ? followUps.release(state.followUps ?? {}) : undefined;
}

export function hasOpenFollowUps({ followUps: known = {} }: Fulfilment): boolean {
  return Object.values(known).some(({ attempt }) => attempt > 0);
}

function isCaptured(plan: Plan, state: Fulfilment): boolean {
  return plan.filter(({ pivot }) => pivot).every(({ step }) => isDone(state, step));
}

function applied(state: Fulfilment, id: string, decision: followUps.FollowUpDecision | undefined): Decision {
  if (!decision) return { state };
  const { send, completed } = decision;
  return {
    state: { ...state, followUps: decision.followUps },
    send,
    ...(completed && { actions: [{ type: 'followed-up', id, about: completed.about }] }),
  };
}
