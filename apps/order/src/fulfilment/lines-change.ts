import type { PlacedLine, Refusal } from '../orders/domain/order.events.js';

/**
 * Other lines while an order is being fulfilled. It goes on only when stock and money have followed; a refusal of either leaves
 * the lines as they were, and puts the stock back.
 */
export const CHANGE_STEPS = ['change-stock', 'change-payment', 'restore-stock'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];

export interface LinesChange {
  /** Of the new lines; the next one is that of the old lines put back. */
  readonly revision: number;
  /** `waiting`: the answer to the step in flight is waited for, so that only one of them moves stock or money. */
  readonly phase: 'waiting' | ChangeStep;
  readonly attempt: number;
  /** Where the new lines come from. */
  readonly goods?: readonly PlacedLine[] | undefined;
  /** Why the money did not follow. */
  readonly why?: Refusal;
}

type Goods = readonly PlacedLine[] | undefined;

export interface ChangeSend {
  readonly step: ChangeStep;
  readonly undo: false;
  readonly item: string;
  readonly attempt: number;
}

/** What becomes of a change: a command, the end of it, or that not even the old lines can be had any more. */
export type ChangeDecision =
  | { readonly change: LinesChange; readonly send: ChangeSend }
  | { readonly outcome: 'made'; readonly goods: Goods }
  | { readonly outcome: 'refused'; readonly why: Refusal; readonly goods?: Goods }
  | { readonly outcome: 'lost'; readonly why: Refusal };

export function waiting(revision: number): LinesChange {
  return { revision, phase: 'waiting', attempt: 0 };
}

export function start(change: LinesChange): ChangeDecision {
  return ask(change, 'change-stock');
}

/** The same command once more; undefined where none is in flight. */
export function resend(change: LinesChange): ChangeDecision | undefined {
  return change.phase === 'waiting' ? undefined : ask(change, change.phase, change.attempt + 1);
}

export function isChangeStep(step: string): step is ChangeStep {
  return (CHANGE_STEPS as readonly string[]).includes(step);
}

/** The item of a step is its revision. */
export function isInFlight(
  change: LinesChange | undefined,
  step: ChangeStep,
  item: string,
): change is LinesChange {
  return change?.phase === step && itemOf(change, step) === item;
}

/** `goods`: what is held by now, and where. */
export function done(change: LinesChange, isAuthorized: boolean, goods: Goods): ChangeDecision {
  switch (change.phase) {
    case 'change-stock':
      return isAuthorized ? ask({ ...change, goods }, 'change-payment') : { outcome: 'made', goods };
    case 'restore-stock':
      return { outcome: 'refused', why: change.why!, goods };
    default:
      return { outcome: 'made', goods: change.goods };
  }
}

export function refused(change: LinesChange, why: Refusal): ChangeDecision {
  switch (change.phase) {
    case 'change-payment':
      return ask({ ...change, why }, 'restore-stock');
    case 'restore-stock':
      return { outcome: 'lost', why };
    default:
      return { outcome: 'refused', why };
  }
}

function ask(change: LinesChange, step: ChangeStep, attempt = 1): ChangeDecision {
  return {
    change: { ...change, phase: step, attempt },
    send: { step, undo: false, item: itemOf(change, step), attempt },
  };
}

function itemOf({ revision }: LinesChange, step: ChangeStep): string {
  return String(step === 'restore-stock' ? revision + 1 : revision);
}
