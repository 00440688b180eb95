/** Mails above this size are refused. */
export const MAX_MAIL_BYTES = 10 * 1024 * 1024;

const LONGEST_LINE = 4_096;
const END_OF_MAIL = '\r\n.\r\n';

export interface Delivery {
  /** Recipients of the envelope: addresses only, in lower case. */
  readonly to: readonly string[];
  /** The mail as it came, one character per byte. */
  readonly raw: string;
}

/**
 * The server's side of one SMTP connection (RFC 5321), as text with one character per byte. Accepts mail from and to any address, except
 * `bounce…@…`, which does not exist (550). Several commands may come at once (RFC 2920).
 */
export class SmtpSession {
  private unread = '';
  private recipients: string[] | undefined;
  private mail: MailReader | undefined;
  private quit = false;

  constructor(private readonly deliver: (delivery: Delivery) => void) {}

  /** Whether the connection ends after the last replies. */
  get ended(): boolean {
    return this.quit;
  }

  /** Takes what the client sent and returns the replies, if any. */
  read(text: string): string {
    let replies = '';
    let rest = this.unread + text;
    while (rest !== '' && !this.quit) {
      if (this.mail) {
        const after = this.mail.take(rest);
        rest = after ?? '';
        if (after !== undefined) replies += reply(this.endMail(this.mail));
        continue;
      }
      const end = rest.indexOf('\n');
      if (end < 0) break;
      replies += reply(this.command(rest.slice(0, end).trimEnd()));
      rest = rest.slice(end + 1);
    }
    this.unread = rest;
    if (rest.length <= LONGEST_LINE) return replies;
    this.quit = true;
    return replies + reply('500 Line too long');
  }

  private command(line: string): string {
    switch (line.slice(0, 4).toUpperCase()) {
      case 'EHLO':
        this.reset();
        return `250-sandbox\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE ${MAX_MAIL_BYTES}`;
      case 'HELO':
      case 'RSET':
        this.reset();
        return '250 OK';
      case 'MAIL':
        return this.begin(line);
      case 'RCPT':
        return this.addRecipient(line);
      case 'DATA':
        if (!this.recipients?.length) return '503 Send MAIL and RCPT first';
        this.mail = new MailReader();
        return '354 End data with <CR><LF>.<CR><LF>';
      case 'NOOP':
        return '250 OK';
      case 'QUIT':
        this.quit = true;
        return '221 Bye';
      default:
        return '502 Command not implemented';
    }
  }

  private begin(line: string): string {
    if (this.recipients) return '503 The last mail has not ended';
    if (addressIn(line, 'FROM') === undefined) return '501 Syntax: MAIL FROM:<address>';
    if (Number(/ SIZE=(\d+)/i.exec(line)?.[1] ?? 0) > MAX_MAIL_BYTES) return '552 The mail is too large';
    this.recipients = [];
    return '250 OK';
  }

  private addRecipient(line: string): string {
    if (!this.recipients) return '503 Send MAIL first';
    const address = addressIn(line, 'TO')?.toLowerCase();
    if (!address) return '501 Syntax: RCPT TO:<address>';
    if (address.startsWith('bounce')) return '550 5.1.1 No such mailbox';
    this.recipients.push(address);
    return '250 OK';
  }

  private endMail(mail: MailReader): string {
    const { recipients: to = [] } = this;
    this.reset();
    if (mail.tooLarge) return '552 The mail is too large';
    this.deliver({ to, raw: mail.text() });
    return '250 OK';
  }

  private reset(): void {
    this.recipients = undefined;
    this.mail = undefined;
  }
}

/** Collects a mail until the line that holds only a dot. */
class MailReader {
  // Starts like a new line, so that a dot in the first line is one like any other.
  private readonly parts: string[] = ['\r\n'];
  private last = '\r\n';
  private length = 0;

  get tooLarge(): boolean {
    return this.length > MAX_MAIL_BYTES;
  }

  /** Returns what comes after the mail, or undefined if the mail goes on. */
  take(text: string): string | undefined {
    const seen = this.last + text;
    const end = seen.indexOf(END_OF_MAIL);
    const mine = end < 0 ? text : text.slice(0, end + END_OF_MAIL.length - this.last.length);
    this.length += mine.length;
    if (!this.tooLarge) this.parts.push(mine);
    this.last = seen.slice(1 - END_OF_MAIL.length);
    return end < 0 ? undefined : seen.slice(end + END_OF_MAIL.length);
  }

  text(): string {
    // A line that starts with a dot was sent with one more (RFC 5321, 4.5.2).
    const lines = this.parts.join('').replaceAll('\r\n..', '\r\n.');
    return lines.slice('\r\n'.length, -'.\r\n'.length);
  }
}

/** The address in `FROM:<…>` or `TO:<…>`; empty for `<>`. */
function addressIn(line: string, word: 'FROM' | 'TO'): string | undefined {
  const address = new RegExp(`^.{4} ${word}: ?<([^>]*)>`, 'i').exec(line)?.[1];
  // Addresses may be UTF-8 (RFC 6531).
  return address === undefined ? undefined : Buffer.from(address, 'latin1').toString();
}

function reply(text: string): string {
  return `${text}\r\n`;
}
