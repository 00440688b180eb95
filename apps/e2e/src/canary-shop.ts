import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from '@jest/globals';
import { SERVICES, customerRegistered } from '@waybill/contracts';
import type { Broker } from '@waybill/messaging';
import { type Api, eventually, poolOn, testMessage } from '@waybill/testing';
import { pino } from 'pino';
import { type OneProcess, startOneProcess } from './one-process.js';
import { PATIENCE } from './shop.js';
import { columnsWith } from './columns-with.js';

interface Order {
  readonly id: string;
  readonly status: string;
}
interface Parcel {
  readonly id: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** How much was published, mailed, told to the partner and logged at a time. */
export interface Counts {
  readonly heard: number;
  readonly mails: number;
  readonly told: number;
  readonly logged: number;
}

/** A customer with an order in every state in which it can stay, whose name, mail address, street and phone number are unique. */
export interface Canary {
  readonly id: string;
  readonly sub: string;
  readonly name: string;
  readonly marks: readonly string[];
  readonly me: Api;
  readonly orders: readonly string[];
  readonly delivered: string;
}

const KEY = () => ({ 'idempotency-key': randomBytes(6).toString('hex') });

/** A shop with a partner whose webhooks are refused until `partnerIsBack`. */
export class CanaryShop {
  private readonly logged: string[] = [];
  readonly told: string[] = [];
  private answer = 503;
  private partner!: Server;
  private platform!: OneProcess;
  private inventory!: Api;
  private shipping!: Api;
  private operator!: Api;
  private stocked!: string;

  constructor(
    private readonly mode: string,
    private readonly tenant: string,
    private readonly between?: (broker: Broker) => Broker,
  ) {}

  async start(): Promise<void> {
    this.partner = createServer((request, response) => {
      void text(request).then((body) => {
        if (this.answer < 300) this.told.push(body);
        response.writeHead(this.answer).end();
      });
    }).listen(0, '127.0.0.1');
    await once(this.partner, 'listening');
    this.platform = await startOneProcess({
      ...(this.between && { between: this.between }),
      environment: {
        FULFILMENT: this.mode,
        PICKING: 'manual',
        WEBHOOK_TARGETS: 'any',
        WEBHOOK_RETRY_AFTER: '500ms',
      },
      logger: pino({ level: 'trace' }, { write: (line: string) => void this.logged.push(line) }),
    });
    const admin = { sub: 'boss', tenant: this.tenant, admin: true };
    this.inventory = await this.platform.api('inventory', admin);
    this.shipping = await this.platform.api('shipping', admin);
    this.operator = await this.platform.api('notification', {
      sub: 'root',
      tenant: this.tenant,
      operator: true,
    });
    this.stocked = await this.sells({ pieces: 100 });
    const { port } = this.partner.address() as AddressInfo;
    const types = [
      'order.placed',
      'order.confirmed',
      'order.cancelled',
      'order.delivered',
      'order.return-requested',
    ];
    const notification = await this.platform.api('notification', admin);
    await notification.post('/v1/webhooks', { url: `http://127.0.0.1:${port}/`, types });
  }

  async stop(): Promise<void> {
    await this.platform?.stop();
    this.partner.closeAllConnections();
    this.partner.close();
  }

  private async sells({ pieces = 0, backorder = false }): Promise<string> {
    const sku = randomBytes(5).toString('hex');
    const admin = await this.platform.api('order', { sub: 'boss', tenant: this.tenant, admin: true });
    await admin.put(`/v1/products/${sku}`, { name: 'Lamp', price: { amount: 1_250, currency: 'EUR' } });
    if (pieces > 0)
      await this.inventory.post(`/v1/stock/${sku}/receipts`, { quantity: pieces, reference: 'first' }, KEY());
    if (backorder) await this.inventory.put(`/v1/stock/${sku}`, { backorder: true });
    return sku;
  }

  /** Places where one of the marks is found: columns of tables, and what was published, mailed, told and logged since. */
  async finds(marks: readonly string[], since: Counts): Promise<string[]> {
    const rows = await Promise.all(
      SERVICES.map((service) => columnsWith(this.platform.databases[service], service, marks)),
    );
    const has = (thing: unknown) => marks.some((mark) => JSON.stringify(thing).includes(mark));
    const messages = this.platform.heard
      .slice(since.heard)
      .filter(({ headers, value }) => has([headers, value?.toString('utf8')]))
      .map(({ headers }) => `message ${headers['ce_type']}`);
    return [
      ...rows.flat(),
      ...messages,
      ...(await this.mails())
        .slice(since.mails)
        .filter(has)
        .map(() => 'mail'),
      ...this.told
        .slice(since.told)
        .filter(has)
        .map(() => 'webhook'),
      ...this.logged
        .slice(since.logged)
        .filter(has)
        .map((line) => `log ${(JSON.parse(line) as { msg: string }).msg}`),
    ].sort();
  }

