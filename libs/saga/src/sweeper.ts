import { Repetition, type Timers } from '@waybill/kernel';
import { labelOf } from './log.js';
import type { SagaStore, StuckSaga } from './saga-store.js';

export interface SweeperOptions {
  readonly store: Pick<SagaStore, 'stuck'>;
  readonly timers: Timers;
  readonly everyMs?: number;
  /** Called once per saga, and again if it gets stuck at another step. */
  readonly alarm: (saga: StuckSaga) => void;
  readonly onError?: (error: unknown) => void;
}

/** Maximum number of sagas per run. */
const LIMIT = 1_000;

/** Finds stuck sagas and raises an alarm for each. */
export class SagaSweeper extends Repetition {
  private known: ReadonlySet<string> = new Set();

  constructor(private readonly options: SweeperOptions) {
    super(options.timers, options.everyMs ?? 30_000);
  }

  protected async turn(): Promise<void> {
    const { store, alarm, onError } = this.options;
    try {
      const stuck = await store.stuck(LIMIT);
      for (const saga of stuck) if (!this.known.has(nameOf(saga))) alarm(saga);
      this.known = new Set(stuck.map(nameOf));
    } catch (error) {
      onError?.(error);
    }
  }
}

function nameOf({ id, why, last }: StuckSaga): string {
  return `${id} ${why} ${last ? labelOf(last) : ''}`;
}
