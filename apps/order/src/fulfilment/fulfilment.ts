import { type Money, assertNever } from '@waybill/kernel';
import * as lines from './lines-change.js';
import type { ChangeDecision, ChangeSend, ChangeStep, LinesChange } from './lines-change.js';
import {
  type GiveBackDecision,
  type GiveBackSend,
  type GiveBackStep,
  type GiveBacks,
  again,
  begin,
  done,
} from './give-backs.js';

/** What an answered step brought along. */
export type Fact =
  | { readonly step: 'reserve'; readonly lines?: readonly PlacedLine[] }
  | { readonly step: 'authorize'; readonly paymentId: string }
  | { readonly step: 'book'; readonly shipment: Shipment }
  | { readonly step: 'capture'; readonly paymentId: string };

export interface Shipment extends Tracked {
  /** All parcels, when there are several. */
  readonly parcels?: readonly (Tracked & { readonly lines: readonly PlacedLine[] })[];
}

interface Tracked {
  readonly shipmentId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly eta: string;
}

/** Pieces, and the house that they come from. */
export interface PlacedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly warehouse?: string | undefined;
}

/** The steps in their order. Capture is the pivot: before it an order can fail, after it only be cancelled. */
export const STEPS = ['reserve', 'authorize', 'book', 'capture'] as const;
export type Step = (typeof STEPS)[number];

/** In reverse, but shipping is asked before money is given back: once it has dispatched, nothing is undone. */
const UNDO_ORDER: readonly Step[] = ['book', 'capture', 'authorize', 'reserve'];

export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

export type Mark = 'idle' | 'asked' | 'done' | 'refused' | 'undoing' | 'undone';

export interface Fulfilment {
  /** What the saga works towards. */
  readonly goal: 'confirm' | 'reject' | 'cancel';
  readonly steps: Readonly<Record<Step, Mark>>;
  /** Times that the command in flight was sent. */
  readonly attempt: number;
  /** The step in flight is answered when somebody else has done something, however long that takes. */
  readonly waiting?: true;
  readonly why?: Refusal;
  readonly refund?: Money;
  /** Behind the delivery. */
  readonly giveBacks?: GiveBacks;
  readonly change?: LinesChange;
}

export type Input =
  | { readonly type: 'placed' }
  | { readonly type: 'succeeded'; readonly fact: Fact }
  | { readonly type: 'refused'; readonly step: Step; readonly why: Refusal }
  | { readonly type: 'undone'; readonly step: Step; readonly refund?: Money }
  | { readonly type: 'undo-refused'; readonly step: Step; readonly why: Refusal }
  | { readonly type: 'waits'; readonly step: Step }
  | { readonly type: 'lost'; readonly step: Step; readonly why: Refusal }
  | { readonly type: 'cancel' }
  | { readonly type: 'change-lines'; readonly revision: number }
  | {
      readonly type: 'changed';
      readonly step: ChangeStep;
      readonly item: string;
      readonly goods?: readonly PlacedLine[] | undefined;
    }
  | {
      readonly type: 'change-refused';
      readonly step: ChangeStep;
      readonly item: string;
      readonly why: Refusal;
    }
  | { readonly type: 'give-back'; readonly item: string; readonly steps: readonly GiveBackStep[] }
  | { readonly type: 'gave-back'; readonly item: string; readonly step: GiveBackStep }
  | { readonly type: 'refund-refused'; readonly item: string }
  | { readonly type: 'overdue' }
  | { readonly type: 'retry' };

/** What happens to the saga's own order. */
export type Act =
  | { readonly type: 'advance'; readonly fact: Fact }
  | { readonly type: 'confirm'; readonly fact: Fact }
  | { readonly type: 'reject'; readonly why: Refusal; readonly refund?: Money }
  | { readonly type: 'cancelled'; readonly refund?: Money }
  | { readonly type: 'refuse-cancellation'; readonly why: Refusal }
  | { readonly type: 'lines-changed'; readonly goods?: readonly PlacedLine[] | undefined }
  | {
      readonly type: 'refuse-lines-change';
      readonly why: Refusal;
      readonly goods?: readonly PlacedLine[] | undefined;
    }
  | { readonly type: 'gave-back'; readonly item: string };

/** A command: the step's own, or the one that takes it back. */
export interface Send {
  readonly step: Step;
  readonly undo: boolean;
  readonly attempt: number;
}

