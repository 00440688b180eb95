import type { FastifyRateLimitOptions, FastifyRateLimitStore } from '@fastify/rate-limit';

export interface Counted {
  readonly current: number;
  /** Milliseconds until the counter begins again. */
  readonly ttl: number;
}

/** Counters of rate limits that all instances of a service share. */
export interface SharedCounters {
  increment(name: string, windowMs: number): Promise<Counted>;
}

type Callback = (error: Error | null, counted?: Counted) => void;

/** The counters as `@fastify/rate-limit` calls them. */
export function storeOf(
  counters: SharedCounters,
): new (options: FastifyRateLimitOptions) => FastifyRateLimitStore {
  return class Store implements FastifyRateLimitStore {
    incr(name: string, callback: Callback, windowMs: number): void {
      answer(counters.increment(name, windowMs), callback);
    }

    // Names contain the kind of limit, so all limits share one store.
    child(): FastifyRateLimitStore {
      return this;
    }
  };
}

function answer(counting: Promise<Counted>, callback: Callback): void {
  counting.then(
    (counted) => callback(null, counted),
    (error: Error) => callback(error),
  );
}
