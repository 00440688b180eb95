import type { Timers } from '@waybill/kernel';

export interface RabbitOptions {
  /** `amqp://user:password@host:5672/vhost`. */
  readonly url: string;
  /** For people who look at RabbitMQ's list of connections. */
  readonly clientId: string;
  readonly random: () => number;
  /** Messages that a member is given for each partition before it has handled the ones before; 200 by default. */
  readonly prefetch?: number;
  /** How often a message is handed out again before it is given up (see `Subscription.undeliverable`); 50 by default. */
  readonly deliveryLimit?: number;
  /** Between two looks at whether this member has more than its share; 2 s by default. */
  readonly balanceMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'warn' | 'debug', message: string, details: object) => void;
}
