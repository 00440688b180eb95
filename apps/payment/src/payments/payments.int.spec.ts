import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { paymentAuthorize, paymentCapture, paymentRefund, paymentVoid, topicTable } from '@waybill/contracts';
import type { MessageType } from '@waybill/kernel';
import { MemoryBroker } from '@waybill/messaging';
import { type RunningService, bootstrap, migrate, uuids } from '@waybill/platform';
import {
  Api,
  DEVELOPMENT_KEY,
  eventually,
  type FreshDatabase,
  freshDatabase,
  testDatabaseUrl,
  testMessage,
  token,
} from '@waybill/testing';
import pg from 'pg';
import Stripe from 'stripe';
import { composePayment, paymentApp } from '../payment.app.js';
import type { GatewayPayment } from './domain/gateway-payment.js';
import type { Gateway } from './gateway/gateway.js';
import { MemoryGateway } from './gateway/memory-gateway.js';

interface Heard {
  readonly type: string;
  readonly cause: string;
  readonly correlation: string;
  readonly data: { readonly [name: string]: unknown };
}

const SECRET = 'whsec_of_the_spec';
const euros = (amount: number) => ({ amount, currency: 'EUR' });
const memory = new MemoryGateway(uuids);
const broker = new MemoryBroker();
const heard: Heard[] = [];
let wrong: Partial<Gateway> = {};
let database: FreshDatabase;
let client: pg.Client;
let service: RunningService;

/** The in-memory gateway. Tests replace single methods through `wrong`. */
const gateway = new Proxy<Gateway>(memory, {
  get: (target, name: keyof Gateway) => wrong[name] ?? target[name].bind(target),
});

beforeAll(async () => {
  database = await freshDatabase(testDatabaseUrl(), 'payments');
  await migrate(paymentApp, database.url);
  client = new pg.Client(database.url);
  await client.connect();
  await broker.ensureTopics(topicTable({ partitions: 2, retentionDays: 7 }));
  await broker.subscribe({
    group: 'spec',
    topics: ['payment.events'],
    handle: async (records) => {
      for (const { headers, value } of records) {
        const {
          ce_type: type = '',
          ce_causationid: cause = '',
          ce_correlationid: correlation = '',
        } = headers;
        heard.push({ type, cause, correlation, data: JSON.parse(String(value)) as Heard['data'] });
      }
    },
  });
  service = await bootstrap(
    { ...paymentApp, compose: (ports, settings) => composePayment(ports, settings, gateway) },
    {
      broker,
      environment: {
        DATABASE_URL: database.url,
        BROKER_URL: 'memory://',
        JWT_KEY: DEVELOPMENT_KEY,
        LOG_LEVEL: 'silent',
        HOST: '127.0.0.1',
        PORT: '0',
        STRIPE_API_KEY: 'sk_test_spec',
        STRIPE_WEBHOOK_SECRET: SECRET,
      },
    },
  );
});
afterEach(() => {
  wrong = {};
});
afterAll(async () => {
  await service.stop();
  await client.end();
  await database.drop();
});

