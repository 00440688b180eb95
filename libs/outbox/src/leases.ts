import type { Hold, LeaseStore } from './lease-store.js';
import { SHARDS } from './shards.js';

export interface LeasesOptions {
  readonly store: LeaseStore;
  readonly name: string;
  /** This instance. */
  readonly owner: string;
  readonly ttlMs: number;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Called when the number of live instances has changed. */
  readonly onMembers?: ((members: number) => void) | undefined;
}

/**
 * Shares the shards of a service fairly among its live instances. An owner holds its shards until its leases expire by the database's
 * clock. Every write of an owner carries the token of the shard, so an owner that was paused past its lease changes nothing.
 */
export class Leases {
  /** The shards of this instance until `until`, by its own clock and with a safety margin. */
  private held: readonly Hold[] = [];
  private until = 0;
  private renewing: Promise<void> | undefined;
  private outdated = false;
  /** Number of live instances at the last renewal. */
  members = 1;

  constructor(private readonly options: LeasesOptions) {}

  /** Returns the shards held now; renews when a third of the term has passed. Call it between two batches, never during one. */
  async hold(): Promise<readonly Hold[]> {
    if (this.due) {
      // One renewal at a time: two would skip each other's locked rows and so lose shards.
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined));
      await this.renewing;
    }
    return this.held;
  }

  /** Whether another instance may hold a shard. */
  isElsewhere(shard: number): boolean {
    return this.members > 1 && !this.held.some((hold) => hold.shard === shard);
  }

  /** Makes the next `hold` renew, which may release shards. */
  get due(): boolean {
    return this.outdated || this.remainingMs() < (this.options.ttlMs * 2) / 3;
  }

  /** Instances may have come or gone. */
  changed(): void {
    this.outdated = true;
  }

  /** Milliseconds until the leases expire. No send may take longer. */
  remainingMs(): number {
    return this.until - this.options.now();
  }

  async release(): Promise<void> {
    const { store, name, owner } = this.options;
    this.held = [];
    this.until = 0;
    await store.release({ name, owner });
  }

  private async renew(): Promise<void> {
    const { store, name, owner, ttlMs, now } = this.options;
    const start = now();
    this.outdated = false;
    const { members, holds, free } = await store.renew({ name, owner, ttlMs });
    const share = Math.ceil(SHARDS / members);
    const isShare = holds.length === share || (holds.length < share && free === 0);
    if (members !== this.members) this.options.onMembers?.(members);
    this.members = members;
    this.held = isShare ? holds : await store.take({ name, owner, share });
    this.until = start + ttlMs;
  }
}
