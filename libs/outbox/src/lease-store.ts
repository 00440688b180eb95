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

/** The leases on the shards of a service's work, by the clock of the database. */
export interface LeaseStore {
  /** Says that the owner lives for another term. Returns how many owners of this name do, itself included. */
  join(request: LeaseRequest): Promise<number>;
  /**
   * Renews the owner's leases and takes free or expired ones, `share` in all; gives back what it holds beyond that.
   * Rows that another instance is taking at the moment are left to it.
   */
  take(request: LeaseRequest & { readonly share: number }): Promise<readonly Hold[]>;
  /** Gives everything of the owner back, and its membership. */
  release(request: Omit<LeaseRequest, 'ttlMs'>): Promise<void>;
}
