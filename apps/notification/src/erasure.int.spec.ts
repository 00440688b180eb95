import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { customerErased, customerRegistered, orderConfirmed, orderDelivered } from '@waybill/contracts';
import { type Api, type SingleService, eventually, freePorts, startService } from '@waybill/testing';
import { SMTPServer } from 'smtp-server';
import { notificationApp } from './notification.app.js';

const HOUR_MS = 3_600_000;
let service: SingleService;
let operator: Api;
let partner: Server;
let smtp: SMTPServer;
let smtpPort: number;
/** The status that the partner answers. */
let answer = 204;
const told: string[] = [];
const mailed: string[] = [];

beforeAll(async () => {
  partner = createServer((request, response) => {
    void text(request).then((body) => {
      if (answer < 300) told.push(body);
      response.writeHead(answer).end();
    });
  }).listen(0, '127.0.0.1');
  await once(partner, 'listening');
  [smtpPort = 0] = await freePorts(1);
  service = await startService(notificationApp, 'notification.events', {
    SMTP_URL: `smtp://127.0.0.1:${smtpPort}`,
    WEBHOOK_TARGETS: 'any',
    WEBHOOK_RETRY_AFTER: '100ms',
  });
  operator = await service.api({ sub: 'root', operator: true });
  const admin = await service.api({ sub: 'root', admin: true });
  const { port } = partner.address() as AddressInfo;
  const types = ['order.confirmed', 'order.delivered'];
  await admin.post('/v1/webhooks', { url: `http://127.0.0.1:${port}/`, types });
});
afterAll(async () => {
  await service?.stop();
  partner.closeAllConnections();
  partner.close();
});

async function startSmtp(): Promise<void> {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    closeTimeout: 100,
    onRcptTo({ address }, _session, callback) {
      if (!address.startsWith('bounce')) return callback();
      const message = `5.1.1 <${address.toUpperCase()}>: Recipient address rejected`;
      callback(Object.assign(new Error(message), { responseCode: 550 }));
    },
    onData(stream, session, callback) {
      void text(stream).then((mail) => {
        mailed.push(session.envelope.rcptTo[0]!.address + mail);
        callback();
      });
    },
  });
  smtp.on('error', () => undefined);
  await once(smtp.listen(smtpPort, '127.0.0.1'), 'listening');
}
const stopSmtp = () => new Promise<void>((resolve) => smtp.close(resolve));

const person = (prefix = 'mail') => {
  const customerId = randomUUID();
  const mark = `${prefix}-${customerId}`;
  return {
    customerId,
    mark,
    orderId: randomUUID(),
    customerName: `Name ${mark}`,
    email: `${mark}@example.com`,
  };
};
type Person = ReturnType<typeof person>;
const confirm = ({ mark: _, ...order }: Person) =>
  service.send(orderConfirmed, order.orderId, {
    ...order,
    total: { amount: 1_000, currency: 'EUR' },
    paymentId: 'pay',
    shipmentId: 'shp',
  });
const deliver = ({ mark: _, ...order }: Person) =>
  service.send(orderDelivered, order.orderId, {
    ...order,
    shipmentId: 'shp',
    deliveredAt: '2026-03-02T12:00:00Z',
  });
const erase = ({ customerId, orderId }: Person) =>
  service.send(customerErased, customerId, { customerId, orderIds: [orderId] });

/** Tables with a row that contains the text; the bytes of dead letters are read as text. */
async function tablesWith(mark: string): Promise<string[]> {
  const { rows: tables } = await service.pool.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const hex = Buffer.from(mark).toString('hex');
  const counts = tables.map(async ({ name }) => {
    const sql = `SELECT FROM ${name} t WHERE strpos(t::text, $1) > 0 OR strpos(t::text, $2) > 0`;
    return (await service.pool.query(sql, [mark, hex])).rows.length > 0 ? [name] : [];
  });
  return (await Promise.all(counts)).flat().sort();
}

const handled = (id: string) =>
  eventually(async () => {
    const { rows } = await service.pool.query('SELECT FROM inbox WHERE message_id = $1', [id]);
    expect(rows).not.toEqual([]);
  });

