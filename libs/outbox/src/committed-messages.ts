import type { OutboxMessage } from './outbox-message.js';

/** Messages that this process has just committed. */
export interface CommittedMessages {
  /** As they stand in the outbox, in the order of their positions. */
  readonly messages: readonly OutboxMessage[];
  /**
   * Messages of the same keys that stood in the outbox when these were written, by whatever instance. Undefined if the outbox held
   * too many to look through.
   */
  readonly earlier: readonly Pick<OutboxMessage, 'position' | 'shard'>[] | undefined;
}

/** The outbox is looked through for earlier messages only if it has fewer than this. */
export const MOST_EARLIER = 500;
