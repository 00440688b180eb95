import type { OutboxMessage } from './outbox-message.js';

/** Where a record stands after its acknowledgement. */
export interface Position {
  readonly partition: number;
  readonly offset: number;
}

/** The producing end of a broker. */
export interface Publisher {
  /**
   * Resolves when every record is acknowledged by all replicas, with their positions in the order given. Rejects when one is
   * not, or when `timeoutMs` is over; then any of them may be in the topic.
   */
  publish(records: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]>;
}