it('tells partners nothing about an erased customer, though their events waited', async () => {
  await startSmtp();
  answer = 503;
  const ada = person();
  await handled(await confirm(ada));
  await handled(await deliver(ada));
  expect(await tablesWith(ada.mark)).toEqual(['effects', 'notifications', 'webhook_lanes']);
  await erase(ada);
  await eventually(async () => expect(await tablesWith(ada.mark)).toEqual([]));
  answer = 204;
  const about = () => told.filter((body) => body.includes(ada.orderId));
  await eventually(() => expect(about()).toHaveLength(2));
  expect(about().map((body) => JSON.parse(body) as unknown)).toMatchObject([
    { type: 'order.confirmed', data: { customerId: ada.customerId, customerName: '', email: '' } },
    { type: 'order.delivered', data: { customerId: ada.customerId, customerName: '', email: '' } },
  ]);
  // An event that was published before the erasure, and arrives after it.
  const time = new Date(Date.now() - HOUR_MS);
  const { mark: _, ...order } = ada;
  const late = { ...order, shipmentId: 'shp', deliveredAt: '2026-03-02T12:00:00Z' };
  await service.send(orderDelivered, ada.orderId, late, { time });
  await eventually(() => expect(about()).toHaveLength(3));
  expect(told.join('\n')).not.toContain(ada.mark);
  await stopSmtp();
});

it('sends no mail that waited, and keeps none of the words with which a server refused one', async () => {
  const ben = person();
  await handled(await confirm(ben));
  expect(await tablesWith(ben.mark)).toContain('effects');
  await erase(ben);
  await eventually(async () => expect(await tablesWith(ben.mark)).toEqual([]));
  const { rows } = await service.pool.query('SELECT status, error FROM notifications WHERE order_id = $1', [
    ben.orderId,
  ]);
  expect(rows).toEqual([{ status: 'failed', error: 'the customer was erased' }]);

  await startSmtp();
  const bounced = person('bounce');
  await confirm(bounced);
  const failed = () => service.heard.filter(({ key }) => key === bounced.orderId);
  await eventually(() => expect(failed()).toHaveLength(1));
  expect(failed()[0]).toMatchObject({
    type: 'notification.failed',
    data: { error: expect.stringContaining('5.1.1 <the recipient>: Recipient address rejected') as unknown },
  });
  await erase(bounced);
  await eventually(async () => expect(await tablesWith(bounced.mark)).toEqual([]));
  expect(mailed.join('\n')).not.toContain(ben.mark);
  await stopSmtp();
});

it('removes the customer from dead letters, and a registration from before the erasure does not undo it', async () => {
  await startSmtp();
  const { customerId, email, customerName: name, ...cleo } = person();
  const broken = { customerId, email } as never;
  const time = new Date(Date.now() - HOUR_MS);
  await service.send(customerRegistered, customerId, broken, { time });
  const letters = async () => {
    const { rows } = await service.pool.query<{ id: string; value: string; error: string }>(
      `SELECT id, convert_from(value, 'UTF8') AS value, error_message || error_stack AS error
       FROM dead_letters WHERE key = $1`,
      [customerId],
    );
    return rows;
  };
  await eventually(async () => expect(await letters()).toHaveLength(1));
  const { id } = (await letters())[0]!;
  const letter = `/admin/dead-letters/${encodeURIComponent(id)}`;
  const edit = () => operator.put(letter, { value: JSON.stringify({ customerId, email, name }) });
  await edit();
  expect(await tablesWith(cleo.mark)).toEqual(['dead_letters']);

  await service.send(customerErased, customerId, { customerId, orderIds: [] });
  await eventually(async () => expect(await tablesWith(cleo.mark)).toEqual([]));
  expect(JSON.parse((await letters())[0]!.value)).toEqual({ customerId, email: '', name: '' });

  // An operator who still has the data, or an older build that wrote the dead letter late.
  await edit();
  expect(await operator.post(`${letter}/redrive`, {})).toMatchObject({ items: [{ outcome: 'redriven' }] });
  const { rows } = await service.pool.query('SELECT id FROM erased_customers WHERE id = $1', [customerId]);
  expect(rows).toEqual([{ id: customerId }]);
  expect(await tablesWith(cleo.mark)).toEqual(['dead_letters']);
  expect(mailed.join('\n')).not.toContain(cleo.mark);

  // A new registration does.
  await service.send(customerRegistered, customerId, { customerId, name, email });
  await eventually(() => expect(mailed.join('\n')).toContain(cleo.mark));
  await stopSmtp();
});
