import type { CommittedMessages } from './committed-messages.js';
import type { Hold } from './lease-store.js';
import type { OutboxMessage } from './outbox-message.js';
import type { Sent } from './outbox-store.js';

/** What this process has committed since the relay's last look into the table. It is valid as long as nothing else needs a look. */
export class CommittedQueue {
  private valid = false;
  private waiting: CommittedMessages[] = [];
  private size = 0;
  /** The shards and tokens of the last look. */
  private lookedAt = '';
  /** The highest position that was found in the table. */
  private highest = 0;

  constructor(
    /** There are always fewer messages than this: of more, the table has them. */
    private readonly most: number,
  ) {}

  /** Without the messages, the relay must look for them. If it must look anyhow, it will find them. */
  put(committed: CommittedMessages | undefined): void {
    if (!this.valid) return;
    this.size += committed?.messages.length ?? 0;
    if (!committed || this.size >= this.most) return this.invalidate();
    this.waiting.push(committed);
  }

  invalidate(): void {
    this.valid = false;
    this.clear();
  }

  /** A look begins. What is committed from now on it may find, or not. */
  looking(holds: readonly Hold[]): void {
    this.valid = true;
    this.lookedAt = nameOf(holds);
    this.clear();
  }

  found(rows: readonly OutboxMessage[]): void {
    for (const { position } of rows) this.highest = Math.max(this.highest, position);
  }

  /**
   * The messages of the shards held. Undefined if the relay must look instead: a message may have been found in the table and sent
   * already, or one of the same key stands before it that was neither sent nor is taken here. Another instance may have committed
   * that one, or the key is parked.
   */
  take(holds: readonly Hold[], sent: readonly Sent[]): readonly OutboxMessage[] | undefined {
    if (!this.valid || nameOf(holds) !== this.lookedAt) return undefined;
    const { waiting } = this;
    this.clear();
    if (waiting.length === 0) return [];
    const shards = new Set(holds.map(({ shard }) => shard));
    const known = new Set(sent.map(({ message }) => message.position));
    const taken: OutboxMessage[] = [];
    for (const { messages, earlier } of waiting) {
      if (!earlier?.every(({ position, shard }) => known.has(position) || !shards.has(shard)))
        return undefined;
      for (const message of messages.filter(({ shard }) => shards.has(shard))) {
        if (message.position <= this.highest) return undefined;
        known.add(message.position);
        taken.push(message);
      }
    }
    return taken;
  }

  private clear(): void {
    this.waiting = [];
    this.size = 0;
  }
}

function nameOf(holds: readonly Hold[]): string {
  return holds.map(({ shard, token }) => `${shard} ${token}`).join();
}
