import type { Clock } from '@waybill/kernel';
import type { Hold, LeaseRequest, LeaseStore, Renewal } from '../lease-store.js';
import { SHARDS } from '../shards.js';

interface Lease {
  readonly shard: number;
  owner: string | undefined;
  token: number;
}

/** Leases in memory, by the clock that stands for the database's. */
export class MemoryLeaseStore implements LeaseStore {
  private readonly shards = new Map<string, readonly Lease[]>();
  /** Expiry of each owner of a name. */
  private readonly terms = new Map<string, Map<string, number>>();

  constructor(
    private readonly clock: Clock,
    /** Called when a lease is taken from an owner whose leases have expired. */
    private readonly takenOver: () => void = () => {},
  ) {}

  renew({ name, owner, ttlMs }: LeaseRequest): Promise<Renewal> {
    if (!this.lives(name, owner)) this.free(name, owner);
    const terms = this.terms.get(name) ?? new Map<string, number>();
    this.terms.set(name, terms.set(owner, this.now + ttlMs));
    const others = [...terms.keys()].filter((other) => other !== owner && this.lives(name, other));
    const all = this.leasesOf(name);
    return Promise.resolve({
      members: others.length + 1,
      holds: all.filter((lease) => lease.owner === owner).map(holdOf),
      free: all.filter((lease) => lease.owner !== owner && !this.lives(name, lease.owner)).length,
    });
  }

  take({ name, owner, share }: Parameters<LeaseStore['take']>[0]): Promise<readonly Hold[]> {
    const all = this.leasesOf(name);
    const isMine = (lease: Lease) => lease.owner === owner;
    const wanted = all
      .filter((lease) => isMine(lease) || !this.lives(name, lease.owner))
      .sort((a, b) => Number(isMine(b)) - Number(isMine(a)) || a.shard - b.shard)
      .slice(0, share);
    for (const lease of all) if (isMine(lease) && !wanted.includes(lease)) lease.owner = undefined;
    for (const lease of wanted.filter((one) => !isMine(one))) {
      if (lease.owner !== undefined) this.takenOver();
      lease.owner = owner;
      lease.token++;
    }
    return Promise.resolve(wanted.map(holdOf));
  }

  release({ name, owner }: Omit<LeaseRequest, 'ttlMs'>): Promise<void> {
    this.free(name, owner);
    this.terms.get(name)?.delete(owner);
    return Promise.resolve();
  }

  /** Whether this is the current token of the shard. */
  isHeld(name: string, { shard, token }: Hold): boolean {
    return this.leasesOf(name)[shard]?.token === token;
  }

  private get now(): number {
    return this.clock.now().getTime();
  }

  private lives(name: string, owner: string | undefined): boolean {
    return owner !== undefined && (this.terms.get(name)?.get(owner) ?? -Infinity) > this.now;
  }

  private leasesOf(name: string): readonly Lease[] {
    const known = this.shards.get(name);
    if (known) return known;
    const fresh = Array.from({ length: SHARDS }, (_, shard): Lease => {
      return { shard, owner: undefined, token: 0 };
    });
    this.shards.set(name, fresh);
    return fresh;
  }

  private free(name: string, owner: string): void {
    for (const lease of this.leasesOf(name)) if (lease.owner === owner) lease.owner = undefined;
  }
}

function holdOf({ shard, token }: Lease): Hold {
  return { shard, token };
}
