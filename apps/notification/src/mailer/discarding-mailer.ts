import type { Outcome } from '../notifications/domain/notification.js';
import type { Mailer } from './mailer.js';

/** Drops every mail, for benchmarks. */
export class DiscardingMailer implements Mailer {
  async send(): Promise<Outcome> {
    return { status: 'sent' };
  }

  async close(): Promise<void> {}
}
