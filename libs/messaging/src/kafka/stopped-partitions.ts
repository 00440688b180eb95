import type { Timers } from '@waybill/kernel';
import type { StoppedPartition, Subscription } from '../broker.js';

/** A partition that is stopped is tried again after this time: another replica may have what this one has lost. */
const RETRY_MS = 30_000;

interface Stopped extends StoppedPartition {
  readonly cancel: () => void;
}

/** The partitions of a consumer that are stopped, each until its next try. Tells the subscriber once of each. */
export class StoppedPartitions {
  private readonly stopped = new Map<string, Stopped>();
  private ended = false;

  constructor(
    private readonly subscription: Subscription,
    private readonly timers: Timers,
  ) {}

  get all(): readonly StoppedPartition[] {
    return [...this.stopped.values()].map(({ cancel: _, ...partition }) => partition);
  }

  /** It stops at this offset. `retry` is called when it is to be fetched again. */
  stop(partition: StoppedPartition, retry: () => void): void {
    if (this.ended) return;
    const name = nameOf(partition);
    const before = this.stopped.get(name);
    before?.cancel();
    this.stopped.set(name, { ...partition, cancel: this.timers.after(RETRY_MS, retry) });
    if (before?.offset !== partition.offset) this.subscription.partitionStopped?.(partition);
  }

  /** It was consumed up to here. */
  goesOn(topic: string, partition: number): void {
    const name = nameOf({ topic, partition });
    const found = this.stopped.get(name);
    if (!found) return;
    found.cancel();
    this.stopped.delete(name);
    this.subscription.partitionResumed?.({ topic, partition });
  }

  /** The consumer stops. */
  end(): void {
    this.ended = true;
    this.clear();
  }

  /** Other partitions are consumed from now on. */
  clear(): void {
    for (const { cancel } of this.stopped.values()) cancel();
    this.stopped.clear();
  }
}

function nameOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}
