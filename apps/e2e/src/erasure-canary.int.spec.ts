import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES, customerRegistered } from '@waybill/contracts';
import { type Api, eventually, poolOn, testMessage } from '@waybill/testing';
import { pino } from 'pino';
import { type OneProcess, startOneProcess } from './one-process.js';
import { PATIENCE } from './shop.js';

interface Order {
  readonly id: string;
  readonly status: string;
}
interface Parcel {
  readonly id: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

const MODES =
  process.env['WAYBILL_PROOFS'] === 'full' ? ['orchestrated', 'choreographed', 'hybrid'] : ['orchestrated'];
const KEY = () => ({ 'idempotency-key': randomBytes(6).toString('hex') });

describe.each(MODES)('a customer of a shop in %s mode', (mode) => {
  const tenant = `canary-${mode}`;
  const logged: string[] = [];
  const told: string[] = [];
  let answer = 503;
  let partner: Server;
  let platform: OneProcess;
  let inventory: Api;
  let shipping: Api;
  let operator: Api;
  let stocked: string;

  beforeAll(async () => {
    partner = createServer((request, response) => {
      void text(request).then((body) => {
        if (answer < 300) told.push(body);
        response.writeHead(answer).end();
      });
    }).listen(0, '127.0.0.1');
    await once(partner, 'listening');
    platform = await startOneProcess({
      environment: {
        FULFILMENT: mode,
        PICKING: 'manual',
        WEBHOOK_TARGETS: 'any',
        WEBHOOK_RETRY_AFTER: '500ms',
      },
      logger: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    });
    const admin = { sub: 'boss', tenant, admin: true };
    inventory = await platform.api('inventory', admin);
    shipping = await platform.api('shipping', admin);
    operator = await platform.api('notification', { sub: 'root', tenant, operator: true });
    stocked = await sells({ pieces: 100 });
    const { port } = partner.address() as AddressInfo;
    const types = [
      'order.placed',
      'order.confirmed',
      'order.cancelled',
      'order.delivered',
      'order.return-requested',
    ];
    const notification = await platform.api('notification', admin);
    await notification.post('/v1/webhooks', { url: `http://127.0.0.1:${port}/`, types });
  });
  afterAll(async () => {
    await platform?.stop();
    partner.closeAllConnections();
    partner.close();
  });

  async function sells({ pieces = 0, backorder = false }): Promise<string> {
    const sku = randomBytes(5).toString('hex');
    const admin = await platform.api('order', { sub: 'boss', tenant, admin: true });
    await admin.put(`/v1/products/${sku}`, { name: 'Lamp', price: { amount: 1_250, currency: 'EUR' } });
    if (pieces > 0)
      await inventory.post(`/v1/stock/${sku}/receipts`, { quantity: pieces, reference: 'first' }, KEY());
    if (backorder) await inventory.put(`/v1/stock/${sku}`, { backorder: true });
    return sku;
  }

  /** Places where one of the marks is found: columns of tables, and what was published, mailed, told and logged since. */
  async function finds(marks: readonly string[], since: Counts): Promise<string[]> {
    const rows = await Promise.all(
      SERVICES.map((service) => columnsWith(platform.databases[service], service, marks)),
    );
    const has = (thing: unknown) => marks.some((mark) => JSON.stringify(thing).includes(mark));
    const messages = platform.heard
      .slice(since.heard)
      .filter(({ headers, value }) => has([headers, value?.toString('utf8')]))
      .map(({ headers }) => `message ${headers['ce_type']}`);
    return [
      ...rows.flat(),
      ...messages,
      ...(await mails())
        .slice(since.mails)
        .filter(has)
        .map(() => 'mail'),
      ...told
        .slice(since.told)
        .filter(has)
        .map(() => 'webhook'),
      ...logged
        .slice(since.logged)
        .filter(has)
        .map((line) => `log ${(JSON.parse(line) as { msg: string }).msg}`),
    ].sort();
  }
  interface Counts {
    readonly heard: number;
    readonly mails: number;
    readonly told: number;
    readonly logged: number;
  }
  const mails = async (): Promise<object[]> => {
    const response = await fetch(`${platform.urls.inbox}/api/messages?limit=10000`);
    return ((await response.json()) as { items: object[] }).items.toReversed();
  };
  const counts = async (): Promise<Counts> => ({
    heard: platform.heard.length,
    mails: (await mails()).length,
    told: told.length,
    logged: logged.length,
  });

  it.each(['canary', 'bounce'])('who is erased (%s) is found nowhere, whatever waited', async (prefix) => {
    const id = randomBytes(5).toString('hex');
    const person = {
      name: `Wilma Canary${id}`,
      email: `${prefix}-${id}@example.com`,
      street: `${id} Erasure Lane`,
      phone: `+4930${id}`,
    };
    const marks = Object.values(person);
    const sub = `customer-${randomBytes(5).toString('hex')}`;
    const me = await platform.api('order', { sub, tenant, name: person.name, email: person.email });
    const shippingAddress = {
      name: person.name,
      line1: person.street,
      line2: person.phone,
      city: 'Berlin',
      postalCode: '10115',
      country: 'DE',
    };
    const reason = `Call ${person.name}, ${person.phone}`;
    const place = (sku: string, paymentMethod = 'pm_card_visa') =>
      me.post<Order>(
        '/v1/orders',
        { lines: [{ sku, quantity: 1 }], shippingAddress, paymentMethod },
        { ...KEY(), 'user-agent': person.name },
      );
    const until = ({ id }: Order, status: string) =>
      eventually(async () => {
        const order = await me.get<Order>(`/v1/orders/${id}`);
        expect(order.status).toBe(status);
        return order;
      }, PATIENCE);

    // An order in each state in which it can stay.
    const draft = { lines: [{ sku: stocked, quantity: 1 }], shippingAddress };
    await me.post('/v1/orders?draft=true', draft, KEY());
    const waiting = await place(await sells({ backorder: true }));
    const [declined, cancelled, delivered] = await Promise.all([
      place(stocked, 'pm_card_chargeDeclined'),
      place(stocked),
      place(stocked),
    ]);
    await Promise.all([
      until(declined, 'REJECTED'),
      until(cancelled, 'CONFIRMED'),
      until(delivered, 'CONFIRMED'),
    ]);
    expect((await me.call('DELETE', '/v1/customers/me')).status).toBe(409);
    for (const order of [waiting, cancelled])
      await me.post(`/v1/orders/${order.id}/cancel`, { reason }, KEY());
    await eventually(async () => {
      const { items } = await shipping.get<{ items: Parcel[] }>(`/v1/shipments?orderId=${delivered.id}`);
      const [{ id, lines }] = items as [Parcel];
      const found = lines.map(({ sku, quantity }) => ({ sku, found: quantity }));
      await shipping.post(`/v1/shipments/${id}/pick`, { lines: found });
    }, PATIENCE);
    await until(delivered, 'DELIVERED');
    const returned = { lines: [{ sku: stocked, quantity: 1 }], reason };
    await me.post(`/v1/orders/${delivered.id}/returns`, returned, KEY());
    await Promise.all([until(waiting, 'CANCELLED'), until(cancelled, 'CANCELLED')]);
    // A registration that died in notification, and waits for an operator.
    const broken = { customerId: sub, email: person.email };
    const { type, topic, version } = customerRegistered;
    const body = JSON.stringify(broken);
    await platform.broker.publisher.publish(
      [testMessage({ topic, key: sub, type, version, tenant, body })],
      1_000,
    );
    await eventually(async () => expect(await openLetters(sub)).toHaveLength(1), PATIENCE);
    await eventually(async () => {
      const places = await finds([person.name], await counts());
      for (const place of ['notification.effects.payload', 'notification.webhook_lanes.waiting'])
        expect(places).toContain(place);
    }, PATIENCE);

    expect((await me.call('DELETE', '/v1/customers/me')).status).toBe(204);
    const erased = await counts();
    await eventually(async () => expect(await finds(marks, erased)).toEqual([]), PATIENCE);

    // What waited goes on: the partner is there again, and the dead letter is redriven.
    answer = 204;
    await eventually(async () => expect(await waitingWebhooks()).toBe(0), PATIENCE);
    const letters = await openLetters(sub);
    for (const letter of letters)
      await operator.post(`/admin/dead-letters/${encodeURIComponent(letter)}/redrive`, {});
    expect(told.some((event) => event.includes(delivered.id))).toBe(true);
    expect(await finds(marks, erased)).toEqual([]);
    for (const order of [draft, waiting, cancelled, delivered].filter((one) => 'id' in one))
      expect(JSON.stringify(await me.get(`/v1/orders/${order.id}/history`))).not.toContain(id);
    answer = 503;
  });

  async function openLetters(key: string): Promise<string[]> {
    const { items } = await operator.get<{ items: { id: string; key: string }[] }>(
      '/admin/dead-letters?status=open&limit=100',
    );
    return items.filter((letter) => letter.key === key).map(({ id }) => id);
  }

  async function waitingWebhooks(): Promise<number> {
    const pool = poolOn(platform.databases.notification, { max: 1 });
    try {
      const { rows } = await pool.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM webhook_lanes',
      );
      return rows[0]!.count;
    } finally {
      await pool.end();
    }
  }
});

/** The columns of a service's tables in which one of the marks is found. Binary columns are read as text. */
async function columnsWith(url: string, service: string, marks: readonly string[]): Promise<string[]> {
  const pool = poolOn(url, { max: 1 });
  try {
    const { rows: columns } = await pool.query<{ table: string; column: string }>(
      `SELECT c.relname AS table, a.attname AS column FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
         AND a.attnum > 0 AND NOT a.attisdropped`,
    );
    const searched = [...marks, ...marks.map((mark) => Buffer.from(mark).toString('hex'))];
    const query = columns
      .map(
        ({ table, column }) =>
          `SELECT '${service}.${table}.${column}' AS place WHERE EXISTS (SELECT FROM "${table}" t, unnest($1::text[]) mark
           WHERE strpos(t."${column}"::text, mark) > 0)`,
      )
      .join(' UNION ALL ');
    const { rows } = await pool.query<{ place: string }>(query, [searched]);
    return rows.map(({ place }) => place);
  } finally {
    await pool.end();
  }
}
