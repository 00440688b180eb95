import type { ParkedName } from './parked-keys.js';

export interface ParkedKeyRow extends ParkedName {
  /** Number of open dead letters of the key. */
  readonly waiting: number;
  readonly since: Date;
}

/** Reads dead letters and parked keys outside the unit of work. */
export interface DeadLetterStore {
  /** All parked keys of this service, the oldest first. */
  parkedKeys(): Promise<readonly ParkedKeyRow[]>;
  /** Ids of the open dead letters of a parked key, in the order in which they must be redriven. */
  line(of: ParkedName, limit: number): Promise<readonly string[]>;
  /** When the oldest open dead letter first failed; undefined if there is none. */
  oldestOpen(): Promise<Date | undefined>;
}
