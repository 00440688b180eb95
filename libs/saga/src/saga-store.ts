import type { StepRef } from './definition.js';

/** From this attempt on an operator is told of a command that gets no answer that helps. */
export const ALARMING_ATTEMPT = 5;

/** A deadline that passed so long ago should have woken its saga. */
export const ASLEEP_AFTER_MS = 60_000;

/** A saga that does not go on by itself. */
export interface StuckSaga {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  /** `asleep`: its deadline woke nobody. `unanswered`: the same command was sent again and again, and it does not help. */
  readonly why: 'asleep' | 'unanswered';
  /** The command that was sent last. */
  readonly last: StepRef | undefined;
  readonly attempt: number;
  readonly deadline: Date | null;
}

/** Sagas by their time, read beside the unit of work and without a lock: by the clock of the database. */
export interface SagaStore {
  /** Sagas whose waking is due, the longest overdue first. */
  due(limit: number): Promise<readonly { readonly id: string; readonly tenant: string }[]>;
  /** Sagas that an operator should hear of, oldest waking first. */
  stuck(limit: number): Promise<readonly StuckSaga[]>;
  /** How many have a deadline that has passed. */
  countOverdue(): Promise<number>;
  /** How many send the same command for the fifth time or more. */
  countAlarming(): Promise<number>;
}
