import type { Timers } from '@waybill/kernel';
import { DueWork } from '@waybill/unit-of-work';
import { sagas } from './saga.js';
import type { SagaStore } from './saga-store.js';

interface SagaRef {
  readonly id: string;
  readonly tenant: string;
}

export interface DeadlineOptions {
  readonly store: Pick<SagaStore, 'due'>;
  readonly timers: Timers;
  readonly pollMs?: number;
  /** Wakes the saga. A wake-up is never cancelled: the saga's row decides whether it is still needed. */
  wake(saga: SagaRef): Promise<unknown>;
  readonly onError?: (error: unknown) => void;
}

/** Wakes sagas whose deadline has passed. Several instances may find the same saga; the lock on its row lets only one handle it. */
export class Deadlines extends DueWork<SagaRef> {
  constructor({ store, timers, pollMs, wake, onError }: DeadlineOptions) {
    super({
      timers,
      rowType: sagas,
      column: 'wakeAt',
      due: (wanted) => store.due(wanted),
      handle: (saga) => wake(saga),
      pollMs,
      onError,
    });
  }
}
