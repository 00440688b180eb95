import { DiscardingMailer } from './discarding-mailer.js';
import type { Mailer } from './mailer.js';
import { SmtpMailer } from './smtp-mailer.js';

export interface MailerSettings {
  readonly SMTP_URL: string;
  readonly MAIL_FROM: string;
}

export function mailerAt({ SMTP_URL, MAIL_FROM }: MailerSettings): Mailer {
  return SMTP_URL.startsWith('discard:') ? new DiscardingMailer() : new SmtpMailer(SMTP_URL, MAIL_FROM);
}