describe('a payment', () => {
  it('is authorized, captured and refunded, and each answer names its command', async () => {
    const order = anOrder();
    const authorize = await order.authorize();
    const [authorized] = await order.hears('payment.authorized');
    const paymentId = authorized!.data['paymentId'];
    const orderId = order.id;
    expect(authorized).toEqual({
      type: 'payment.authorized',
      cause: authorize,
      correlation: `correlation of ${orderId}`,
      data: { orderId, paymentId, amount: euros(5_000), method: 'card', choreographed: false },
    });

    const capture = await order.capture(5_000);
    const captured = (await order.hears('payment.captured')).at(-1)!;
    const { captured_at: capturedAt } = (await order.row()) as { captured_at: Date };
    expect(captured).toMatchObject({
      cause: capture,
      data: {
        orderId,
        paymentId,
        amount: euros(5_000),
        method: 'card',
        capturedAt: capturedAt.toISOString(),
      },
    });

    const refund = await order.refund('r1', 2_000);
    expect((await order.hears('payment.refunded')).at(-1)).toEqual({
      type: 'payment.refunded',
      cause: refund,
      correlation: `correlation of ${orderId}`,
      data: {
        orderId,
        paymentId,
        amount: euros(2_000),
        refundId: `r1 of ${orderId}`,
        refund: { reason: 'return', subject: 'r1' },
      },
    });
    expect(await order.row()).toMatchObject({
      status: 'captured',
      captured: 5_000,
      refunded: 2_000,
      refunding: 0,
    });
  });

  it('is declined with a reason for the customer', async () => {
    const order = anOrder();
    const cause = await order.authorize('pm_card_visa_chargeDeclinedInsufficientFunds');
    const refusal = { code: 'INSUFFICIENT_FUNDS', detail: 'The account has insufficient funds.' };
    expect(await order.hears('payment.declined')).toMatchObject([
      { cause, data: { orderId: order.id, refusal } },
    ]);
  });

  it('was captured at one time, however often and late the command comes', async () => {
    const order = anOrder();
    await order.authorize();
    const first = await order.capture(5_000);
    await order.hears('payment.captured');
    await order.refund('r1', 1_000);
    await order.hears('payment.refunded');
    const again = await order.capture(5_000);
    const captures = () => heardOf(order.id).filter(({ type }) => type === 'payment.captured');
    await eventually(() => expect(captures().map(({ cause }) => cause)).toEqual([first, again]));
    const [before, after] = captures().map(({ data }) => data['capturedAt']);
    expect(after).toBe(before);
  });

  it('is charged once however often the command comes', async () => {
    const order = anOrder();
    const first = await order.authorize();
    await order.hears('payment.authorized');
    const second = await order.authorize();
    await eventually(() => expect(order.causes()).toEqual([first, second]));
    expect(order.charges()).toHaveLength(1);
  });

  it('is answered once by the call in flight when the command comes again meanwhile', async () => {
    const order = anOrder();
    const open = hold('authorize');
    const first = await order.authorize();
    await order.untilStatus('authorizing');
    await order.authorize();
    await order.capture(5_000);
    await eventually(async () => expect((await order.row())?.['waiting']).toHaveLength(1));
    open();
    await order.hears('payment.captured');
    expect(order.types()).toEqual(['payment.authorized', 'payment.captured']);
    expect(order.causes()[0]).toBe(first);
  });

  it('gives back at most what was taken, each refund once', async () => {
    const order = anOrder();
    await order.authorize();
    await order.capture(5_000);
    await order.refund('r1', 3_000);
    await order.refund('r1', 3_000);
    await order.refund('r2', 3_000);
    const [failed] = await order.hears('payment.failed');
    expect(failed).toMatchObject({ data: { refusal: { code: 'REFUND_TOO_LARGE' } } });
    await order.refund('r1', 3_000);
    await eventually(() =>
      expect(order.types().filter((type) => type === 'payment.refunded').length).toBeGreaterThan(1),
    );
    expect(order.charges()).toMatchObject([{ refunds: [{ amount: euros(3_000) }] }]);
  });

  it('of another amount than was asked is given back', async () => {
    const order = anOrder();
    wrong = { authorize: (request) => memory.authorize({ ...request, amount: euros(50) }) };
    await order.authorize();
    const [declined] = await order.hears('payment.declined');
    expect(declined).toMatchObject({ data: { refusal: { code: 'GATEWAY_MISMATCH' } } });
    const gatewayId = String((await order.row())?.['gateway_id']);
    await eventually(async () =>
      expect(await memory.find({ orderId: order.id, gatewayId })).toMatchObject({ status: 'voided' }),
    );
  });

  it('of another amount than was asked is kept where nobody looks at the answer, so that this would be noticed', async () => {
    const order = anOrder();
    const unseen = { amount: euros(5_000) };
    wrong = {
      authorize: async (request) =>
        ({ ...(await memory.authorize({ ...request, amount: euros(50) })), ...unseen }) as GatewayPayment,
    };
    await order.authorize();
    expect(await order.hears('payment.authorized')).toMatchObject([{ data: unseen }]);
    expect(order.charges()).toMatchObject([{ payment: { status: 'authorized', amount: euros(50) } }]);
  });
});

