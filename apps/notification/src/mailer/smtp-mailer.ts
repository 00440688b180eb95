import { codeOf, systemTimers, within } from '@waybill/kernel';
import { type Transporter, createTransport } from 'nodemailer';
import type { Outcome } from '../notifications/domain/notification.js';
import type { Letter, Mailer } from './mailer.js';

const SECOND = 1_000;
/** From the queue for a connection to the last response. nodemailer only bounds the silence between two of the server's bytes. */
const WITHIN_MS = 60 * SECOND;

export class SmtpMailer implements Mailer {
  private transport: Transporter;
  private readonly domain: string;

  constructor(
    private readonly url: string,
    private readonly from: string,
    private readonly withinMs = WITHIN_MS,
  ) {
    this.domain = /@([^<>@\s]+?)>?$/.exec(from)?.[1] ?? 'localhost';
    this.transport = this.connect();
  }

  async send({ id, to, subject, text, html, orderId, stopUrl, correlationId }: Letter): Promise<Outcome> {
    const { transport } = this;
    try {
      const sending = transport.sendMail({
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
      await within(systemTimers, this.withinMs, sending);
      return { status: 'sent' };
    } catch (error) {
      if (codeOf(error) === 'TIMEOUT') this.giveUp(transport);
      if (isPermanent(error)) return { status: 'failed', error: withoutAddress(error.message, to) };
      throw error;
    }
  }

  private connect(): Transporter {
    return createTransport({
      url: this.url,
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

  /** Its connections are held by the server. Other mails get new ones. */
  private giveUp(transport: Transporter): void {
    if (transport !== this.transport) return;
    transport.close();
    this.transport = this.connect();
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
