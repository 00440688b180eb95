import type { Money } from '@waybill/kernel';
import type { Command } from '@waybill/saga';
import type { Placed } from '../orders/domain/order-state.js';
import type { OrderStatus } from '../orders/domain/order-status.js';
import type { Order } from '../orders/domain/order.js';
import type { Reply, Success } from './replies.js';
import type { Mark, StepRule } from './domain/state.js';
import type { Subject } from './subject.js';

/** A row of the table: one step of the fulfilment. The columns of `StepRule` say how it is driven. */
interface Row<Fact> extends StepRule {
  /** The service that carries it out. */
  readonly by: 'inventory' | 'payment' | 'shipping';
  /** False for an order that does not need the step, such as one without anything to pay. Every step of today's table applies always. */
  applies?(order: Placed): boolean;
  readonly command: Command<Subject>;
  /** The compensation, of the step as a whole. */
  readonly undo: Command<Subject>;
  /** The command of the hybrid mode, in which the inside of the step is choreographed, and its success. */
  readonly prepare?: {
    readonly command: Command<Subject>;
    readonly succeeded: Success<Fact>;
    readonly timeoutMs: number;
  };
  /** How long the reply to the command is waited for. */
  readonly timeoutMs: number;
  /** The status of the order once the step is done. */
  readonly reaches?: OrderStatus;
  readonly succeeded: Success<Fact>;
  /** Records on the order that the step is done. */
  record(order: Order, fact: Fact, at: Date): void;
  /** Confirms the order when this was the last step; by default it is recorded, and then confirmed. */
  confirm?(order: Order, fact: Fact, at: Date): void;
  implied?(later: unknown): Fact | undefined;
  /** Whether the order shows that the step is done; a saga of an older release may not. */
  isDone(order: Placed): boolean;
  /** The other replies. The first match counts. */
  readonly replies: readonly Reply[];
  /** What stands for the success when an operator did the step by hand; undefined when only the service can. */
  byHand?(order: Placed): Fact | undefined;
  /** What stands for the compensation when an operator did that by hand. */
  undoneByHand?(order: Pick<Placed, 'total' | 'refunds'>): { readonly refund: Money };
}

export type ProcessStep = Row<unknown>;

/** A row, checked by the type of what its success brings along. */
export function step<Fact>(row: Row<Fact>): ProcessStep {
  const { succeeded, prepare } = row;
  const replies = [succeeded, ...(prepare ? [prepare.succeeded] : []), ...row.replies];
  // A row is given what its own success has made, and nothing else.
  return { ...row, replies } as ProcessStep;
}

/** The mark of the step before the saga has sent anything for it. */
export function markOf({ applies, isDone }: Pick<ProcessStep, 'applies' | 'isDone'>, order: Placed): Mark {
  if (applies?.(order) === false) return 'skipped';
  return isDone(order) ? 'done' : 'idle';
}