describe('a changed amount', () => {
  const held = (order: ReturnType<typeof anOrder>) => order.charges().map(({ payment }) => payment);

  it('is held before the older one is let go', async () => {
    const order = anOrder();
    await order.authorize();
    await order.hears('payment.authorized');
    const cause = await order.change(2, 4_000);
    await eventually(() =>
      expect(heardOf(order.id).at(-1)).toMatchObject({
        type: 'payment.authorized',
        cause,
        data: { amount: euros(4_000) },
      }),
    );
    await eventually(() =>
      expect(held(order)).toMatchObject([
        { status: 'voided' },
        { status: 'authorized', amount: euros(4_000) },
      ]),
    );
    await order.capture(4_000);
    await order.hears('payment.captured');
    expect(held(order)).toMatchObject([{ status: 'voided' }, { status: 'captured' }]);
  });

  it('that is declined leaves what is held, and can be asked for again', async () => {
    const order = anOrder();
    await order.authorize();
    await order.hears('payment.authorized');
    const cause = await order.change(2, 6_000, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    const again = await order.change(2, 6_000, 'pm_card_visa_chargeDeclinedInsufficientFunds');
    await eventually(() => expect(order.causes().slice(1)).toEqual([cause, again]));
    expect(order.types()).toEqual(['payment.authorized', 'payment.declined', 'payment.declined']);
    expect(await order.row()).toMatchObject({ status: 'authorized', amount: 5_000, revision: 2 });
    await order.change(3, 5_500);
    await order.capture(5_500);
    await order.hears('payment.captured');
    await eventually(() =>
      expect(held(order)).toMatchObject([{ status: 'voided' }, { captured: euros(5_500) }]),
    );
  });

  it('charges nothing twice when the gateway holds it and does not answer', async () => {
    const order = anOrder();
    await order.authorize();
    await order.hears('payment.authorized');
    let calls = 0;
    wrong = {
      async authorize(request) {
        const answer = await memory.authorize(request);
        if (calls++ === 0) throw new Error('no answer');
        return answer;
      },
    };
    await order.change(2, 4_000);
    await eventually(() =>
      expect(held(order)).toMatchObject([{ status: 'voided' }, { amount: euros(4_000) }]),
    );
  });
});

describe('an alarm', () => {
  type Alarms = { items: { id: string; orderId: string }[] };
  const admin = async () => new Api(service.url, await token({ sub: 'ada', admin: true }));
  const alarmsOf = async ({ id }: { id: string }, status = 'open') =>
    (await (await admin()).get<Alarms>(`/admin/payment-alarms?limit=100&status=${status}`)).items.filter(
      ({ orderId }) => orderId === id,
    );

  it('is raised for a refund that the gateway refuses for good, until somebody has put it right', async () => {
    const order = anOrder();
    await order.authorize();
    await order.capture(5_000);
    const refusal = { code: 'REFUND_FAILED', detail: 'The payment provider could not give the money back.' };
    wrong = { refund: () => Promise.resolve({ status: 'refused', refusal }) };
    await order.refund('r1', 2_000);
    await order.hears('payment.failed');
    const [alarm] = await alarmsOf(order);
    expect(alarm).toEqual({
      id: `refund:r1 of ${order.id}`,
      orderId: order.id,
      kind: 'REFUND_REFUSED',
      detail: `refund r1 of ${order.id} of 2000 EUR failed: REFUND_FAILED, ${refusal.detail}`,
      raisedAt: expect.any(String),
    });
    expect(await (await admin()).get('/metrics')).toMatch(/^waybill_payment_alarms\{.*\} [1-9]/m);

    await order.refund('r1', 2_000);
    await eventually(() => expect(order.types().filter((type) => type === 'payment.failed')).toHaveLength(2));
    expect(await alarmsOf(order)).toEqual([alarm]);
    const path = `/admin/payment-alarms/${encodeURIComponent(alarm!.id)}/settle`;
    await (await admin()).post(path, { note: 'sent by bank transfer' });
    expect(await alarmsOf(order)).toEqual([]);
    expect(await alarmsOf(order, 'settled')).toMatchObject([
      { ...alarm, settledBy: 'ada', note: 'sent by bank transfer' },
    ]);
    const elsewhere = new Api(service.url, await token({ sub: 'eve', admin: true, tenant: 'other' }));
    expect(await elsewhere.call('POST', path, { body: { note: 'mine' } })).toMatchObject({ status: 404 });
  });

  it('ends by itself when the gateway takes the refund after all: it is asked anew each time', async () => {
    const order = anOrder();
    await order.authorize();
    await order.capture(5_000);
    const refusal = { code: 'GATEWAY_REFUSED', detail: 'Not enough money on the account.' };
    wrong = { refund: () => Promise.resolve({ status: 'refused', refusal }) };
    await order.refund('r1', 2_000);
    await order.hears('payment.failed');
    expect(await order.row()).toMatchObject({ refunding: 0, refunded: 0 });
    wrong = {};
    const cause = await order.refund('r1', 2_000);
    expect(await order.hears('payment.refunded')).toMatchObject([{ cause }]);
    expect(order.charges()).toMatchObject([{ refunds: [{ amount: euros(2_000) }] }]);
    expect(await order.row()).toMatchObject({ refunding: 0, refunded: 2_000 });
    expect(await alarmsOf(order)).toEqual([]);
    expect(await alarmsOf(order, 'settled')).toMatchObject([{ settledBy: 'system' }]);
  });

  it.each([
    ['capture', (order: ReturnType<typeof anOrder>) => order.capture(5_000)],
    ['refund', (order: ReturnType<typeof anOrder>) => order.refund('r1', 5_000)],
  ] as const)('is raised for another amount than was asked: %s', async (call, ask) => {
    const order = anOrder();
    await order.authorize();
    if (call === 'refund') await order.capture(5_000);
    await order.hears(call === 'refund' ? 'payment.captured' : 'payment.authorized');
    wrong = {
      [call]: (request: never) => memory[call]({ ...(request as object), amount: euros(4_999) } as never),
    };
    await ask(order);
    await order.hears('payment.failed');
    expect(await alarmsOf(order)).toMatchObject([{ kind: 'AMOUNT_MISMATCH' }]);
  });
});

describe('a void', () => {
  it('that comes first leaves a tombstone: the late authorization charges nothing', async () => {
    const order = anOrder();
    const first = await order.void();
    const late = await order.authorize();
    await eventually(() => expect(order.causes()).toEqual([first, late]));
    expect(order.types()).toEqual(['payment.voided', 'payment.voided']);
    expect(heardOf(order.id)[0]?.data).toEqual({ orderId: order.id });
    expect(order.charges()).toEqual([]);
  });

  it('waits while the authorization’s outcome is unknown, and is then answered as itself', async () => {
    const order = anOrder();
    const open = hold('authorize');
    const authorize = await order.authorize();
    await order.untilStatus('authorizing');
    const wish = await order.void();
    await eventually(async () => expect((await order.row())?.['waiting']).toHaveLength(1));
    expect(order.types()).toEqual([]);
    open();
    await eventually(() => expect(order.causes()).toEqual([authorize, wish]));
    expect(order.types()).toEqual(['payment.authorized', 'payment.voided']);
    expect(order.charges()).toMatchObject([{ payment: { status: 'voided' } }]);
  });

  it('of what is captured tells so, because that is refunded', async () => {
    const order = anOrder();
    await order.authorize();
    await order.capture(5_000);
    await order.hears('payment.captured');
    const cause = await order.void();
    await eventually(() =>
      expect(heardOf(order.id).at(-1)).toMatchObject({ type: 'payment.captured', cause }),
    );
  });
});

describe('a gateway that charges and does not answer', () => {
  it.each([
    ['and shows the charge', {}],
    ['and does not show it yet', { find: () => Promise.resolve(undefined) }],
  ])('is asked again under the same key %s', async (_, search) => {
    const order = anOrder();
    let calls = 0;
    wrong = {
      ...search,
      async authorize(request) {
        const answer = await memory.authorize(request);
        if (calls++ === 0) throw new Error('no answer');
        return answer;
      },
    };
    const cause = await order.authorize();
    expect(await order.hears('payment.authorized')).toMatchObject([{ cause }]);
    expect(order.charges()).toHaveLength(1);
  });

  it('refunds nothing while a capture is in doubt, and all of it then', async () => {
    const order = anOrder();
    await order.authorize();
    await order.hears('payment.authorized');
    const open = hold('capture');
    await order.capture(5_000);
    await order.untilStatus('capturing');
    const cause = await order.refund('r1', 5_000);
    await eventually(async () => expect((await order.row())?.['waiting']).toHaveLength(1));
    open();
    expect(await order.hears('payment.refunded')).toMatchObject([{ cause }]);
    expect(order.types()).toEqual(['payment.authorized', 'payment.captured', 'payment.refunded']);
  });

  it('is believed when it sends a signed event, once', async () => {
    const order = anOrder();
    let calls = 0;
    wrong = {
      async authorize(request) {
        await memory.authorize(request);
        throw new Error(`no answer to call ${++calls}`);
      },
      find: (payment) => (calls === 0 ? Promise.reject(new Error('no answer')) : memory.find(payment)),
    };
    const cause = await order.authorize();
    await order.untilStatus('authorizing');
    const event = {
      id: `evt_${order.id}`,
      object: 'event',
      type: 'payment_intent.amount_capturable_updated',
    };
    const body = JSON.stringify({ ...event, data: { object: { metadata: { order_id: order.id } } } });
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET });
    const api = new Api(service.url);
    const send = (header: string) =>
      api.call('POST', '/v1/webhooks/gateway', {
        body,
        headers: { 'content-type': 'application/json', 'stripe-signature': header },
      });
    expect(await send('t=1,v1=00')).toMatchObject({
      status: 400,
      body: { code: 'WEBHOOK_SIGNATURE_INVALID' },
    });
    expect(await send(signature)).toMatchObject({ status: 200 });
    expect(await send(signature)).toMatchObject({ status: 200 });
    expect(await order.hears('payment.authorized')).toMatchObject([
      { cause, correlation: `correlation of ${order.id}` },
    ]);
  });
});

