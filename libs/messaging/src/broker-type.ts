import type { Timers } from '@waybill/kernel';
import type { Broker } from './broker.js';

export interface BrokerOptions {
  readonly clientId: string;
  readonly random: () => number;
  /** Under load a fetch waits for more, at most so long; where the broker has fetches. */
  readonly gatherMs?: number;
  /** How long a silent member keeps its partitions, where the members of a group have sessions. */
  readonly sessionMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;
  /** A consumer stopped for good: the process should end, so that it is started anew. */
  readonly onCrash?: (error: Error) => void;
}

/** What the rest of the platform must know of a broker. */
export interface BrokerType {
  /** Of its URLs: `redis` and `rediss`. */
  readonly schemes: readonly string[];
  /** A URL with everything that it may have, for people. */
  readonly example: string;
  make(url: string, options: BrokerOptions): Broker;
}
