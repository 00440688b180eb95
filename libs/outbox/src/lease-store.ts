export interface Hold {
  readonly shard: number;
  /** Increases with every change of owner. A write with an older token changes nothing. */
  readonly token: number;
}

export interface LeaseRequest {
  /** The kind of work: `outbox`, `effects`, `reactions`. */
  readonly name: string;
  /** The instance. */
  readonly owner: string;
  readonly ttlMs: number;
}

/** The result of a renewal. */
export interface Renewal {
  /** Number of live owners of this name, including this one. */
  readonly members: number;
  readonly holds: readonly Hold[];
  /** Number of shards without a live owner. */
  readonly free: number;
}

/** The leases on the shards of a service's work, by the clock of the database. All leases of an owner expire together. */
export interface LeaseStore {
  /** Renews all leases of the owner. If they had expired, it holds none any more. */
  renew(request: LeaseRequest): Promise<Renewal>;
  /**
   * Takes free shards up to `share` in all, and releases what the owner holds beyond that. Call it after `renew`. Rows that another
   * instance is taking at the moment are skipped.
   */
  take(request: Omit<LeaseRequest, 'ttlMs'> & { readonly share: number }): Promise<readonly Hold[]>;
  /** Releases all leases of the owner. */
  release(request: Omit<LeaseRequest, 'ttlMs'>): Promise<void>;
}
