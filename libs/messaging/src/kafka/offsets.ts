import type { Timers } from '@waybill/kernel';
import type { EachBatchPayload } from 'kafkajs';

/** Offsets are committed in batches, at most this often. Records that are handled again after a crash find their claims. */
const EVERY_MS = 200;

/** Offsets of handled records that are not committed yet. */
export class Offsets {
  private readonly due = new Map<string, Map<number, string>>();
  /** Not the consumer's own `commitOffsets`, which does nothing once the consumer is stopping. */
  private commit: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
  private waiting = false;

  constructor(private readonly timers: Timers) {}

  done(
    topic: string,
    partition: number,
    offset: string,
    { commitOffsetsIfNecessary }: EachBatchPayload,
  ): void {
    this.commit = commitOffsetsIfNecessary;
    const partitions = this.due.get(topic) ?? new Map<number, string>();
    this.due.set(topic, partitions.set(partition, offset));
    if (this.waiting) return;
    this.waiting = true;
    this.timers.after(EVERY_MS, () => {
      this.waiting = false;
      void this.flush();
    });
  }

  async flush(): Promise<void> {
    const topics = [...this.due].map(([topic, partitions]) => ({
      topic,
      partitions: [...partitions].map(([partition, offset]) => ({ partition, offset })),
    }));
    this.due.clear();
    if (topics.length === 0) return;
    // A rebalance moved the partitions. Their new owner receives the records again and finds their claims.
    await this.commit?.({ topics }).catch(() => undefined);
  }
}