export interface Decision {
  readonly state: Fulfilment;
  readonly send?: readonly (Send | GiveBackSend | ChangeSend)[];
  readonly act?: Act;
}

export const initialFulfilment: Fulfilment = {
  goal: 'confirm',
  steps: { reserve: 'idle', authorize: 'idle', book: 'idle', capture: 'idle' },
  attempt: 0,
};

/** The whole process, pure: which command follows, and what becomes of the order. */
export function decide(state: Fulfilment, input: Input): Decision {
  switch (input.type) {
    case 'placed':
      return next(state);
    case 'succeeded':
      return succeeded(state, input.fact);
    case 'refused':
      if (state.steps[input.step] !== 'asked') return { state };
      return next(failing(mark(state, input.step, 'refused'), input.why));
    case 'undone':
      if (state.steps[input.step] !== 'undoing') return { state };
      return next({
        ...mark(state, input.step, 'undone'),
        ...(input.refund ? { refund: input.refund } : {}),
      });
    case 'undo-refused':
      if (state.goal !== 'cancel' || state.steps[input.step] !== 'undoing') return { state };
      return {
        state: { ...mark(state, input.step, 'done'), goal: 'confirm' },
        act: { type: 'refuse-cancellation', why: input.why },
      };
    case 'waits':
      return state.steps[input.step] === 'asked' && state.goal === 'confirm'
        ? { state: { ...state, waiting: true } }
        : { state };
    case 'lost':
      return lost(state, input.step, input.why);
    case 'cancel':
      // Also while it is being rejected: whoever asked for the cancellation is told of that, and what is undone stays the same.
      return state.goal === 'cancel' ? { state } : next({ ...state, goal: 'cancel' });
    case 'change-lines':
      if (state.goal !== 'confirm' || state.change) return { state };
      return next({ ...state, change: lines.waiting(input.revision) });
    case 'changed':
    case 'change-refused':
      return changeAnswered(state, input);
    case 'give-back':
      return giving(state, input.item, begin(state.giveBacks ?? {}, input.item, input.steps));
    case 'gave-back':
      return giving(state, input.item, done(state.giveBacks ?? {}, input.item, input.step));
    case 'refund-refused':
      // It is asked for again when its time has come.
      return { state };
    case 'overdue':
      return overdue(state);
    case 'retry':
      return retry(state);
    default:
      return assertNever(input);
  }
}

/** True when nothing is in flight: the order is confirmed, rejected or cancelled for good. */
export function isAtRest({ steps, giveBacks = {}, change }: Fulfilment): boolean {
  if (change || Object.keys(giveBacks).length > 0) return false;
  return STEPS.every((step) => steps[step] !== 'asked' && steps[step] !== 'undoing');
}

/** What was done is undone by the service itself: the step counts as refused, unless the order is confirmed already. */
function lost(state: Fulfilment, step: Step, why: Refusal): Decision {
  const over = STEPS.every((candidate) => state.steps[candidate] === 'done');
  if (state.goal !== 'confirm' || state.steps[step] !== 'done' || over) return { state };
  return next(failing(mark(state, step, 'undone'), why));
}

function succeeded({ waiting: _, ...state }: Fulfilment, fact: Fact): Decision {
  const { step } = fact;
  const was = state.steps[step];
  // It was given up and has happened all the same: compensated again, never ignored.
  if (was === 'undone') return first(state, step, true);
  if (was !== 'asked') return { state };
  const done = mark(state, step, 'done');
  if (state.goal !== 'confirm') return next(done);
  const last = STEPS.every((candidate) => done.steps[candidate] === 'done');
  return { ...next(done), act: { type: last ? 'confirm' : 'advance', fact } };
}

/** The clock decides about steps that can be compensated; about money that may have moved only the gateway does. */
function overdue(state: Fulfilment): Decision {
  const asked = STEPS.find((step) => state.steps[step] === 'asked');
  if (state.waiting && state.goal === 'confirm') return { state };
  if (!asked || asked === 'capture' || STEPS.some((step) => state.steps[step] === 'undoing'))
    return retry(state);
  return next(failing(state, { code: 'TIMEOUT', detail: `the step "${asked}" was not answered in time` }));
}

