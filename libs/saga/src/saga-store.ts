import type { Due, DueWithin } from '@waybill/unit-of-work';
import type { StepRef } from './definition.js';

/** From this attempt on, operators get an alarm for a command without a usable reply. */
export const ALARMING_ATTEMPT = 5;

/** If the deadline passed this long ago, the saga should have been woken. */
export const ASLEEP_AFTER_MS = 60_000;

/** A saga that makes no progress. */
export interface StuckSaga {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  /** `asleep`: it was not woken at its deadline. `unanswered`: repeated commands got no usable reply. */
  readonly why: 'asleep' | 'unanswered';
  /** The last command. */
  readonly last: StepRef | undefined;
  readonly attempt: number;
  readonly deadline: Date | null;
}

/** Queries outside the unit of work, without locks, by the clock of the database. */
export interface SagaStore {
  /** Sagas whose wake-up is due within this time, longest overdue first. */
  due(wanted: DueWithin): Promise<readonly Due<{ readonly id: string; readonly tenant: string }>[]>;
  /** Sagas that operators should know about, earliest wake-up first. */
  stuck(limit: number): Promise<readonly StuckSaga[]>;
  /** Number of sagas whose deadline has passed. */
  countOverdue(): Promise<number>;
  /** Number of sagas that have sent the same command at least five times. */
  countAlarming(): Promise<number>;
}
