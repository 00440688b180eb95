import type { Delivery } from './broker.js';

/** What was delivered and is not yet handled: its age is how far a consumer is behind, whatever the broker. */
export class InFlight {
  private readonly batches = new Set<readonly Delivery[]>();

  async during(records: readonly Delivery[], work: Promise<void>): Promise<void> {
    this.batches.add(records);
    await work.finally(() => this.batches.delete(records));
  }

  /** Seconds since the oldest of them was published; 0 when there is nothing to do. */
  oldestSeconds(now: Date): number {
    // Records of one partition come in order: the first is the oldest. One without a time says nothing.
    const born = [...this.batches].flatMap(([first]) => Date.parse(first?.headers['ce_time'] ?? '') || []);
    return born.length === 0 ? 0 : Math.max(0, now.getTime() - Math.min(...born)) / 1_000;
  }
}
