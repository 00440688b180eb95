import { Repetition, type Timers } from '@waybill/kernel';
import type { SagaStore } from './saga-store.js';

export interface DeadlineOptions {
  readonly store: Pick<SagaStore, 'due'>;
  readonly timers: Timers;
  readonly pollMs?: number;
  /** Wakes the saga. A waking is never cancelled: the saga's row decides whether it still matters. */
  wake(saga: { readonly id: string; readonly tenant: string }): Promise<unknown>;
  readonly onError?: (error: unknown) => void;
}

/** Sagas per look at most. */
const LIMIT = 200;

/** Looks for sagas whose deadline has passed. Several instances may find the same one: its row, under lock, lets one act. */
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
