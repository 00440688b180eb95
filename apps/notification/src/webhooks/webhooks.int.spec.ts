import { createHmac, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { orderConfirmed, orderDelivered } from '@waybill/contracts';
import { handlersOf } from '@waybill/messaging';
import { type Api, type SingleService, eventually, startService } from '@waybill/testing';
import { notificationApp } from '../notification.app.js';
import { NotificationsConsumer } from '../notifications/notifications.consumer.js';
import { PARTNER_TYPES } from './webhooks.controller.js';

interface Received {
  readonly path: string;
  readonly id: string;
  readonly orderId: string;
  readonly type: string;
  /** True if the signature is correct, computed here from the specification without the library of the sender. */
  readonly genuine: boolean;
}
interface Webhook {
  readonly id: string;
  readonly secret: string;
  readonly status: string;
  readonly reason?: string;
  readonly deliveries: readonly {
    id: string;
    status: string;
    attempts: number;
    answer?: number;
    error?: string;
  }[];
}

const ADMIN = { sub: 'root', admin: true };
let service: SingleService;
let admin: Api;
let receiver: Server;
let partner: string;
let received: Received[];
const secrets = new Map<string, string>();
/** The next response statuses per path; 204 by default. */
const answers = new Map<string, number[]>();

beforeAll(async () => {
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      const path = request.url ?? '';
      const header = (name: string) => String(request.headers[`webhook-${name}`]);
      const key = Buffer.from(secrets.get(path)?.replace('whsec_', '') ?? '', 'base64');
      const signed = `${header('id')}.${header('timestamp')}.${body}`;
      const signature = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
      const age = Math.abs(Date.now() / 1_000 - Number(header('timestamp')));
      const { type, data } = JSON.parse(body) as { type: string; data: { orderId: string } };
      const genuine = header('signature') === signature && age < 300;
      received.push({ path, id: header('id'), orderId: data.orderId, type, genuine });
      const status = answers.get(path)?.shift() ?? 204;
      response.writeHead(status, status === 302 ? { location: `${partner}/elsewhere` } : {}).end();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  partner = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  service = await startService(notificationApp, 'notification.events', {
    SMTP_URL: 'discard://',
    WEBHOOK_TARGETS: 'any',
    WEBHOOK_RETRY_AFTER: '50ms',
    WEBHOOK_GIVE_UP_AFTER: '1s',
  });
  admin = await service.api(ADMIN);
});
beforeEach(() => {
  received = [];
});
afterAll(async () => {
  await service?.stop();
  receiver.closeAllConnections();
  receiver.close();
});

/** Subscribes a partner with a path of its own. */
async function subscribe(
  types = ['order.confirmed', 'order.delivered'],
): Promise<Webhook & { path: string }> {
  const path = `/${randomUUID()}`;
  const webhook = await admin.post<Webhook>('/v1/webhooks', { url: partner + path, types });
  secrets.set(path, webhook.secret);
  return { ...webhook, path };
}

const now = ({ id }: { id: string }) => admin.get<Webhook>(`/v1/webhooks/${id}`);
const told = ({ path }: { path: string }) => received.filter((one) => one.path === path);
const anOrder = () => ({
  orderId: randomUUID(),
  customerId: 'ada',
  customerName: 'Ada',
  email: 'ada@example.com',
});
type Order = ReturnType<typeof anOrder>;
const confirm = (order: Order) =>
  service.send(orderConfirmed, order.orderId, {
    ...order,
    total: { amount: 1_000, currency: 'EUR' },
    paymentId: 'pay',
    shipmentId: 'shp',
  });
const deliver = (order: Order) =>
  service.send(orderDelivered, order.orderId, {
    ...order,
    shipmentId: 'shp',
    deliveredAt: '2026-03-02T12:00:00Z',
  });

describe('a partner', () => {
  it('is told what they asked for, signed, once', async () => {
    const [all, some] = [await subscribe(), await subscribe(['order.delivered'])];
    const order = anOrder();
    const [confirmed, delivered] = [await confirm(order), await deliver(order)];
    await eventually(() => expect([...told(all), ...told(some)]).toHaveLength(3));
    const { orderId } = order;
    expect(told(all)).toEqual([
      { path: all.path, id: confirmed, orderId, type: 'order.confirmed', genuine: true },
      { path: all.path, id: delivered, orderId, type: 'order.delivered', genuine: true },
    ]);
    expect(told(some)).toMatchObject([{ id: delivered, genuine: true }]);
    await eventually(async () =>
      expect((await now(all)).deliveries).toMatchObject([
        { id: delivered, orderId, type: 'order.delivered', status: 'delivered', attempts: 1, answer: 204 },
        { id: confirmed, orderId, type: 'order.confirmed', status: 'delivered', attempts: 1, answer: 204 },
      ]),
    );
    expect(await now(all)).not.toHaveProperty('secret');
  });

  it('who fails is told again, and of the same order nothing later before; other orders go on', async () => {
    const one = await subscribe();
    answers.set(one.path, [500, 302, 429]);
    const [slow, quick] = [anOrder(), anOrder()];
    await confirm(slow);
    await eventually(() => expect(told(one)).not.toEqual([]));
    await deliver(slow);
    await confirm(quick);
    // Three attempts that fail and three that succeed, whichever order the failures hit.
    await eventually(() => expect(told(one)).toHaveLength(6));
    const types = (order: Order) => {
      const all = told(one).filter(({ orderId }) => orderId === order.orderId);
      return [...new Set(all.map(({ type }) => type))];
    };
    expect(types(slow)).toEqual(['order.confirmed', 'order.delivered']);
    expect(told(one).filter(({ type }) => type === 'order.delivered')).toHaveLength(1);
    expect(types(quick)).toEqual(['order.confirmed']);
    // A redirect is not followed, because its target is not checked.
    expect(received.filter(({ path }) => path === '/elsewhere')).toEqual([]);
  });

  it('who takes nothing for too long is disabled, and says so; enabled again, is told what comes then', async () => {
    const one = await subscribe();
    answers.set(
      one.path,
      Array.from({ length: 50 }, () => 503),
    );
    const order = anOrder();
    const [first, behind] = [await confirm(order), await deliver(order)];
    const disabled = await eventually(async () => {
      const webhook = await now(one);
      expect(webhook.status).toBe('disabled');
      return webhook;
    });
    expect(disabled.reason).toMatch(/^no delivery since .*; the last try: answered 503$/);
    expect(disabled.deliveries).toMatchObject([
      { id: behind, status: 'dropped', attempts: 0, error: 'answered 503' },
      { id: first, status: 'dropped', answer: 503, error: 'answered 503' },
    ]);
    expect(disabled.deliveries[1]!.attempts).toBeGreaterThan(1);
    expect(await admin.get('/metrics')).toMatch(/^waybill_webhooks_disabled\{.*\} [1-9]/m);

    const tries = told(one).length;
    const missed = await confirm(anOrder());
    await eventually(() => expect(service.heard.map(({ causationId }) => causationId)).toContain(missed));
    answers.delete(one.path);
    await admin.post(`/v1/webhooks/${one.id}/enable`, {});
    const later = anOrder();
    await confirm(later);
    await eventually(() => expect(told(one)).toHaveLength(tries + 1));
    expect(told(one).at(-1)!.orderId).toBe(later.orderId);
  });

  it('who answers 410 is disabled at once', async () => {
    const one = await subscribe();
    answers.set(one.path, [410]);
    await confirm(anOrder());
    await eventually(async () =>
      expect(await now(one)).toMatchObject({
        status: 'disabled',
        reason: 'the partner wants no more deliveries; the last try: answered 410',
      }),
    );
  });

  it('who is deleted is told nothing more', async () => {
    const [gone, stays] = [await subscribe(), await subscribe()];
    expect((await admin.call('DELETE', `/v1/webhooks/${gone.id}`)).status).toBe(204);
    await confirm(anOrder());
    await eventually(() => expect(told(stays)).toHaveLength(1));
    expect(told(gone)).toEqual([]);
    expect((await admin.call('GET', `/v1/webhooks/${gone.id}`)).status).toBe(404);
  });
});

describe('the HTTP surface', () => {
  it('belongs to admins, each tenant to its own', async () => {
    const one = await subscribe();
    const customer = await service.api({ sub: 'ada' });
    expect((await customer.call('GET', '/v1/webhooks')).status).toBe(403);
    const elsewhere = await service.api({ sub: 'eve', admin: true, tenant: 'another' });
    expect(await elsewhere.get('/v1/webhooks')).toEqual({ items: [] });
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/enable'],
    ] as const)
      expect((await elsewhere.call(method, `/v1/webhooks/${one.id}${path}`)).status).toBe(404);
  });

  it('shows the secret once: a repeated request gets the first response with it masked, also after the deletion', async () => {
    const body = { url: `${partner}/${randomUUID()}`, types: ['order.confirmed'] };
    const headers = { 'idempotency-key': randomUUID() };
    const create = () => admin.call<Webhook>('POST', '/v1/webhooks', { body, headers });
    const first = await create();
    const { id, secret } = first.body;
    expect(secret).toMatch(/^whsec_[\w+/]{32}$/);
    const again = await create();
    expect(again).toMatchObject({ status: 201, body: { ...first.body, secret: 'whsec_********' } });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const { rows } = await service.pool.query(
      `SELECT FROM idempotency_keys WHERE answer::text LIKE '%whsec%'`,
    );
    expect(rows).toEqual([]);
    await admin.call('DELETE', `/v1/webhooks/${id}`);
    expect((await create()).body).toEqual(again.body);
  });

  it('returns a webhook as it is if an earlier release stored only its id', async () => {
    const body = { url: `${partner}/${randomUUID()}`, types: ['order.confirmed'] };
    const headers = { 'idempotency-key': randomUUID() };
    const create = () => admin.call<Webhook>('POST', '/v1/webhooks', { body, headers });
    const { id } = (await create()).body;
    await service.pool.query(
      `UPDATE idempotency_keys SET answer = json_build_object('id', $1::text) WHERE scope LIKE $2`,
      [id, `%|${headers['idempotency-key']}`],
    );
    expect((await create()).body).toMatchObject({ id, url: body.url, secret: 'whsec_********' });
    await admin.call('DELETE', `/v1/webhooks/${id}`);
    expect(await create()).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } });
  });

  it('refuses what is no address, and types that nobody says', async () => {
    const create = (body: object) => admin.call('POST', '/v1/webhooks', { body });
    expect(await create({ url: 'ftp://partner.example', types: ['order.placed'] })).toMatchObject({
      status: 400,
    });
    expect(await create({ url: partner, types: ['order.melted'] })).toMatchObject({ status: 400 });
    expect(await create({ url: partner, types: [] })).toMatchObject({ status: 400 });
  });
});

describe('what partners can ask for', () => {
  it('is heard, each of it', () => {
    const heard = handlersOf(NotificationsConsumer).map(({ type }) => type);
    expect(PARTNER_TYPES.filter((type) => !heard.includes(type))).toEqual([]);
  });
});
