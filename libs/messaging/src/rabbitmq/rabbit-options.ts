import type { Timers } from '@waybill/kernel';
import type { TlsFiles } from '../tls-options.js';

export interface RabbitOptions {
  /** `amqp://user:password@host:5672/vhost`. */
  readonly url: string;
  /** For `amqps://`. */
  readonly tls?: TlsFiles | undefined;
  /** Shown in RabbitMQ's list of connections. */
  readonly clientId: string;
  readonly random: () => number;
  /** Prefetch count per partition. Default 200. */
  readonly prefetch?: number;
  /** Maximum redeliveries before a message is given up (see `Subscription.undeliverable`). Default 50. */
  readonly deliveryLimit?: number;
  /** Interval of checks whether this member has more than its share. Default 2 s. */
  readonly balanceMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'warn' | 'debug', message: string, details: object) => void;
}
