import type { Delivery } from './broker.js';

/** Records that were delivered and not handled yet. The age of the oldest one is the consumer's lag. */
export class InFlight {
  private readonly batches = new Set<readonly Delivery[]>();

  async during(records: readonly Delivery[], work: Promise<void>): Promise<void> {
    this.batches.add(records);
    await work.finally(() => this.batches.delete(records));
  }

  /** Seconds since the oldest was published; 0 if there is none. */
  oldestSeconds(now: Date): number {
    // Records of a partition arrive in order, so the first is the oldest. A record without a time is ignored.
    const born = [...this.batches].flatMap(([first]) => Date.parse(first?.headers['ce_time'] ?? '') || []);
    return born.length === 0 ? 0 : Math.max(0, now.getTime() - Math.min(...born)) / 1_000;
  }
}
