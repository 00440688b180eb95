export interface Mail {
  id: string;
  from: string;
  /** Who gets it, as the envelope says: addresses only, in lower case. */
  to: string[];
  subject: string;
  /** When it arrived. */
  date: string;
  text: string;
  html: string;
  /** By lower-case name; of a name that occurs more than once, the first. */
  headers: Record<string, string>;
}

export interface MailFilter {
  to?: string | undefined;
  orderId?: string | undefined;
  limit: number;
}

const capacity = 10_000;

/** The newest 10,000 mails. */
export class Mailbox {
  private readonly mails = new Map<string, Mail>();

  add(mail: Mail): void {
    this.mails.set(mail.id, mail);
    const [oldest] = this.mails.keys();
    if (this.mails.size > capacity && oldest !== undefined) this.mails.delete(oldest);
  }

  get(id: string): Mail | undefined {
    return this.mails.get(id);
  }

  clear(): void {
    this.mails.clear();
  }

  /** Newest first. */
  list({ to, orderId, limit }: MailFilter): Mail[] {
    const address = to?.trim().toLowerCase();
    return [...this.mails.values()]
      .reverse()
      .filter((mail) => address === undefined || mail.to.includes(address))
      .filter((mail) => orderId === undefined || concerns(mail, orderId))
      .slice(0, limit);
  }
}

/** A mail concerns an order that a header, its subject or its text names. */
function concerns(mail: Mail, orderId: string): boolean {
  const places = [mail.subject, mail.text, mail.html, ...Object.values(mail.headers)];
  return places.some((place) => place.includes(orderId));
}
