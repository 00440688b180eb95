import type { Money } from '@waybill/kernel';
import type { Command } from '@waybill/saga';
import type { Placed } from '../orders/domain/order-state.js';
import type { OrderStatus } from '../orders/domain/order-status.js';
import type { Order } from '../orders/domain/order.js';
import type { Reply, Success } from './replies.js';
import type { Mark, StepRule } from './domain/state.js';
import type { Subject } from './subject.js';

/** A row of the process table: one step of the fulfilment. The columns of `StepRule` are for the drivers. */
interface Row<Fact> extends StepRule {
  /** The service that executes the step. */
  readonly by: 'inventory' | 'payment' | 'shipping';
  /** False if the order does not need the step, for example when there is nothing to pay. All current steps always apply. */
  applies?(order: Placed): boolean;
  readonly command: Command<Subject>;
  /** The command that compensates the step. */
  readonly undo: Command<Subject>;
  /** The command of the hybrid mode and its success. The services then choreograph the inside of the step. */
  readonly prepare?: {
    readonly command: Command<Subject>;
    readonly succeeded: Success<Fact>;
    readonly timeoutMs: number;
  };
  /** How long to wait for the reply. */
  readonly timeoutMs: number;
  /** The status of the order once the step is done. */
  readonly reaches?: OrderStatus;
  readonly succeeded: Success<Fact>;
  /** Records on the order that the step is done. */
  record(order: Order, fact: Fact, at: Date): void;
  /** Confirms the order if this is the last step. By default: `record`, then `Order.confirm`. */
  confirm?(order: Order, fact: Fact, at: Date): void;
  implied?(later: unknown): Fact | undefined;
  /** True if the order shows that the step is done. Needed for orders of older releases without a saga. */
  isDone(order: Placed): boolean;
  /** The replies other than success. The first one that returns a meaning applies. */
  readonly replies: readonly Reply[];
  /** The fact of the success when an operator did the step by hand; undefined if only the service knows it. */
  byHand?(order: Placed): Fact | undefined;
  /** The refund when an operator did the compensation by hand. */
  undoneByHand?(order: Pick<Placed, 'total' | 'refunds'>): { readonly refund: Money };
}

export type ProcessStep = Row<unknown>;

/** Checks the type of a row: its functions take the fact that its success returns. */
export function step<Fact>(row: Row<Fact>): ProcessStep {
  const { succeeded, prepare } = row;
  const replies = [succeeded, ...(prepare ? [prepare.succeeded] : []), ...row.replies];
  // Safe: a row is only given facts from its own success.
  return { ...row, replies } as ProcessStep;
}

/** The mark of the step before the saga has sent any command for it. */
export function markOf({ applies, isDone }: Pick<ProcessStep, 'applies' | 'isDone'>, order: Placed): Mark {
  if (applies?.(order) === false) return 'skipped';
  return isDone(order) ? 'done' : 'idle';
}
