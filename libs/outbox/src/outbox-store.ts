import type { Hold } from './lease-store.js';
import type { OutboxMessage } from './outbox-message.js';
import type { Position } from './publisher.js';

/** An acknowledged message and its position in the topic. */
export interface Sent {
  readonly message: OutboxMessage;
  readonly position: Position;
}

/** A key whose oldest message the broker refuses, as operators see it. */
export interface RefusedKey {
  readonly key: string;
  readonly messageId: string;
  readonly type: string;
  readonly topic: string;
  readonly tries: number;
  readonly error: string;
  readonly parkedAt: Date;
  readonly retryAt: Date;
}

/**
 * Committed messages to publish, published messages, and parked keys: keys whose oldest message the broker refuses while it accepts others.
 * Every instance skips parked keys, also after a restart.
 */
export interface OutboxStore {
  /** The oldest messages of the shards, except those at the positions `without` and those of parked keys. */
  oldest(wanted: {
    readonly shards: readonly number[];
    readonly limit: number;
    readonly without: readonly number[];
  }): Promise<readonly OutboxMessage[]>;
  /** The oldest messages of a key, parked or not. */
  ofKey(wanted: {
    readonly shards: readonly number[];
    readonly limit: number;
    readonly key: string;
  }): Promise<readonly OutboxMessage[]>;
  /** Records messages as sent, if the lease on their shard still has the token of the hold. Returns how many. */
  move(sent: readonly Sent[], holds: readonly Hold[]): Promise<number>;
  /** Parked keys of the shards that are due for a retry. */
  dueKeys(shards: readonly number[]): Promise<readonly string[]>;
  /** Parks the key of a refused message. It is due in half a minute, then after twice as long each time, up to an hour. */
  park(message: OutboxMessage, tries: number, error: unknown): Promise<void>;
  /** Releases keys: their messages are no longer skipped. */
  release(keys: readonly string[]): Promise<void>;
  /** The hundred keys that were parked first. */
  parkedKeys(): Promise<readonly RefusedKey[]>;
  /** Makes a parked key due. False if it is not parked. */
  retry(key: string): Promise<boolean>;
}
