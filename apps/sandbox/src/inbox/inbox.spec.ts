import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTransport, type Transporter } from 'nodemailer';
import { fixedWorld } from '../fixed-world.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox.app.js';
import { Mailbox, type MailboxLimits } from './mailbox.js';

let sandbox: Sandbox;
let mailer: Transporter;

async function start(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox({ world: fixedWorld(), ...options });
  mailer = createTransport({ host: '127.0.0.1', port: sandbox.ports.smtp });
}

beforeEach(() => start());
afterEach(() => sandbox.close());

function send(to: string, subject: string, more: object = {}) {
  const html = '<h1>Grüße</h1><script>alert(1)</script>';
  return mailer.sendMail({ from: 'Waybill <shop@example.com>', to, subject, text: 'Grüße', html, ...more });
}

async function get(path: string) {
  const response = await fetch(`http://127.0.0.1:${sandbox.ports.inbox}${path}`);
  return { status: response.status, text: await response.text() };
}

async function list(query = ''): Promise<{ subject: string }[]> {
  return (JSON.parse((await get(`/api/messages${query}`)).text) as { items: { subject: string }[] }).items;
}

describe('the inbox', () => {
  it('keeps what was sent', async () => {
    await send('Ada <Ada@Example.com>', 'Your order is confirmed', { headers: { 'X-Order-Id': 'order-1' } });
    expect(await list()).toEqual([
      {
        id: 'msg_1',
        from: 'Waybill <shop@example.com>',
        to: ['ada@example.com'],
        subject: 'Your order is confirmed',
        date: '2026-03-01T12:00:00.000Z',
        text: 'Grüße\n',
        html: expect.stringContaining('<h1>Grüße</h1>'),
        headers: expect.objectContaining({ 'x-order-id': 'order-1' }),
      },
    ]);
  });

  it('finds by receiver and by order, newest first', async () => {
    await send('ada@example.com', 'first', { headers: { 'X-Order-Id': 'order-1' } });
    await send('bob@example.com', 'second');
    await send('ada@example.com', 'third: order-2');
    const subjects = async (query: string) => (await list(query)).map((mail) => mail.subject);
    expect(await subjects('?to=ADA@example.com')).toEqual(['third: order-2', 'first']);
    expect(await subjects('?orderId=order-1')).toEqual(['first']);
    expect(await subjects('?orderId=order-2&to=ada@example.com')).toEqual(['third: order-2']);
    expect(await subjects('?limit=1')).toEqual(['third: order-2']);
  });

  it('answers one mail by its id', async () => {
    await send('ada@example.com', 'hello');
    expect(JSON.parse((await get('/api/messages/msg_1')).text)).toMatchObject({
      id: 'msg_1',
      subject: 'hello',
    });
    expect((await get('/api/messages/msg_9')).status).toBe(404);
  });

  it('forgets all when asked', async () => {
    await send('ada@example.com', 'hello');
    await fetch(`http://127.0.0.1:${sandbox.ports.inbox}/api/messages`, { method: 'DELETE' });
    expect(await list()).toEqual([]);
  });

  it('refuses mail to a mailbox that bounces', async () => {
    await expect(send('bounce+1@example.com', 'hello')).rejects.toMatchObject({ responseCode: 550 });
    expect(await list()).toEqual([]);
  });

  it('finds a mail without the header by what its subject or its text says', async () => {
    const orderId = '01a1fd8a-0eca-7619-8f9c-9461751fa1d9';
    await send('ada@example.com', 'in the text', { text: `Grüße, and ${orderId} is on its way to you` });
    await send('ada@example.com', 'of another', { text: orderId, headers: { 'X-Order-Id': 'order-1' } });
    expect((await list(`?orderId=${orderId}`)).map((mail) => mail.subject)).toEqual(['in the text']);
  });

  it('keeps the newest mails: so many, or as many as have room', async () => {
    const kept = async (limits: MailboxLimits) => {
      const mailbox = new Mailbox(limits);
      const at = new Date('2026-03-01T12:00:00Z');
      for (let n = 1; n <= 5; n += 1)
        mailbox.add({ id: String(n), to: [], at, raw: 'Subject: 1234\r\n\r\n' });
      return (await mailbox.list({ limit: 10 })).map(({ id }) => id);
    };
    expect(await kept({ mails: 3, bytes: 1_000 })).toEqual(['5', '4', '3']);
    expect(await kept({ mails: 10, bytes: 40 })).toEqual(['5', '4']);
  });

  it('shows mails as pages on which a mail runs no script', async () => {
    await send('ada@example.com', '<b>Bold & brave</b>');
    expect((await get('/')).text).toContain(
      '<a href="/messages/msg_1">&lt;b&gt;Bold &amp; brave&lt;/b&gt;</a>',
    );
    const { text } = await get('/messages/msg_1');
    expect(text).toContain('<iframe sandbox');
    expect(text).toContain('&lt;script&gt;alert(1)');
    expect(text).not.toContain('<script>');
  });

  it('drops what it accepts when it is told to', async () => {
    await sandbox.close();
    await start({ smtpDiscard: true });
    expect((await send('ada@example.com', 'hello')).accepted).toEqual(['ada@example.com']);
    expect(await list()).toEqual([]);
  });
});
