import { type Feature, Forgetting } from '@waybill/platform';
import type { ChoiceLinks } from './choice-links.js';
import { MailChoiceLinks, MailChoicesController } from './mail-choices.controller.js';
import { UnverifiedMails1760000002030 } from './migrations/unverified-mails.js';
import { MailChoiceRow, MailCountRow } from './unverified.rows.js';

/** Mails to addresses that no identity provider has verified: limits, and the choices of their owners. */
export const unverifiedFeature: Feature<{ readonly links: ChoiceLinks | undefined }> = {
  entities: [MailChoiceRow, MailCountRow],
  migrations: [UnverifiedMails1760000002030],
  dataClasses: {
    mail_choices: {
      none: ['tenant', 'choice'],
      kept: { address: 'owners of addresses: a keyed hash, so that their wish is respected' },
    },
    mail_counts: {
      none: ['tenant'],
      kept: { subject: 'owners of addresses: a keyed hash, for two days' },
    },
  },
  tags: { 'mail choices': 'Pages for owners of mail addresses that are not verified.' },
  controllers: [MailChoicesController],
  compose: ({ pool, timers }, { links }) => ({
    providers: [new MailChoiceLinks(links)],
    background: [new Forgetting(pool, timers, 'DELETE FROM mail_counts WHERE day < current_date - 1')],
  }),
};
