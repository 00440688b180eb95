import type { Effect } from './tables.js';

export interface DueEffect {
  readonly effect: Effect;
  /** Until it is due, by the clock of the database that wrote it; negative when it is overdue. */
  readonly waitMs: number;
}

/** Effects that committed acts asked for and whose answer is not handled. */
export interface EffectStore {
  /** Those that are due within the time, the longest overdue first. */
  due(wanted: {
    readonly withinMs: number;
    readonly shards: readonly number[];
    /** Ids that are left out. */
    readonly without: readonly string[];
    readonly limit: number;
  }): Promise<readonly DueEffect[]>;
}
