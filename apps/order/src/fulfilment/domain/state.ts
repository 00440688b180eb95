import type { Money } from '@waybill/kernel';
import type { FulfilmentMode } from '../../orders/domain/fulfilment-mode.js';
import type { Refusal, StockedUnits } from '../../orders/domain/lines.js';
import type { FollowUp, FollowUpStep, FollowUps } from './follow-ups.js';
import type { ChangeStep, LineChange } from './changing-lines.js';

/** What a driver needs to know of a step. The rows of `process.ts` have these columns and more. */
export interface StepRule {
  readonly step: string;
  /** From here on an order cannot fail, only be cancelled. The step is never given up by the clock. */
  readonly pivot?: true;
  /** Once this step is done, its compensation compensates that step too: what is captured is refunded, and nothing is left to void. */
  readonly absorbs?: string;
  /** The service may refuse the compensation, so it is asked before anything else is compensated. */
  readonly undoMayBeRefused?: true;
  /** Lines and address are fixed from this step on. */
  readonly fixesContents?: true;
  /** How the step follows a change of the lines. */
  readonly adjustedBy?: ChangeStep;
  /** In choreographed mode: its compensation ends a cancellation. */
  readonly settlesCancellation?: true;
  /** In choreographed mode: the fact about this step that the success of a later step implies, if any. */
  implied?(later: unknown): unknown;
}

/** The steps in their order. */
export type Plan = readonly StepRule[];

export type Mark = 'idle' | 'asked' | 'done' | 'refused' | 'undoing' | 'undone' | 'skipped';

/** The state of the saga, which is stored. */
export interface Fulfilment {
  readonly mode: FulfilmentMode;
  /** What the saga works towards. */
  readonly goal: 'confirm' | 'reject' | 'cancel';
  /** A step that is not named is idle. */
  readonly steps: Readonly<Record<string, Mark>>;
  /** How often the command in flight was sent. */
  readonly attempt: number;
  /** The step in flight waits for something else to happen, however long that takes. */
  readonly waiting?: true;
  readonly why?: Refusal;
  readonly refund?: Money;
  /** Refunds and returned units. */
  readonly followUps?: FollowUps;
  readonly change?: LineChange;
}

export type Input =
  | { readonly type: 'placed' }
  /** `fact`: the data of the answer, for the row of the step. */
  | { readonly type: 'succeeded'; readonly step: string; readonly fact: unknown }
  | { readonly type: 'refused'; readonly step: string; readonly why: Refusal }
  | { readonly type: 'undone'; readonly step: string; readonly refund?: Money }
  | { readonly type: 'undo-refused'; readonly step: string; readonly why: Refusal }
  | { readonly type: 'undo-failed'; readonly step: string; readonly followUp: NewFollowUp }
  | { readonly type: 'waits'; readonly step: string }
  | { readonly type: 'lost'; readonly step: string; readonly why: Refusal }
  | { readonly type: 'cancel' }
  | { readonly type: 'change-lines'; readonly revision: number }
  | {
      readonly type: 'changed';
      readonly step: ChangeStep;
      readonly item: string;
      readonly goods?: readonly StockedUnits[] | undefined;
    }
  | {
      readonly type: 'change-refused';
      readonly step: ChangeStep;
      readonly item: string;
      readonly why: Refusal;
    }
  | { readonly type: 'follow-up'; readonly followUp: NewFollowUp }
  | { readonly type: 'followed-up'; readonly id: string; readonly step: FollowUpStep }
  | { readonly type: 'overdue' }
  | { readonly type: 'retry' };

export interface NewFollowUp extends Pick<FollowUp, 'about' | 'open'> {
  readonly id: string;
}

/** What happens to the saga's order. */
export type Action =
  | { readonly type: 'advance' | 'confirm'; readonly step: string; readonly fact: unknown }
  | { readonly type: 'reject'; readonly why: Refusal; readonly refund?: Money }
  | { readonly type: 'cancelled'; readonly refund?: Money }
  | { readonly type: 'refunded'; readonly refund: Money }
  | { readonly type: 'refuse-cancellation'; readonly why: Refusal }
  | { readonly type: 'lines-changed'; readonly goods?: readonly StockedUnits[] | undefined }
  | {
      readonly type: 'refuse-lines-change';
      readonly why: Refusal;
      readonly goods?: readonly StockedUnits[] | undefined;
    }
  | { readonly type: 'followed-up'; readonly id: string; readonly about: FollowUp['about'] };

/** A command: the step's own, or its compensation. */
export interface Send {
  readonly step: string;
  readonly undo?: true;
  readonly item?: string;
  readonly attempt: number;
}

export interface Decision {
  readonly state: Fulfilment;
  readonly send?: readonly Send[];
  readonly actions?: readonly Action[];
}

/** One way to drive the plan. */
export interface Driver {
  /** The whole process in this mode, pure: which commands follow, and what becomes of the order. */
  decide(plan: Plan, state: Fulfilment, input: Input): Decision;
  statusOf(plan: Plan, state: Fulfilment): 'running' | 'compensating' | 'ended';
  /** True when lines and address can no longer be changed in this mode. */
  hasFixedContents(plan: Plan, state: Fulfilment): boolean;
}

export function markOf({ steps }: Fulfilment, step: string): Mark {
  return steps[step] ?? 'idle';
}

export function marked(state: Fulfilment, step: string, mark: Mark): Fulfilment {
  return { ...state, steps: { ...state.steps, [step]: mark } };
}

export function isDone(state: Fulfilment, step: string): boolean {
  const mark = markOf(state, step);
  return mark === 'done' || mark === 'skipped';
}
