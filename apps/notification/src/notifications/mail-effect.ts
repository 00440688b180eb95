import { type Performer, toLoad } from '@waybill/unit-of-work';
import type { Mailer } from '../mailer/mailer.js';
import { type MailData, type Template, mailOf } from '../mails/mails.js';
import { recordOutcome } from './commands/record-outcome.js';
import type { Outcome } from './domain/notification.js';
import { notifications } from './notification.rows.js';

/** What a mail is rendered from. It is rendered when it is sent, which keeps the stored effect small. */
export interface SendRequested<T extends Template = Template> {
  readonly id: string;
  readonly template: T;
  readonly data: MailData[T];
}

export function mailSend(mailer: Mailer): Performer<SendRequested, Outcome> {
  return {
    perform({ id, template, data }, { context }) {
      const orderId = 'orderId' in data ? data.orderId : undefined;
      const { correlationId } = context;
      return mailer.send({ id, to: data.email, orderId, correlationId, ...mailOf(template, data) });
    },
    answer: (tx, outcome, { id }) => recordOutcome(tx, id, outcome),
    prefetch: ({ id }) => [toLoad(notifications, { id })],
  };
}
