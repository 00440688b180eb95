import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { customerErased, customerRegistered, orderDelivered, orderShipped } from '@waybill/contracts';
import { type SingleService, eventually, freePorts, schemaDrift, startService } from '@waybill/testing';
import { SMTPServer } from 'smtp-server';
import { notificationApp } from './notification.app.js';

interface Received {
  readonly to: string;
  readonly mail: string;
}

let port: number;
let service: SingleService;
let server: SMTPServer | undefined;
const received: Received[] = [];
/** The response codes with which the next mails are refused, oldest first. */
const refusals: number[] = [];

async function startSmtp(): Promise<void> {
  server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onRcptTo({ address }, _session, callback) {
      if (!address.startsWith('bounce')) return callback();
      callback(Object.assign(new Error('5.1.1 No such mailbox'), { responseCode: 550 }));
    },
    onData(stream, session, callback) {
      void text(stream).then((mail) => {
        const responseCode = refusals.shift();
        if (responseCode) return callback(Object.assign(new Error('not now'), { responseCode }));
        received.push({ to: session.envelope.rcptTo[0]!.address, mail: mail.replaceAll('\r\n', '\n') });
        callback();
      });
    },
  });
  // Ignore clients that disconnect.
  server.on('error', () => undefined);
  await once(server.listen(port, '127.0.0.1'), 'listening');
}

async function stopSmtp(): Promise<void> {
  await new Promise<void>((resolve) => (server ? server.close(resolve) : resolve()));
  server = undefined;
}

beforeAll(async () => {
  [port = 0] = await freePorts(1);
  const environment = { SMTP_URL: `smtp://127.0.0.1:${port}`, MAIL_FROM: 'The Shop <orders@shop.example>' };
  service = await startService(notificationApp, 'notification.events', environment);
});
beforeEach(startSmtp);
afterEach(stopSmtp);
afterAll(() => service?.stop());

const newOrder = (email = `${randomUUID()}@example.com`) => ({
  orderId: randomUUID(),
  customerId: 'ada',
  customerName: 'Ada',
  email,
  shipmentId: 'shp',
  deliveredAt: '2026-03-02T12:00:00Z',
});
type Order = ReturnType<typeof newOrder>;
const deliver = (order: Order, options = {}) => service.send(orderDelivered, order.orderId, order, options);
const mailsTo = ({ email }: Order): Received[] => received.filter(({ to }) => to === email);
const said = (key: string, count: number) =>
  eventually(() => {
    const about = service.heard.filter((message) => message.key === key);
    expect(about).toHaveLength(count);
    return about;
  });
const rowsOf = async ({ orderId }: Order) => {
  const { rows } = await service.pool.query<{ id: string; status: string; error: string | null }>(
    'SELECT id, status, error FROM notifications WHERE order_id = $1 ORDER BY created_at',
    [orderId],
  );
  return rows;
};

describe('a turn of an order', () => {
  it('is told by one mail, though the message comes twice', async () => {
    const order = newOrder();
    const id = await deliver(order, { correlationId: 'story-1' });
    await said(order.orderId, 1);
    await deliver(order, { id });
    const shipped = { ...order, carrier: 'Wayfarer', trackingNumber: 'WF1', eta: '2026-03-03T12:00:00Z' };
    await service.send(orderShipped, order.orderId, shipped);
    const [sent] = await said(order.orderId, 2);
    expect(sent).toMatchObject({
      type: 'notification.sent',
      causationId: id,
      correlationId: 'story-1',
      data: { notificationId: id, orderId: order.orderId, template: 'order.delivered' },
    });
    const text = 'SELECT created_at = sent_at AS once FROM notifications WHERE id = $1';
    // Sent before the message was recorded, so its row was written once.
    expect((await service.pool.query(text, [id])).rows).toEqual([{ once: true }]);
    const mails = mailsTo(order).map(({ mail }) => mail);
    expect(mails).toHaveLength(2);
    expect(mails[0]).toContain(`Message-ID: <${id}@shop.example>`);
    expect(mails[0]).toMatch(new RegExp(`^X-Order-Id: ${order.orderId}$`, 'im'));
    expect(mails[0]).toMatch(/^X-Correlation-Id: story-1$/im);
    expect(mails[0]).toContain('From: The Shop <orders@shop.example>');
    expect(mails[0]).toContain('Content-Type: text/plain');
    expect(mails[0]).toContain('Content-Type: text/html');
  });

  it('is told when the mail server is back', async () => {
    const order = newOrder();
    await stopSmtp();
    await deliver(order);
    await eventually(async () => {
      const { rows } = await service.pool.query(
        'SELECT attempt FROM effects WHERE key = $1 AND attempt > 1',
        [order.orderId],
      );
      expect(rows).toHaveLength(1);
    });
    expect(await rowsOf(order)).toMatchObject([{ status: 'queued', error: null }]);
    await startSmtp();
    await said(order.orderId, 1);
    expect(mailsTo(order)).toHaveLength(1);
    expect(await rowsOf(order)).toMatchObject([{ status: 'sent' }]);
  });

  it('is tried again after a refusal for now', async () => {
    const order = newOrder();
    refusals.push(451, 421);
    await deliver(order);
    expect((await said(order.orderId, 1))[0]!.type).toBe('notification.sent');
    expect(mailsTo(order)).toHaveLength(1);
  });

  it('is given up after a refusal for good', async () => {
    const bounced = newOrder(`bounce-${randomUUID()}@example.com`);
    const id = await deliver(bounced);
    expect((await said(bounced.orderId, 1))[0]).toMatchObject({
      type: 'notification.failed',
      data: { notificationId: id, error: expect.stringContaining('550') },
    });
    const refused = newOrder();
    refusals.push(554);
    await deliver(refused);
    expect((await said(refused.orderId, 1))[0]!.type).toBe('notification.failed');
    expect(await rowsOf(refused)).toMatchObject([
      { status: 'failed', error: expect.stringContaining('554') },
    ]);
  });
});

