import type { Context } from '@waybill/kernel';
import type { Ports } from '@waybill/platform';
import type { Mailer } from '../mailer/mailer.js';
import { type UnverifiedMails, isUnverified } from '../unverified/unverified-mails.js';
import { type MailData, type Template, mailOf } from '../mails/mails.js';
import { ERASED, type Outcome } from './domain/notification.js';
import { erasedCustomers, notifications } from './notification.rows.js';
import { Presence } from './presence.js';

/** What a mail is rendered from. It is rendered when it is sent, which keeps the stored effect small. */
export interface SendRequested<T extends Template = Template> {
  readonly id: string;
  readonly template: T;
  readonly data: MailData[T];
  /** To an address that is not verified: with a link to confirm or stop. */
  readonly unverified?: true;
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
    private readonly unverified: Pick<UnverifiedMails, 'choiceUrl'>,
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
    // Whether an unverified address gets a mail is decided in the transaction that counts it.
    if (!this.isPrompt || data.email === '' || isUnverified(data)) return undefined;
    const found = [this.recorded.has({ id }), this.erased.has({ tenant, id: data.customerId })];
    if ((await Promise.all(found)).includes(true)) return undefined;
    try {
      return await this.send({ id, template, data }, { tenant, correlationId });
    } catch (error) {
      this.ports.report(error, 'a mail was not sent, and is queued', { template, messageId: id });
      return undefined;
    }
  }

  /** Sends a mail that was queued, unless its customer was erased meanwhile. Throws when a retry may help. */
  async sendQueued(
    requested: SendRequested,
    context: Pick<Context, 'tenant' | 'correlationId'>,
  ): Promise<Outcome> {
    const key = { tenant: context.tenant, id: requested.data.customerId };
    return (await this.erased.has(key)) ? ERASED : this.send(requested, context);
  }

  private async send(
    { id, template, data, unverified }: SendRequested,
    { tenant, correlationId }: Pick<Context, 'tenant' | 'correlationId'>,
  ): Promise<Outcome> {
    const orderId = 'orderId' in data ? data.orderId : undefined;
    const choiceUrl = unverified && this.unverified.choiceUrl(tenant, data.email);
    const letter = {
      ...mailOf(template, data, choiceUrl),
      id,
      to: data.email,
      orderId,
      correlationId,
      ...(choiceUrl && { stopUrl: `${choiceUrl}/stop` }),
    };
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
