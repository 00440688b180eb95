import type { Address } from 'postal-mime';

/** A mail as it came over SMTP. */
export interface ReceivedMail {
  readonly id: string;
  /** Recipients of the envelope: addresses only, in lower case. */
  readonly to: readonly string[];
  readonly at: Date;
  /** One character per byte. */
  readonly raw: string;
}

export interface Mail {
  id: string;
  from: string;
  /** Recipients of the envelope: addresses only, in lower case. */
  to: readonly string[];
  subject: string;
  /** Time of arrival. */
  date: string;
  text: string;
  html: string;
  /** Headers by lower-case name; the first one if a name occurs more than once. */
  headers: Record<string, string>;
}

export interface MailFilter {
  to?: string | undefined;
  orderId?: string | undefined;
  limit: number;
}

export interface MailboxLimits {
  readonly mails: number;
  readonly bytes: number;
}

/** Keeps the newest mails, up to 10,000 and 24 MiB. A mail is parsed when it is read. */
export class Mailbox {
  private readonly mails = new Map<string, ReceivedMail>();
  private bytes = 0;

  constructor(private readonly limits: MailboxLimits = { mails: 10_000, bytes: 24 * 1024 * 1024 }) {}

  add(mail: ReceivedMail): void {
    this.mails.set(mail.id, mail);
    this.bytes += mail.raw.length;
    for (const { id, raw } of this.mails.values()) {
      if (this.mails.size <= this.limits.mails && this.bytes <= this.limits.bytes) return;
      this.mails.delete(id);
      this.bytes -= raw.length;
    }
  }

  async get(id: string): Promise<Mail | undefined> {
    const mail = this.mails.get(id);
    return mail && parsed(mail);
  }

  clear(): void {
    this.mails.clear();
    this.bytes = 0;
  }

  /** Newest first. */
  async list({ to, orderId, limit }: MailFilter): Promise<Mail[]> {
    const address = to?.trim().toLowerCase();
    const found: Mail[] = [];
    for (const received of [...this.mails.values()].reverse()) {
      if (found.length === limit) break;
      if (address !== undefined && !received.to.includes(address)) continue;
      const named = orderId === undefined ? undefined : orderNamedIn(received);
      if (named !== undefined && named !== orderId) continue;
      const mail = await parsed(received);
      if (orderId === undefined || named !== undefined || concerns(mail, orderId)) found.push(mail);
    }
    return found;
  }
}

/** The order that the header `X-Order-Id` names, found without parsing the mail. */
function orderNamedIn({ raw }: ReceivedMail): string | undefined {
  const headers = raw.slice(0, raw.indexOf('\r\n\r\n'));
  return /^x-order-id:\s*(\S+)/im.exec(headers)?.[1];
}

/** A mail without that header concerns an order that another header, its subject or its text names. */
function concerns(mail: Mail, orderId: string): boolean {
  const places = [mail.subject, mail.text, mail.html, ...Object.values(mail.headers)];
  return places.some((place) => place.includes(orderId));
}

async function parsed({ id, to, at, raw }: ReceivedMail): Promise<Mail> {
  // Loaded when the first mail is read: under load nobody reads one.
  const { default: PostalMime } = await import('postal-mime');
  const email = await PostalMime.parse(Buffer.from(raw, 'latin1'));
  return {
    id,
    from: addressText(email.from),
    to,
    subject: email.subject ?? '',
    date: at.toISOString(),
    text: email.text ?? '',
    html: email.html ?? '',
    headers: Object.fromEntries(email.headers.toReversed().map(({ key, value }) => [key, value])),
  };
}

function addressText(from: Address | undefined): string {
  if (!from?.address) return '';
  return from.name ? `${from.name} <${from.address}>` : from.address;
}
