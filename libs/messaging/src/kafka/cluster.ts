import type { KafkaSecurity } from './kafka-security.js';

/** Where a client connects, as whom, and how it knows the brokers. */
export interface Cluster {
  /** `host:port`, comma separated. */
  readonly brokers: string;
  readonly clientId: string;
  /** Absent: plain text, without authentication. */
  readonly security?: KafkaSecurity | undefined;
}