describe('GET /v1/payments', () => {
  it('shows as unknown what the gateway was asked and did not answer, and since when', async () => {
    const order = anOrder();
    const admin = new Api(service.url, await token({ sub: 'ada', admin: true }));
    type Shown = { items: { status: string; unknownSince?: string; refunds: object[] }[] };
    const shown = async () => (await admin.get<Shown>(`/v1/payments?orderId=${order.id}`)).items[0];
    const away = () => Promise.reject(new Error('no answer'));
    wrong = { authorize: away, find: away };
    await order.authorize();
    await eventually(async () => expect((await shown())?.status).toBe('unknown'));
    expect((await shown())?.unknownSince).toBe(((await order.row())?.['updated_at'] as Date).toISOString());
    expect(await admin.get('/metrics')).toMatch(
      /^waybill_payments_unknown_seconds\{.*\} (0\.\d*[1-9]|[1-9])/m,
    );
    wrong = { refund: away, findRefund: away };
    await order.hears('payment.authorized');
    expect(await shown()).toMatchObject({ status: 'authorized' });
    expect(await shown()).not.toHaveProperty('unknownSince');
    await order.capture(5_000);
    await order.refund('r1', 1_000);
    await eventually(async () =>
      expect(await shown()).toMatchObject({ status: 'captured', refunds: [{ status: 'unknown' }] }),
    );
    wrong = {};
    await order.hears('payment.refunded');
    expect(await shown()).toMatchObject({ refunds: [{ status: 'refunded' }] });
  });

  it('shows an order’s payment to an admin of its tenant', async () => {
    const order = anOrder();
    await order.authorize();
    await order.capture(5_000);
    await order.refund('r1', 1_500);
    await order.hears('payment.refunded');
    const path = `/v1/payments?orderId=${order.id}`;
    const admin = new Api(service.url, await token({ sub: 'ada', admin: true }));
    expect(await admin.get(path)).toMatchObject({
      items: [
        {
          orderId: order.id,
          status: 'captured',
          method: 'card',
          customerId: 'grace',
          refusal: null,
          amount: euros(5_000),
          captured: euros(5_000),
          refunded: euros(1_500),
          refunds: [
            {
              refundId: `r1 of ${order.id}`,
              amount: euros(1_500),
              status: 'refunded',
              reason: 'the tin is dented',
              purpose: 'return',
              subject: 'r1',
            },
          ],
        },
      ],
      nextCursor: null,
    });
    const elsewhere = new Api(service.url, await token({ sub: 'eve', admin: true, tenant: 'other' }));
    expect(await elsewhere.get(path)).toEqual({ items: [], nextCursor: null });
    const customer = new Api(service.url, await token({ sub: 'grace' }));
    expect(await customer.call('GET', path)).toMatchObject({ status: 403 });
  });

  it('pages, newest first', async () => {
    const [older, newer] = [anOrder(), anOrder()];
    await older.void();
    await newer.void();
    await older.hears('payment.voided');
    await newer.hears('payment.voided');
    const admin = new Api(service.url, await token({ sub: 'ada', admin: true }));
    type Listed = { items: { orderId: string }[]; nextCursor: string };
    const first = await admin.get<Listed>('/v1/payments?limit=1');
    const second = await admin.get<Listed>(`/v1/payments?limit=1&cursor=${first.nextCursor}`);
    expect([first, second].map(({ items }) => items[0]?.orderId)).toEqual([newer.id, older.id]);
  });
});