  async counts(): Promise<Counts> {
    return {
      heard: this.platform.heard.length,
      mails: (await this.mails()).length,
      told: this.told.length,
      logged: this.logged.length,
    };
  }

  private async mails(): Promise<object[]> {
    const response = await fetch(`${this.platform.urls.inbox}/api/messages?limit=10000`);
    return ((await response.json()) as { items: object[] }).items.toReversed();
  }

  /** The life of a new customer, until its copies wait in mails, webhooks and a dead letter. */
  async live(prefix: string): Promise<Canary> {
    const id = randomBytes(5).toString('hex');
    const person = {
      name: `Wilma Canary${id}`,
      email: `${prefix}-${id}@example.com`,
      street: `${id} Erasure Lane`,
      phone: `+4930${id}`,
    };
    const marks = Object.values(person);
    const sub = `customer-${randomBytes(5).toString('hex')}`;
    const me = await this.platform.api('order', {
      sub,
      tenant: this.tenant,
      name: person.name,
      email: person.email,
    });
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
    const draft = { lines: [{ sku: this.stocked, quantity: 1 }], shippingAddress };
    await me.post('/v1/orders?draft=true', draft, KEY());
    const waiting = await place(await this.sells({ backorder: true }));
    const [declined, cancelled, delivered] = await Promise.all([
      place(this.stocked, 'pm_card_chargeDeclined'),
      place(this.stocked),
      place(this.stocked),
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
      const { items } = await this.shipping.get<{ items: Parcel[] }>(`/v1/shipments?orderId=${delivered.id}`);
      const [{ id, lines }] = items as [Parcel];
      const found = lines.map(({ sku, quantity }) => ({ sku, found: quantity }));
      await this.shipping.post(`/v1/shipments/${id}/pick`, { lines: found });
    }, PATIENCE);
    await until(delivered, 'DELIVERED');
    const returned = { lines: [{ sku: this.stocked, quantity: 1 }], reason };
    await me.post(`/v1/orders/${delivered.id}/returns`, returned, KEY());
    await Promise.all([until(waiting, 'CANCELLED'), until(cancelled, 'CANCELLED')]);
    // A registration that died in notification, and waits for an operator.
    const broken = { customerId: sub, email: person.email };
    const { type, topic, version } = customerRegistered;
    const body = JSON.stringify(broken);
    await this.platform.broker.publisher.publish(
      [testMessage({ topic, key: sub, type, version, tenant: this.tenant, body })],
      1_000,
    );
    await eventually(async () => expect(await this.openLetters(sub)).toHaveLength(1), PATIENCE);
    await eventually(async () => {
      const places = await this.finds([person.name], await this.counts());
      for (const place of ['notification.effects.payload', 'notification.webhook_lanes.waiting'])
        expect(places).toContain(place);
    }, PATIENCE);

    return {
      id,
      sub,
      name: person.name,
      marks,
      me,
      orders: [waiting.id, cancelled.id, delivered.id],
      delivered: delivered.id,
    };
  }

  /** What waited goes on: the partner is there again, and the dead letters are redriven. */
  async goOn({ sub }: Canary): Promise<void> {
    this.answer = 204;
    await eventually(async () => expect(await this.waitingWebhooks()).toBe(0), PATIENCE);
    for (const letter of await this.openLetters(sub))
      await this.operator.post(`/admin/dead-letters/${encodeURIComponent(letter)}/redrive`, {});
    this.answer = 503;
  }

  private async openLetters(key: string): Promise<string[]> {
    const { items } = await this.operator.get<{ items: { id: string; key: string }[] }>(
      '/admin/dead-letters?status=open&limit=100',
    );
    return items.filter((letter) => letter.key === key).map(({ id }) => id);
  }

  private async waitingWebhooks(): Promise<number> {
    const pool = poolOn(this.platform.databases.notification, { max: 1 });
    try {
      const { rows } = await pool.query<{ count: number }>(
        'SELECT count(*)::int AS count FROM webhook_lanes',
      );
      return rows[0]!.count;
    } finally {
      await pool.end();
    }
  }
}
