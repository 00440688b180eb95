import type { Mail } from '../mails/mail.js';
import type { Outcome } from '../notifications/domain/notification.js';

export interface Letter extends Mail {
  /** Becomes the Message-ID, so that recipients can detect a mail that is sent twice. */
  readonly id: string;
  readonly to: string;
  readonly orderId?: string | undefined;
  /** Mail clients offer to stop the mails with a POST to this URL (RFC 8058). */
  readonly stopUrl?: string | undefined;
  readonly correlationId: string;
}

/** Sends mails. */
export interface Mailer {
  /** Resolves when the server has accepted the mail or rejected it permanently; throws when a retry may help. */
  send(letter: Letter): Promise<Outcome>;
  close(): Promise<void>;
}
