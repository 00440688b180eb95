import type { Outcome } from '../notifications/domain/notification.js';
import type { Mailer } from './mailer.js';

/** Takes every mail and drops it, for benchmarks. */
export class DiscardingMailer implements Mailer {
  async send(): Promise<Outcome> {
    return { status: 'sent' };
  }

  async close(): Promise<void> {}
}
