import type { Effect } from './tables.js';

export interface DueEffect {
  readonly effect: Effect;
  /** Time until it is due, by the clock of the database; negative when it is overdue. */
  readonly waitMs: number;
}

/** Effects whose result is not handled yet. */
export interface EffectStore {
  /** Effects that are due within this time, longest overdue first. */
  due(wanted: {
    readonly withinMs: number;
    readonly shards: readonly number[];
    /** Ids to leave out. */
    readonly without: readonly string[];
    readonly limit: number;
  }): Promise<readonly DueEffect[]>;
}
