import type { PendingReaction } from '@waybill/unit-of-work';

/** All events of one aggregate for one handler: they are handled one after the other. */
export type KeyQueue = Pick<PendingReaction, 'consumer' | 'key'>;

export interface Wanted {
  readonly shards: readonly number[];
  readonly consumers: readonly string[];
  /** Those of them that are being worked on. */
  readonly without: readonly KeyQueue[];
  readonly limit: number;
}

/** The rows that wait for asynchronous handlers. */
export interface ReactionQueue {
  /** The oldest rows, oldest first. */
  next(wanted: Wanted): Promise<readonly PendingReaction[]>;
  remove(rows: readonly PendingReaction[]): Promise<void>;
}

export function nameOf({ consumer, key }: KeyQueue): string {
  return `${consumer} ${key}`;
}
