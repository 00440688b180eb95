import type { Hold, LeaseStore } from './lease-store.js';
import { SHARDS } from './shards.js';

export interface LeasesOptions {
  readonly store: LeaseStore;
  readonly name: string;
  /** This instance. */
  readonly owner: string;
  readonly ttlMs: number;
  /** Milliseconds of a clock that never jumps. */
  readonly now: () => number;
}

/**
 * Shards shared fairly among the living instances of a service. An owner holds its shards until its term ends by the
 * database's clock. Every write of a holder carries the token of its shard, so that one who was paused past its term changes nothing.
 */
export class Leases {
  /** What this instance may work on until `until`, which is by its own clock and on the safe side. */
  private held: readonly Hold[] = [];
  private until = 0;
  private renewing: Promise<void> | undefined;
  private outdated = false;
  /** Living instances at the last renewal. */
  members = 1;

  constructor(private readonly options: LeasesOptions) {}

  /** The shards held now; renews when a third of the term is over. Call it between two pieces of work, never during one. */
  async hold(): Promise<readonly Hold[]> {
    if (this.due) {
      // One at a time: two would skip each other's locked rows and so give up what they hold.
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined));
      await this.renewing;
    }
    return this.held;
  }

  /** The next `hold` renews, and may give shards back. */
  get due(): boolean {
    return this.outdated || this.remainingMs() < (this.options.ttlMs * 2) / 3;
  }

  /** Instances may have come or gone. */
  changed(): void {
    this.outdated = true;
  }

  /** How long the leases still last: no send may outlive this. */
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
    this.members = members;
    this.held = isShare ? holds : await store.take({ name, owner, share });
    this.until = start + ttlMs;
  }
}
