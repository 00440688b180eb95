import type { Context } from '@waybill/kernel';
import type { Ports } from '@waybill/platform';
import type { Mailer } from '../mailer/mailer.js';
import { type MailData, type Template, mailOf } from '../mails/mails.js';
import type { Outcome } from './domain/notification.js';
import { erasedCustomers, notifications } from './notification.rows.js';
import { Presence } from './presence.js';

/** What a mail is rendered from. It is rendered when it is sent, which keeps the stored effect small. */
export interface SendRequested<T extends Template = Template> {
  readonly id: string;
  readonly template: T;
  readonly data: MailData[T];
}

/** After an attempt that took longer, mails are queued: messages behind them must not wait for a slow mail server. */
const PROMPT_MS = 1_000;

/**
 * Sends mails: once before the message is recorded, so that the mail needs one transaction, and as an effect if that attempt failed or the
 * last one was slow.
 */
export class MailSender {
  private readonly recorded: Presence<{ readonly id: string }>;
  private readonly erased: Presence<{ readonly tenant: string; readonly id: string }>;
  private isPrompt = true;

  constructor(
    private readonly mailer: Mailer,
    private readonly ports: Pick<Ports, 'clock' | 'report'> & {
      readonly rows: Pick<Ports['rows'], 'present'>;
    },
  ) {
    const { rows } = ports;
    this.recorded = new Presence(notifications, (keys) => rows.present(notifications, keys));
    this.erased = new Presence(erasedCustomers, (keys) => rows.present(erasedCustomers, keys));
  }

  /** Sends the mail of a message that is not recorded yet. Undefined if no mail was sent: then one may have to be queued. */
  async sendFirst<T extends Template>(
    template: T,
    data: MailData[T],
    { messageId: id, tenant, correlationId }: Context,
  ): Promise<Outcome | undefined> {
    if (!this.isPrompt || data.email === '') return undefined;
    const found = [this.recorded.has({ id }), this.erased.has({ tenant, id: data.customerId })];
    if ((await Promise.all(found)).includes(true)) return undefined;
    try {
      return await this.send({ id, template, data }, correlationId);
    } catch (error) {
      this.ports.report(error, 'a mail was not sent, and is queued', { template, messageId: id });
      return undefined;
    }
  }

  /** Throws when a retry may help. */
  async send({ id, template, data }: SendRequested, correlationId: string): Promise<Outcome> {
    const orderId = 'orderId' in data ? data.orderId : undefined;
    const letter = { id, to: data.email, orderId, correlationId, ...mailOf(template, data) };
    const start = this.now();
    try {
      const outcome = await this.mailer.send(letter);
      this.isPrompt = this.now() - start < PROMPT_MS;
      return outcome;
    } catch (error) {
      this.isPrompt = false;
      throw error;
    }
  }

  private now(): number {
    return this.ports.clock.now().getTime();
  }
}
