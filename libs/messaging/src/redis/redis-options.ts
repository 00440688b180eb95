import type { Timers } from '@waybill/kernel';
import type { TlsFiles } from '../tls-options.js';

export interface RedisOptions {
  /** `redis://user:password@host:6379/0`. Acknowledged records survive a crash only with `appendonly yes` and `appendfsync always`. */
  readonly url: string;
  /** For `rediss://`. */
  readonly tls?: TlsFiles | undefined;
  /** Replicas that must have a record before it counts as sent. Default 0. */
  readonly replicas?: number;
  /** How long a silent member keeps its partitions. Default 10 s. */
  readonly leaseMs?: number;
  /** Heartbeat interval; a new member gets its share after at most this time. Default 1 s. */
  readonly beatMs?: number;
  /** Maximum time that the next read waits for more records under load. */
  readonly gatherMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'warn' | 'debug', message: string, details: object) => void;
}
