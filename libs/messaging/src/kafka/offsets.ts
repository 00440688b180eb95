import type { Timers } from '@waybill/kernel';

/** Offsets are committed in batches, at most this often. Records that are handled again after a crash find their claims. */
const EVERY_MS = 200;

export interface TopicOffsets {
  readonly topic: string;
  readonly partitions: { readonly partition: number; readonly offset: string }[];
}

/** Commits offsets. Rejects if a rebalance moved the partitions. */
export type Commit = (topics: readonly TopicOffsets[]) => Promise<void>;

/** Offsets of handled records that are not committed yet. */
export class Offsets {
  private readonly due = new Map<string, Map<number, string>>();
  private commit: Commit | undefined;
  private waiting = false;
  private committed: Promise<unknown> = Promise.resolve();

  constructor(private readonly timers: Timers) {}

  done(topic: string, partition: number, offset: string, commit: Commit): void {
    this.commit = commit;
    const partitions = this.due.get(topic) ?? new Map<number, string>();
    this.due.set(topic, partitions.set(partition, offset));
    if (this.waiting) return;
    this.waiting = true;
    this.timers.after(EVERY_MS, () => {
      this.waiting = false;
      void this.flush();
    });
  }

  /** Resolves when no commit is in flight. */
  async flush(): Promise<void> {
    const topics = [...this.due].map(([topic, partitions]) => ({
      topic,
      partitions: [...partitions].map(([partition, offset]) => ({ partition, offset })),
    }));
    this.due.clear();
    // If it fails, a rebalance moved the partitions. Their new owner receives the records again and finds their claims.
    if (topics.length > 0)
      this.committed = Promise.all([this.committed, this.commit?.(topics).catch(() => undefined)]);
    await this.committed;
  }
}
