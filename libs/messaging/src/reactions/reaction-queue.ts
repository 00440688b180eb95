import type { PendingReaction } from '@waybill/unit-of-work';

/** The events of one aggregate for one handler. They are handled in order. */
export type KeyQueue = Pick<PendingReaction, 'consumer' | 'key'>;

export interface Wanted {
  readonly shards: readonly number[];
  readonly consumers: readonly string[];
  /** Positions of the events that are in progress. */
  readonly without: readonly KeyQueue[];
  readonly limit: number;
}

/** The pending rows of asynchronous handlers. */
export interface ReactionQueue {
  /** Returns the oldest rows, oldest first. */
  next(wanted: Wanted): Promise<readonly PendingReaction[]>;
  remove(rows: readonly PendingReaction[]): Promise<void>;
}

export function nameOf({ consumer, key }: KeyQueue): string {
  return `${consumer} ${key}`;
}