/** Sends what is in flight again. */
function retry(state: Fulfilment): Decision {
  const undoing = STEPS.find((step) => state.steps[step] === 'undoing');
  const step = undoing ?? STEPS.find((candidate) => state.steps[candidate] === 'asked');
  const resent = step ? undefined : state.change && lines.resend(state.change);
  if (resent) return changing(state, resent);
  if (!step) return giveAgain(state);
  const attempt = state.attempt + 1;
  return { state: { ...state, attempt }, send: [{ step, undo: step === undoing, attempt }] };
}

/** What came back is entered and paid back, whatever it takes. */
function giving(state: Fulfilment, item: string, decision: GiveBackDecision | undefined): Decision {
  if (!decision) return { state };
  const { giveBacks, send, completed } = decision;
  return { state: { ...state, giveBacks }, send, ...(completed && { act: { type: 'gave-back', item } }) };
}

/** The answer to a command that changes lines. An order that is to be confirmed no more only had to wait for it. */
function changeAnswered(
  state: Fulfilment,
  input: Extract<Input, { type: 'changed' | 'change-refused' }>,
): Decision {
  const { change } = state;
  if (!lines.isInFlight(change, input.step, input.item)) return { state };
  if (state.goal !== 'confirm') return next(withoutChange(state));
  const decision =
    input.type === 'changed'
      ? lines.done(change, state.steps.authorize === 'done', input.goods)
      : lines.refused(change, input.why);
  return changing(state, decision);
}

function changing(state: Fulfilment, decision: ChangeDecision): Decision {
  if ('send' in decision) return { state: { ...state, change: decision.change }, send: [decision.send] };
  const { outcome } = decision;
  if (outcome === 'lost') return next(failing(withoutChange(state), decision.why));
  const act: Act =
    outcome === 'made'
      ? { type: 'lines-changed', goods: decision.goods }
      : { type: 'refuse-lines-change', why: decision.why, goods: decision.goods };
  return { ...forward(withoutChange(state)), act };
}

function withoutChange({ change: _, ...state }: Fulfilment): Fulfilment {
  return state;
}

function giveAgain(state: Fulfilment): Decision {
  const { giveBacks = {} } = state;
  if (Object.keys(giveBacks).length === 0) return { state };
  const { send, giveBacks: next } = again(giveBacks);
  return { state: { ...state, giveBacks: next }, send };
}

function first(state: Fulfilment, step: Step, undo: boolean): Decision {
  const marked = mark(state, step, undo ? 'undoing' : 'asked');
  return { state: { ...marked, attempt: 1 }, send: [{ step, undo, attempt: 1 }] };
}

function next(state: Fulfilment): Decision {
  if (state.goal === 'confirm') return forward(state);
  if (state.change) return state.change.phase === 'waiting' ? next(withoutChange(state)) : { state };
  // A capture in flight is waited for: only its answer tells whether there is money to give back.
  if (state.steps.capture === 'asked') return { state };
  const undoing = UNDO_ORDER.some((step) => state.steps[step] === 'undoing');
  if (undoing) return { state };
  const step = UNDO_ORDER.find((candidate) => needsUndo(state, candidate));
  if (step) return first(state, step, true);
  const refund = state.refund ? { refund: state.refund } : {};
  if (state.goal === 'cancel') return { state, act: { type: 'cancelled', ...refund } };
  // What was captured while the pieces expired has been paid back.
  return { state, act: { type: 'reject', why: state.why!, ...refund } };
}

function forward(state: Fulfilment): Decision {
  const step = STEPS.find((candidate) => state.steps[candidate] !== 'done');
  if (!step || state.steps[step] !== 'idle') return { state };
  // Nothing is in flight: now the lines can change, and only with them the order goes on.
  if (state.change)
    return state.change.phase === 'waiting' ? changing(state, lines.start(state.change)) : { state };
  return first(state, step, false);
}

function needsUndo({ steps }: Fulfilment, step: Step): boolean {
  // What was captured is refunded; there is no authorization left to void.
  if (step === 'authorize' && (steps.capture === 'undone' || steps.capture === 'done')) return false;
  return steps[step] === 'asked' || steps[step] === 'done';
}

function failing(state: Fulfilment, why: Refusal): Fulfilment {
  return state.goal === 'confirm' ? { ...state, goal: 'reject', why } : state;
}

function mark(state: Fulfilment, step: Step, to: Mark): Fulfilment {
  return { ...state, steps: { ...state.steps, [step]: to } };
}
