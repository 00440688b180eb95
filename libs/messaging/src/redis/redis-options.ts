import type { Timers } from '@waybill/kernel';

export interface RedisOptions {
  /** `redis://user:password@host:6379/0`. What is acknowledged survives a crash only with `appendonly yes` and `appendfsync always`. */
  readonly url: string;
  /** Replicas that must have a record before it counts as sent; 0 by default. */
  readonly replicas?: number;
  /** How long a member that fell silent keeps its partitions; 10 s by default. */
  readonly leaseMs?: number;
  /** Between two signs of life of a member; a new one gets its share that late. 1 s by default. */
  readonly beatMs?: number;
  /** Under load the next read waits for more as long as the last records took, at most this. */
  readonly gatherMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'warn' | 'debug', message: string, details: object) => void;
}
