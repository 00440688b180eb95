import type { OutboxMessage } from './outbox-message.js';

/** Position of an acknowledged record. */
export interface Position {
  readonly partition: number;
  readonly offset: number;
}

/** Publishes to a broker. */
export interface Publisher {
  /**
   * Resolves with the positions, in the given order, when all replicas have acknowledged every record. Rejects if one is not acknowledged
   * or after `timeoutMs`; then any of them may be in the topic.
   */
  publish(records: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]>;
}
