import type { Money } from '@waybill/kernel';
import type { FulfilmentMode } from '../../orders/domain/fulfilment-mode.js';
import type { Refusal, StockedUnits } from '../../orders/domain/lines.js';
import type { FollowUp, FollowUpStep, FollowUps } from './follow-ups.js';
import type { ChangeStep, LineChange } from './changing-lines.js';

/** The columns of a step that the drivers need. The rows of `process.ts` have more. */
export interface StepRule {
  readonly step: string;
  /** The pivot of the saga: once it succeeds the order cannot fail, only be cancelled. When its reply is overdue, the command is sent again. */
  readonly pivot?: true;
  /** The step whose compensation this step's compensation replaces: a captured payment is refunded, and its authorization needs no void. */
  readonly absorbs?: string;
  /** The service may refuse the compensation, so it is requested before any other. */
  readonly undoMayBeRefused?: true;
  /** Lines and address can no longer be changed once this step has started. */
  readonly fixesContents?: true;
  /** The command that adjusts this step to changed lines. */
  readonly adjustedBy?: ChangeStep;
  /** In choreographed mode: the compensation of this step completes a cancellation. */
  readonly settlesCancellation?: true;
  /** In choreographed mode: derives this step's fact from the success of a later step; undefined if it cannot. */
  implied?(later: unknown): unknown;
}

/** The steps in the order in which they run. */
export type Plan = readonly StepRule[];

export type Mark = 'idle' | 'asked' | 'done' | 'refused' | 'undoing' | 'undone' | 'skipped';

/** The state of the saga, as stored. */
export interface Fulfilment {
  readonly mode: FulfilmentMode;
  /** The result that the saga works towards. */
  readonly goal: 'confirm' | 'reject' | 'cancel';
  /** A step without an entry is `idle`. */
  readonly steps: Readonly<Record<string, Mark>>;
  /** How often the command in flight was sent. */
  readonly attempt: number;
  /** The service will reply later, for example to a backorder. The step has no timeout until then. */
  readonly waiting?: true;
  readonly why?: Refusal;
  readonly refund?: Money;
  /** Refunds and returns in progress. */
  readonly followUps?: FollowUps;
  readonly change?: LineChange;
}

export type Input =
  | { readonly type: 'placed' }
  /** `fact`: the data of the reply that the step records. */
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

/** A change to the order of the saga. */
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

/** A command to send: the step's own or, with `undo`, its compensation. */
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

/** Runs the plan in one fulfilment mode. */
export interface Driver {
  /** Pure. Returns the next state, the commands to send, and the changes to the order. */
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
