import type { Refusal, StockedUnits } from '../../orders/domain/lines.js';

/**
 * A change of the lines of an order during its fulfilment. Stock is changed first, then payment; the fulfilment continues after both. If
 * either refuses, the lines stay the same and the stock is restored.
 */
export const CHANGE_STEPS = ['change-stock', 'change-payment', 'restore-stock'] as const;
export type ChangeStep = (typeof CHANGE_STEPS)[number];

export interface LineChange {
  /** The revision of the new lines. The next revision restores the old ones. */
  readonly revision: number;
  /** `waiting`: until the reply to the step in flight, so that only one command at a time changes stock or money. */
  readonly phase: 'waiting' | ChangeStep;
  readonly attempt: number;
  /** The reserved units of the new lines, by warehouse. */
  readonly goods?: Stocked;
  /** Why payment refused. */
  readonly why?: Refusal;
}

type Stocked = readonly StockedUnits[] | undefined;

export interface ChangeSend {
  readonly step: ChangeStep;
  readonly item: string;
  readonly attempt: number;
}

/** The next command, or the end of the change. `lost`: the old lines could not be restored either. */
export type ChangeDecision =
  | { readonly change: LineChange; readonly send: ChangeSend }
  | { readonly outcome: 'made'; readonly goods: Stocked }
  | { readonly outcome: 'refused'; readonly why: Refusal; readonly goods?: Stocked }
  | { readonly outcome: 'lost'; readonly why: Refusal };

export function waiting(revision: number): LineChange {
  return { revision, phase: 'waiting', attempt: 0 };
}

/** The change steps that are needed: those that adjust a process step that is already done. */
export type Adjusting = ReadonlySet<ChangeStep>;

export function start(change: LineChange, adjusting: Adjusting): ChangeDecision {
  return adjusting.has('change-stock') ? ask(change, 'change-stock') : payment(change, adjusting);
}

/** The payment is changed after the stock, whatever the order of the process steps: missing units are refused before money moves. */
function payment(change: LineChange, adjusting: Adjusting): ChangeDecision {
  return adjusting.has('change-payment')
    ? ask(change, 'change-payment')
    : { outcome: 'made', goods: change.goods };
}

/** Sends the same command again; undefined when none is in flight. */
export function resend(change: LineChange): ChangeDecision | undefined {
  return change.phase === 'waiting' ? undefined : ask(change, change.phase, change.attempt + 1);
}

export function isChangeStep(step: string): step is ChangeStep {
  return (CHANGE_STEPS as readonly string[]).includes(step);
}

/** True if this command of the change is in flight. The item is a revision. */
export function isInFlight(
  change: LineChange | undefined,
  step: ChangeStep,
  item: string,
): change is LineChange {
  return change?.phase === step && itemOf(change, step) === item;
}

/** `goods`: the reserved units by warehouse. */
export function done(change: LineChange, adjusting: Adjusting, goods: Stocked): ChangeDecision {
  switch (change.phase) {
    case 'change-stock':
      return payment({ ...change, goods }, adjusting);
    case 'restore-stock':
      return { outcome: 'refused', why: change.why ?? UNKNOWN, goods };
    default:
      return { outcome: 'made', goods: change.goods };
  }
}

export function refused(change: LineChange, adjusting: Adjusting, why: Refusal): ChangeDecision {
  switch (change.phase) {
    case 'change-payment':
      return adjusting.has('change-stock')
        ? ask({ ...change, why }, 'restore-stock')
        : { outcome: 'refused', why };
    case 'restore-stock':
      return { outcome: 'lost', why };
    default:
      return { outcome: 'refused', why };
  }
}

/** Fallback for a state without `why`. The stock is restored only after payment has refused. */
const UNKNOWN: Refusal = { code: 'PAYMENT_REFUSED', detail: 'The payment of the new lines was refused.' };

function ask(change: LineChange, step: ChangeStep, attempt = 1): ChangeDecision {
  return {
    change: { ...change, phase: step, attempt },
    send: { step, item: itemOf(change, step), attempt },
  };
}

function itemOf({ revision }: LineChange, step: ChangeStep): string {
  return String(step === 'restore-stock' ? revision + 1 : revision);
}
