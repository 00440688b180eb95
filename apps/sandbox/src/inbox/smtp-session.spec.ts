import { describe, expect, it } from '@jest/globals';
import { type Delivery, MAX_MAIL_BYTES, SmtpSession } from './smtp-session.js';

/** Sends the chunks one after the other; returns the codes of the replies and the mails that were delivered. */
function talk(...chunks: string[]) {
  const delivered: Delivery[] = [];
  const session = new SmtpSession((delivery) => delivered.push(delivery));
  const codes = chunks.map((chunk) => session.read(chunk)).join('');
  return { codes: [...codes.matchAll(/^(\d{3}) /gm)].map(([, code]) => code), delivered, session };
}

const ENVELOPE = 'MAIL FROM:<shop@example.com>\r\nRCPT TO:<Ada@Example.com>\r\nDATA\r\n';
const MAIL = 'Subject: hello\r\n\r\n..a dot\r\nthe end\r\n';

describe('an SMTP session', () => {
  it('delivers a mail to its recipients', () => {
    const { codes, delivered } = talk(
      'EHLO client\r\n',
      'MAIL FROM:<shop@example.com> SIZE=100 BODY=8BITMIME\r\n',
      'RCPT TO:<Ada@Example.com>\r\n',
      'rcpt to: <bob@example.com>\r\n',
      'DATA\r\n',
      MAIL,
      '.\r\n',
      'QUIT\r\n',
    );
    expect(codes).toEqual(['250', '250', '250', '250', '354', '250', '221']);
    expect(delivered).toEqual([
      { to: ['ada@example.com', 'bob@example.com'], raw: 'Subject: hello\r\n\r\n.a dot\r\nthe end\r\n' },
    ]);
  });

  it('reads the same from chunks of any length', () => {
    const all = `EHLO client\r\n${ENVELOPE}${MAIL}.\r\n${ENVELOPE}${MAIL}.\r\nQUIT\r\n`;
    const whole = talk(all);
    expect(whole.delivered).toHaveLength(2);
    for (const length of [1, 2, 3, 4, 5, 7, 50]) {
      const chunks = all.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];
      const { codes, delivered } = talk(...chunks);
      expect({ codes, delivered }).toEqual({ codes: whole.codes, delivered: whole.delivered });
    }
  });

  it('takes dots as they are meant: at the start of a line, in the first line, alone', () => {
    const raw = (text: string) => talk(ENVELOPE, text).delivered.map((delivery) => delivery.raw);
    expect(raw('.\r\n')).toEqual(['']);
    expect(raw('..\r\n..\r\n.\r\n')).toEqual(['.\r\n.\r\n']);
    expect(raw('a.\r\n b\r\n.c\r\n.\r\n')).toEqual(['a.\r\n b\r\n.c\r\n']);
    expect(raw('not yet\r\n.')).toEqual([]);
  });

  it('refuses a mailbox that bounces, and delivers to the others', () => {
    const { codes, delivered } = talk(
      'MAIL FROM:<shop@example.com>\r\nRCPT TO:<bounce+1@example.com>\r\nRCPT TO:<ada@example.com>\r\n',
      `DATA\r\n${MAIL}.\r\n`,
    );
    expect(codes).toEqual(['250', '550', '250', '354', '250']);
    expect(delivered.map(({ to }) => to)).toEqual([['ada@example.com']]);
  });

  it('refuses what is out of order, and forgets an envelope when told', () => {
    expect(talk('RCPT TO:<ada@example.com>\r\n').codes).toEqual(['503']);
    expect(talk('DATA\r\n').codes).toEqual(['503']);
    expect(talk('MAIL FROM:<>\r\nDATA\r\n').codes).toEqual(['250', '503']);
    expect(talk('MAIL FROM:<>\r\nMAIL FROM:<>\r\n').codes).toEqual(['250', '503']);
    expect(talk('MAIL FROM:<>\r\nRSET\r\nMAIL FROM:<>\r\n').codes).toEqual(['250', '250', '250']);
    expect(talk('MAIL FROM: shop\r\n', 'STARTTLS\r\n', 'NOOP\r\n').codes).toEqual(['501', '502', '250']);
  });

  it('refuses a mail that is too large, before it is sent or after', () => {
    expect(talk(`MAIL FROM:<> SIZE=${MAX_MAIL_BYTES + 1}\r\n`).codes).toEqual(['552']);
    const { codes, delivered } = talk(ENVELOPE, 'x'.repeat(MAX_MAIL_BYTES), '\r\n.\r\n', 'NOOP\r\n');
    expect(codes).toEqual(['250', '250', '354', '552', '250']);
    expect(delivered).toEqual([]);
  });

  it('ends with a client that sends no lines', () => {
    const { codes, session } = talk('x'.repeat(5_000));
    expect(codes).toEqual(['500']);
    expect(session.ended).toBe(true);
  });

  it('reads addresses in UTF-8', () => {
    const text = Buffer.from('MAIL FROM:<>\r\nRCPT TO:<jörg@example.com>\r\nDATA\r\nhello\r\n.\r\n');
    expect(talk(text.toString('latin1')).delivered).toEqual([{ to: ['jörg@example.com'], raw: 'hello\r\n' }]);
  });
});
