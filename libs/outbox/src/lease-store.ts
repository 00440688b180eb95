export interface Hold {
  readonly shard: number;
  /** Grows with every change of owner: a write that carries an older one changes nothing. */
  readonly token: number;
}

export interface LeaseRequest {
  /** What is shared: `outbox`, `effects`, `reactions`. */
  readonly name: string;
  /** The instance that asks. */
  readonly owner: string;
  readonly ttlMs: number;
}

/** What an owner finds when it renews. */
export interface Renewal {
  /** How many owners of this name live, this one included. */
  readonly members: number;
  readonly holds: readonly Hold[];
  /** How many shards no living owner holds. */
  readonly free: number;
}

/** The leases on the shards of a service's work, by the clock of the database. An owner has one term for all that it holds. */
export interface LeaseStore {
  /** Starts another term for the owner. If its last one has ended, it holds nothing any more. */
  renew(request: LeaseRequest): Promise<Renewal>;
  /**
   * Takes free shards, `share` in all, and gives back what the owner holds beyond that. To be called after `renew`, in the same term.
   * Rows that another instance is taking at the moment are left to it.
   */
  take(request: Omit<LeaseRequest, 'ttlMs'> & { readonly share: number }): Promise<readonly Hold[]>;
  /** Gives everything of the owner back and ends its term. */
  release(request: Omit<LeaseRequest, 'ttlMs'>): Promise<void>;
}
