import { type Performer, toLoad } from '@waybill/unit-of-work';
import { recordOutcome } from './commands/record-outcome.js';
import type { Outcome } from './domain/notification.js';
import type { MailSender, SendRequested } from './mail-sender.js';
import { notifications } from './notification.rows.js';

/** Sends the mails that were not sent before their message was recorded. */
export function mailSend(mails: MailSender): Performer<SendRequested, Outcome> {
  return {
    perform: (requested, { context }) => mails.sendQueued(requested, context),
    answer: (tx, outcome, { id }) => recordOutcome(tx, id, outcome),
    prefetch: ({ id }) => [toLoad(notifications, { id })],
  };
}