describe('a new customer', () => {
  it('is welcomed', async () => {
    const customerId = randomUUID();
    const email = `${customerId}@example.com`;
    const id = await service.send(customerRegistered, customerId, { customerId, name: 'Ada', email });
    const [sent] = await said(customerId, 1);
    expect(sent!.data).toEqual({ notificationId: id, template: 'customer.registered' });
    expect(received.find(({ to }) => to === email)?.mail).toContain('Subject: Welcome to Waybill');
  });
});

describe('a customer who is erased', () => {
  const recipients = async (customerId: string) => {
    const { rows } = await service.pool.query<{ recipient: string | null }>(
      'SELECT recipient FROM notifications WHERE customer_id = $1 ORDER BY created_at',
      [customerId],
    );
    return rows.map(({ recipient }) => recipient);
  };

  it('is forgotten in every mail on record, and told nothing more until they come back', async () => {
    const customerId = randomUUID();
    const email = `${customerId}@example.com`;
    const register = () => service.send(customerRegistered, customerId, { customerId, name: 'Ada', email });
    await register();
    const [before, late] = [newOrder(email), newOrder(email)].map((order) => ({ ...order, customerId }));
    await deliver(before!);
    await Promise.all([said(customerId, 1), said(before!.orderId, 1)]);
    expect(await recipients(customerId)).toEqual([email, email]);

    await service.send(customerErased, customerId, { customerId });
    await eventually(async () => expect(await recipients(customerId)).toEqual([null, null]));
    const id = await deliver(late!);
    await eventually(async () => {
      const { rows } = await service.pool.query('SELECT FROM inbox WHERE message_id = $1', [id]);
      expect(rows).toHaveLength(1);
    });
    await register();
    await said(customerId, 2);

    expect(received.filter(({ to }) => to === email)).toHaveLength(3);
    expect(await rowsOf(late!)).toEqual([]);
    expect(await recipients(customerId)).toEqual([null, null, email]);
  });

  it.each(['before customer.erased', 'after they registered again'])(
    'gets no mail to an empty address when an event of their order comes %s',
    async (when) => {
      const customerId = randomUUID();
      const email = `${customerId}@example.com`;
      const erase = () => service.send(customerErased, customerId, { customerId });
      if (when.startsWith('after')) {
        await erase();
        await service.send(customerRegistered, customerId, { customerId, name: 'Ada', email });
        await said(customerId, 1);
      }
      // The message that the order service publishes for an erased customer.
      const order = { ...newOrder(''), customerId, customerName: '' };
      const id = await deliver(order);
      await eventually(async () => {
        const { rows } = await service.pool.query('SELECT FROM inbox WHERE message_id = $1', [id]);
        expect(rows).toHaveLength(1);
      });
      expect(await rowsOf(order)).toEqual([]);
      const { rows } = await service.pool.query('SELECT FROM effects WHERE key = $1', [order.orderId]);
      expect(rows).toEqual([]);
    },
  );
});

describe('the HTTP surface', () => {
  type Page = { items: { id: string; [more: string]: unknown }[]; nextCursor: string | null };

  it('shows admins the mails of an order, newest first, in pages', async () => {
    const order = newOrder();
    const first = await deliver(order);
    await said(order.orderId, 1);
    const second = await deliver(order);
    await said(order.orderId, 2);
    const api = await service.api({ sub: 'root', admin: true });
    const page = await api.get<Page>(`/v1/notifications?orderId=${order.orderId}&limit=1`);
    expect(page.items).toEqual([
      {
        id: second,
        orderId: order.orderId,
        customerId: 'ada',
        template: 'order.delivered',
        recipient: order.email,
        status: 'sent',
        subject: expect.stringContaining('has arrived'),
        createdAt: expect.any(String),
        sentAt: expect.any(String),
      },
    ]);
    const rest = await api.get<Page>(`/v1/notifications?orderId=${order.orderId}&cursor=${page.nextCursor}`);
    expect(rest).toMatchObject({ items: [{ id: first }], nextCursor: null });
  });

  it('shows nobody else anything', async () => {
    const customer = await service.api({ sub: 'ada' });
    expect((await customer.call('GET', '/v1/notifications')).status).toBe(403);
    expect((await (await service.api()).call('GET', '/v1/notifications')).status).toBe(401);
    const elsewhere = await service.api({ sub: 'root', admin: true, tenant: 'another' });
    expect((await elsewhere.get<Page>('/v1/notifications')).items).toEqual([]);
  });
});

describe('the schema', () => {
  it('is what the entities say', async () => {
    expect(await schemaDrift(notificationApp, service.ownerUrl)).toEqual([]);
  });
});