function anOrder(id = uuids.next()) {
  const send = async <Data>(
    { type, version, topic }: MessageType<string, Data>,
    data: NoInfer<Data>,
  ): Promise<string> => {
    const messageId = uuids.next();
    const row = testMessage({
      topic,
      key: id,
      id: messageId,
      type,
      version,
      source: '/order',
      correlationId: `correlation of ${id}`,
      causationId: 'the saga',
      body: JSON.stringify(data),
    });
    await broker.publisher.publish([row], 1_000);
    return messageId;
  };
  const row = async () => {
    const { rows } = await client.query<Record<string, unknown>>(
      'SELECT * FROM payments WHERE order_id = $1',
      [id],
    );
    return rows[0];
  };
  return {
    id,
    row,
    authorize: (paymentMethod = 'pm_card_visa') =>
      send(paymentAuthorize, { orderId: id, customerId: 'grace', amount: euros(5_000), paymentMethod }),
    change: (revision: number, amount: number, paymentMethod = 'pm_card_visa') =>
      send(paymentAuthorize, {
        orderId: id,
        customerId: 'grace',
        amount: euros(amount),
        paymentMethod,
        revision,
      }),
    capture: (amount: number) => send(paymentCapture, { orderId: id, amount: euros(amount) }),
    void: () => send(paymentVoid, { orderId: id, reason: 'cancelled' }),
    refund: (name: string, amount: number) =>
      send(paymentRefund, {
        orderId: id,
        refundId: `${name} of ${id}`,
        amount: euros(amount),
        reason: 'the tin is dented',
        refund: { reason: 'return', subject: name },
      }),
    untilStatus: (status: string) => eventually(async () => expect((await row())?.['status']).toBe(status)),
    hears: (type: string) =>
      eventually(() => {
        const answers = heardOf(id).filter((answer) => answer.type === type);
        expect(answers).not.toEqual([]);
        return answers;
      }),
    types: () => heardOf(id).map(({ type }) => type),
    causes: () => heardOf(id).map(({ cause }) => cause),
    charges: () => memory.chargesOf(id),
  };
}

function heardOf(orderId: string): Heard[] {
  return heard.filter(({ data }) => data['orderId'] === orderId);
}

/** Delays the responses to calls of this method until the returned function is called. */
function hold(name: 'authorize' | 'capture'): () => void {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  wrong = {
    [name]: async (request: never) => (await memory[name](request), await opened, memory[name](request)),
  };
  return open;
}
