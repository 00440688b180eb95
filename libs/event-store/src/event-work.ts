import { Repetition, type Timers } from '@waybill/kernel';
import type { Committed } from '@waybill/unit-of-work';
import { storedEvents } from './tables.js';

/** Without events, the longest pause in multiples of `pollMs`. It finds events of instances that have ended. */
const IDLE = 5;

/**
 * Background work that reads events: `pollMs` after this process has committed some, so that what happens in that time is done together, and
 * seldom without. A run that found events, or failed, returns `pollMs`.
 */
export abstract class EventWork extends Repetition {
  constructor(
    timers: Timers,
    protected readonly pollMs = 1_000,
  ) {
    super(timers, pollMs * IDLE);
  }

  /** This process has committed changes. */
  committed({ changes }: Pick<Committed, 'changes'>): void {
    if (changes.some(({ rowType }) => rowType === storedEvents)) this.dueIn(this.pollMs);
  }
}
