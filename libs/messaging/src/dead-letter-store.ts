import type { ParkedName } from './parked-keys.js';

export interface ParkedKeyRow extends ParkedName {
  /** Open dead letters of the key. */
  readonly waiting: number;
  readonly since: Date;
}

/** Dead letters and parked keys, read beside the unit of work. */
export interface DeadLetterStore {
  /** All keys that a consumer of this service has stopped at, the first one first. */
  parkedKeys(): Promise<readonly ParkedKeyRow[]>;
  /** Ids of the open dead letters of a parked key, in the order in which they must be redriven. */
  line(of: ParkedName, limit: number): Promise<readonly string[]>;
  /** When the oldest open one failed first; undefined when there is none. */
  oldestOpen(): Promise<Date | undefined>;
}
