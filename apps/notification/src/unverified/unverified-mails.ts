import { withoutPersonalData } from '@waybill/contracts';
import type { Tx } from '@waybill/unit-of-work';
import type { MailData, Template } from '../mails/mails.js';
import type { ChoiceLinks } from './choice-links.js';
import { isPaid } from './paid.js';
import { mailChoices, mailCounts } from './unverified.rows.js';

/** Messages of older releases do not say it: their addresses count as verified, so that orders in progress keep their mails. */
export function isUnverified(data: { readonly emailVerified?: boolean | undefined }): boolean {
  return data.emailVerified === false;
}

/** How an unverified address is written to. `plain`: with nothing that the orderer wrote, and with a link to confirm or stop. */
export type Permission = { readonly send: 'no'; readonly why: string } | { readonly send: 'plain' | 'full' };

/** Decides whether mails go to addresses that are not verified. Without links, none do. */
export class UnverifiedMails {
  constructor(
    private readonly links: ChoiceLinks | undefined,
    private readonly perDay: number,
  ) {}

  /** Counts the mail if it may be sent. */
  async permit<T extends Template>(tx: Tx, template: T, data: MailData[T]): Promise<Permission> {
    const { links, perDay } = this;
    if (!links) return no('MAIL_CHOICE_KEY and MAIL_CHOICE_URL are not set');
    const { tenant } = tx.context;
    const key = links.hashed(tenant, data.email);
    const day = tx.at.toISOString().slice(0, 10);
    const counted = [`to ${key.address}`, `by ${data.customerId}`].map((subject) => ({
      tenant,
      subject,
      day,
    }));
    const [choice, ...counts] = await Promise.all([
      tx.load(mailChoices, key),
      ...counted.map((one) => tx.load(mailCounts, one)),
    ]);
    if (choice?.choice === 'stopped') return no('the owner of the address has stopped the mails');
    if (choice?.choice === 'confirmed') return { send: 'full' };
    if (!isPaid(template, data)) return no('the order is not paid');
    if (counts.some((row) => (row?.mails ?? 0) >= perDay))
      return no(`MAILS_PER_DAY (${perDay}) of the address or of the customer is used up`);
    for (const [index, one] of counted.entries())
      tx.save(mailCounts, { ...one, mails: (counts[index]?.mails ?? 0) + 1 });
    return { send: 'plain' };
  }

  /** Where the owner of the address chooses. */
  choiceUrl(tenant: string, email: string): string | undefined {
    return this.links?.pageUrl(this.links.hashed(tenant, email));
  }
}

/** The data without anything that the orderer wrote. The address is that of the mail. */
export function plainData<T extends Template>(template: T, data: MailData[T]): MailData[T] {
  return { ...(withoutPersonalData(template, data) as MailData[T]), email: data.email };
}

function no(why: string): Permission {
  return { send: 'no', why };
}
