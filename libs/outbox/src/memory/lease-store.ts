import type { Clock } from '@waybill/kernel';
import type { Hold, LeaseRequest, LeaseStore } from '../lease-store.js';
import { SHARDS } from '../shards.js';

interface Lease {
  readonly shard: number;
  owner: string | undefined;
  token: number;
  expiresAt: number;
}

/** Leases in memory, by the clock that stands for the database's. */
export class MemoryLeaseStore implements LeaseStore {
  private readonly shards = new Map<string, readonly Lease[]>();
  /** Until when each owner of a name lives. */
  private readonly members = new Map<string, Map<string, number>>();

  constructor(
    private readonly clock: Clock,
    /** Called when a lease is taken that expired under another owner. */
    private readonly takenOver: () => void = () => {},
  ) {}

  join({ name, owner, ttlMs }: LeaseRequest): Promise<number> {
    const members = this.members.get(name) ?? new Map<string, number>();
    this.members.set(name, members.set(owner, this.now + ttlMs));
    const others = [...members].filter(([other, until]) => other !== owner && until > this.now);
    return Promise.resolve(others.length + 1);
  }

  take({ name, owner, ttlMs, share }: LeaseRequest & { readonly share: number }): Promise<readonly Hold[]> {
    const all = this.leasesOf(name);
    const isMine = (lease: Lease) => lease.owner === owner && lease.expiresAt > this.now;
    const wanted = all
      .filter((lease) => lease.owner === owner || lease.expiresAt <= this.now)
      .sort((a, b) => Number(isMine(b)) - Number(isMine(a)) || a.shard - b.shard)
      .slice(0, share);
    for (const lease of all) if (lease.owner === owner && !wanted.includes(lease)) this.free(lease);
    for (const lease of wanted) {
      if (!isMine(lease)) lease.token++;
      if (lease.owner !== undefined && lease.owner !== owner) this.takenOver();
      lease.owner = owner;
      lease.expiresAt = this.now + ttlMs;
    }
    return Promise.resolve(wanted.map(({ shard, token }) => ({ shard, token })));
  }

  release({ name, owner }: Omit<LeaseRequest, 'ttlMs'>): Promise<void> {
    for (const lease of this.leasesOf(name)) if (lease.owner === owner) this.free(lease);
    this.members.get(name)?.delete(owner);
    return Promise.resolve();
  }

  /** Is this still the token of the shard? */
  isHeld(name: string, { shard, token }: Hold): boolean {
    return this.leasesOf(name)[shard]?.token === token;
  }

  private get now(): number {
    return this.clock.now().getTime();
  }

  private leasesOf(name: string): readonly Lease[] {
    const known = this.shards.get(name);
    if (known) return known;
    const fresh = Array.from({ length: SHARDS }, (_, shard): Lease => {
      return { shard, owner: undefined, token: 0, expiresAt: 0 };
    });
    this.shards.set(name, fresh);
    return fresh;
  }

  private free(lease: Lease): void {
    lease.owner = undefined;
    lease.expiresAt = this.now;
  }
}
