import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  customerRegistered,
  orderConfirmed,
  orderPlaced,
  orderRejected,
  orderShipped,
} from '@waybill/contracts';
import { type SingleService, eventually, freePorts, startService } from '@waybill/testing';
import { SMTPServer } from 'smtp-server';
import { notificationApp } from '../notification.app.js';

interface Received {
  readonly to: string;
  readonly mail: string;
}

const NAME = 'PRIZE Ltd';
let service: SingleService;
let server: SMTPServer;
const received: Received[] = [];

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, session, callback) {
      void text(stream).then((mail) => {
        // Undoes quoted-printable.
        const plain = mail
          .replaceAll(/\r\n[ \t]/g, ' ')
          .replaceAll(/=\r\n/g, '')
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
        received.push({ to: session.envelope.rcptTo[0]!.address, mail: plain });
        callback();
      });
    },
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  service = await startService(notificationApp, 'notification.events', {
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    MAIL_CHOICE_KEY: 'a secret of at least thirty-two characters',
    MAIL_CHOICE_URL: 'http://localhost/mails',
    MAILS_PER_DAY: '3',
  });
});
afterAll(async () => {
  await service?.stop();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const address = { name: NAME, line1: '1 Lane', city: 'Graz', postalCode: '8010', country: 'AT' };
const total = { amount: 1_000, currency: 'EUR' };
const order = (email: string, customerId: string = randomUUID()) => ({
  orderId: randomUUID(),
  customerId,
  customerName: NAME,
  email,
  emailVerified: false,
});
type Order = ReturnType<typeof order>;
const place = (data: Order) =>
  service.send(orderPlaced, data.orderId, {
    ...data,
    lines: [{ sku: 'TEA', name: 'Green tea', quantity: 1, unitPrice: total }],
    charges: [],
    total,
    shippingAddress: address,
    fulfilment: 'orchestrated',
  });
const confirm = (data: Order) =>
  service.send(orderConfirmed, data.orderId, { ...data, total, paymentId: 'p', shipmentId: 's' });
const ship = (data: Order) => {
  const parcel = { shipmentId: 's', carrier: 'Wayfarer', trackingNumber: 'WF1', eta: '2026-03-03T12:00:00Z' };
  return service.send(orderShipped, data.orderId, { ...data, ...parcel });
};
const handled = (...ids: string[]) =>
  eventually(async () => {
    const { rows } = await service.pool.query('SELECT FROM inbox WHERE message_id = ANY($1)', [ids]);
    expect(rows).toHaveLength(ids.length);
  });
const mailsTo = (email: string): string[] => received.flatMap(({ to, mail }) => (to === email ? [mail] : []));
const stranger = () => `${randomUUID()}@example.org`;
const linkIn = (mail: string): string => /\/v1\/mail-choices\/[\w.-]+/.exec(mail)![0];

describe('an address that is not verified', () => {
  it('gets no mail about a hundred orders whose payment was declined', async () => {
    const email = stranger();
    const ids: string[] = [];
    for (let n = 0; n < 100; n++) {
      const data = order(email);
      const rejection = { code: 'CARD_DECLINED', detail: 'no' };
      ids.push(await place(data), await service.send(orderRejected, data.orderId, { ...data, rejection }));
    }
    const customerId = randomUUID();
    const person = { customerId, name: NAME, email, emailVerified: false };
    await handled(...ids, await service.send(customerRegistered, customerId, person));
    expect(mailsTo(email)).toEqual([]);
    const { rows } = await service.pool.query('SELECT FROM notifications WHERE recipient = $1', [email]);
    expect(rows).toEqual([]);
  });

  it('gets the confirmation of a paid order, without the words of the orderer and with a link to stop', async () => {
    const data = order(stranger());
    await handled(await place(data), await confirm(data));
    await eventually(() => expect(mailsTo(data.email)).toHaveLength(1));
    const [mail = ''] = mailsTo(data.email);
    expect(mail).toContain('is confirmed');
    expect(mail).not.toContain(NAME);
    expect(mail).toMatch(/List-Unsubscribe: <http:\/\/localhost\/mails\/v1\/mail-choices\/[\w.-]+\/stop>/);
    expect(mail).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
    expect(mail).toContain('Confirm that it is yours, or stop these mails');
  });

  it('gets at most MAILS_PER_DAY mails, however many customers order', async () => {
    const email = stranger();
    for (let n = 0; n < 5; n++) await handled(await confirm(order(email)));
    await eventually(() => expect(mailsTo(email)).toHaveLength(3));
    const { rows } = await service.pool.query('SELECT FROM notifications WHERE recipient = $1', [email]);
    expect(rows).toHaveLength(3);
  });

  it('is one of several to which the orders of one customer send at most MAILS_PER_DAY mails', async () => {
    const customerId = randomUUID();
    const emails = Array.from({ length: 5 }, stranger);
    for (const email of emails) await handled(await confirm(order(email, customerId)));
    await eventually(() => expect(emails.flatMap(mailsTo)).toHaveLength(3));
  });
});

describe('the owner of an address', () => {
  const paid = async () => {
    const data = order(stranger());
    await confirm(data);
    await eventually(() => expect(mailsTo(data.email)).toHaveLength(1));
    return { data, link: linkIn(mailsTo(data.email)[0]!) };
  };

  it('stops the mails with one click, without signing in', async () => {
    const { data, link } = await paid();
    const anybody = await service.api();
    expect((await anybody.call<string>('GET', link)).body).toContain('send no more mails');
    await handled(await ship(data));
    await eventually(() => expect(mailsTo(data.email)).toHaveLength(2));
    const stopped = await anybody.call<string>('POST', `${link}/stop`, {
      body: 'List-Unsubscribe=One-Click',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([stopped.status, stopped.body]).toEqual([200, expect.stringContaining('No more mails')]);
    await handled(await ship(order(data.email)));
    expect(mailsTo(data.email)).toHaveLength(2);
    const { rows } = await service.pool.query('SELECT * FROM mail_choices');
    expect(JSON.stringify(rows)).not.toContain(data.email.slice(0, 8));
  });

  it('confirms the address, which then gets mails like a verified one', async () => {
    const { data, link } = await paid();
    expect((await (await service.api()).call('POST', `${link}/confirm`)).status).toBe(200);
    await handled(await place({ ...data, orderId: randomUUID() }));
    await eventually(() => expect(mailsTo(data.email)).toHaveLength(2));
    expect(mailsTo(data.email)[1]).toContain(NAME);
  });

  it('is not impersonated with a link that was not sent', async () => {
    const { link } = await paid();
    const api = await service.api();
    for (const path of [`${link}x`, `${link}x/stop`, '/v1/mail-choices/none/confirm'])
      expect((await api.call(path.endsWith('x') ? 'GET' : 'POST', path)).status).toBe(404);
  });
});

it('a verified address gets mails before the payment, and one in a message of an older release too', async () => {
  const verified = { ...order(stranger()), emailVerified: true };
  const { emailVerified: _, ...older } = order(stranger());
  await place(verified);
  await place(older as Order);
  await eventually(() => expect([verified, older].flatMap(({ email }) => mailsTo(email))).toHaveLength(2));
  expect(mailsTo(older.email)[0]).toContain(NAME);
});
