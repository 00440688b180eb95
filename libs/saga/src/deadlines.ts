import { Repetition, type Timers } from '@waybill/kernel';
import type { SagaStore } from './saga-store.js';

export interface DeadlineOptions {
  readonly store: Pick<SagaStore, 'due'>;
  readonly timers: Timers;
  readonly pollMs?: number;
  /** Wakes the saga. A wake-up is never cancelled: the saga's row decides whether it is still needed. */
  wake(saga: { readonly id: string; readonly tenant: string }): Promise<unknown>;
  readonly onError?: (error: unknown) => void;
}

/** Maximum number of sagas per poll. */
const LIMIT = 200;

/** Wakes sagas whose deadline has passed. Several instances may find the same saga; the lock on its row lets only one handle it. */
export class Deadlines extends Repetition {
  constructor(private readonly options: DeadlineOptions) {
    super(options.timers, options.pollMs ?? 1_000);
  }

  protected async turn(): Promise<void> {
    const { store, wake, onError } = this.options;
    try {
      const due = await store.due(LIMIT);
      await Promise.all(due.map((saga) => wake(saga).catch((error: unknown) => onError?.(error))));
    } catch (error) {
      onError?.(error);
    }
  }
}
