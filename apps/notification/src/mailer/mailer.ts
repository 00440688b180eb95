import type { Mail } from '../mails/mail.js';
import type { Outcome } from '../notifications/domain/notification.js';

export interface Letter extends Mail {
  /** Makes the Message-ID, so that a mail that is sent again can be recognized. */
  readonly id: string;
  readonly to: string;
  readonly orderId?: string | undefined;
  readonly correlationId: string;
}

/** The way out to customers' mailboxes. */
export interface Mailer {
  /** Resolves when the mail is taken or refused for good; throws when another try may help. */
  send(letter: Letter): Promise<Outcome>;
  close(): Promise<void>;
}
