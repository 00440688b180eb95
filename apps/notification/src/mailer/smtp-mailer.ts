import { type Transporter, createTransport } from 'nodemailer';
import type { Outcome } from '../notifications/domain/notification.js';
import type { Letter, Mailer } from './mailer.js';

const SECOND = 1_000;

export class SmtpMailer implements Mailer {
  private readonly transport: Transporter;
  private readonly domain: string;

  constructor(
    url: string,
    private readonly from: string,
  ) {
    this.domain = /@([^<>@\s]+?)>?$/.exec(from)?.[1] ?? 'localhost';
    this.transport = createTransport({
      url,
      pool: true,
      maxConnections: 4,
      maxMessages: 500,
      // No retry here: a mail that was not sent becomes an effect, which is retried.
      maxRequeues: 0,
      connectionTimeout: 5 * SECOND,
      greetingTimeout: 5 * SECOND,
      socketTimeout: 30 * SECOND,
      // The content of a mail is untrusted: it must not make nodemailer read files or fetch URLs.
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  }

  async send({ id, to, subject, text, html, orderId, stopUrl, correlationId }: Letter): Promise<Outcome> {
    try {
      await this.transport.sendMail({
        from: this.from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${this.domain}>`,
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Correlation-Id': correlationId,
          ...(orderId === undefined ? {} : { 'X-Order-Id': orderId }),
          ...(stopUrl === undefined
            ? {}
            : {
                'List-Unsubscribe': `<${stopUrl}>`,
                'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
              }),
        },
      });
      return { status: 'sent' };
    } catch (error) {
      if (isPermanent(error)) return { status: 'failed', error: withoutAddress(error.message, to) };
      throw error;
    }
  }

  /** Closes idle connections now and busy ones after their mail. A later `send` fails, and the mail is sent after the next start. */
  async close(): Promise<void> {
    this.transport.close();
  }
}

/**
 * True for a 5xx about this mail or its recipient. Errors about our account or connection are not permanent: once an operator has fixed
 * them, all waiting mails are sent.
 */
function isPermanent(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return false;
  return responseCode === undefined || responseCode >= 500;
}

/** Mail servers quote the address that they refuse. The outcome is published, so it must not contain it. */
function withoutAddress(text: string, address: string): string {
  const literal = address.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return text.replaceAll(new RegExp(literal, 'gi'), 'the recipient');
}
