import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Delivery } from '@waybill/messaging';
import { type Api, type OneService, eventually, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

let order: OneService;
let ada: Api;
let admin: Api;

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
const elsewhere = { ...address, line1: '5 Lane', city: 'Leeds' };
const paymentMethod = 'pm_card_visa';

type Order = Record<string, unknown> & { readonly id: string; readonly code?: string };

let keys = 0;
const key = () => ({ 'idempotency-key': `key-${++keys}` });
const begin = async (body: object = {}, api = ada): Promise<string> =>
  `/v1/orders/${(await api.post<Order>('/v1/orders?draft=true', body, key())).id}`;
const place = (path: string, body: object = {}, headers: Record<string, string> = key()) =>
  ada.call<Order>('POST', `${path}/place`, { body, headers });
const history = async (path: string) =>
  (await ada.get<{ type: string }[]>(`${path}/history`)).map(({ type }) => type);
/** The messages that other services receive, oldest first. */
const heard: Delivery[] = [];
const said = (path: string) =>
  heard
    .filter((message) => message.key === path.split('/').at(-1))
    .map(({ headers, value }) => ({ type: headers['ce_type'], body: JSON.parse(String(value)) as object }));
const typesSaid = (path: string) => said(path).map(({ type }) => type);

beforeAll(async () => {
  order = await startOneService(orderApp);
  await order.broker.subscribe({
    group: 'everyone',
    topics: ['order.events', 'inventory.commands'],
    handle: (messages) => Promise.resolve(void heard.push(...messages)),
  });
  ada = await order.api();
  admin = await order.api({ sub: 'boss', admin: true, operator: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price: eur(1250) });
  await admin.put('/v1/products/TEA', { name: 'Tea', price: eur(899) });
  await admin.put('/v1/products/GBP', { name: 'Pounds', price: { amount: 100, currency: 'GBP' } });
});

afterAll(() => order?.stop());

describe('a draft', () => {
  it('is begun with nothing in it', async () => {
    const { status, headers, body } = await ada.call<Order>('POST', '/v1/orders?draft=true', {
      body: {},
      headers: key(),
    });
    expect([status, headers.get('location'), headers.get('etag')]).toEqual([
      201,
      `/v1/orders/${body.id}`,
      '"1"',
    ]);
    const at = body['draftedAt'];
    expect(body).toEqual({
      id: body.id,
      customerId: 'ada',
      customerName: null,
      status: 'DRAFT',
      version: 1,
      lines: [],
      charges: [],
      itemCount: 0,
      shipments: [],
      returns: [],
      shippingAddress: null,
      total: { amount: 0, currency: 'XXX' },
      refunded: { amount: 0, currency: 'XXX' },
      placedAt: at,
      draftedAt: at,
      updatedAt: at,
    });
    expect(await ada.get(`/v1/orders/${body.id}`)).toEqual(body);
  });

  it('is filled line by line, and shows what its goods cost', async () => {
    const path = await begin({ lines: [{ sku: 'TEA', quantity: 2 }] });
    await ada.put(`${path}/lines/MUG`, { quantity: 5 });
    const filled = await ada.put<Order>(`${path}/lines/MUG`, { quantity: 1 });
    expect(filled).toMatchObject({
      lines: [
        { sku: 'TEA', quantity: 2, lineTotal: eur(1798) },
        { sku: 'MUG', quantity: 1, lineTotal: eur(1250) },
      ],
      total: eur(3048),
    });
    const { status, body } = await ada.call<Order>('DELETE', `${path}/lines/TEA`);
    expect([status, body['total']]).toEqual([200, eur(1250)]);
    expect(await ada.get(path)).toEqual(body);
    expect(await history(path)).toEqual([
      'order.drafted',
      'order.item-added',
      'order.item-added',
      'order.item-added',
      'order.item-removed',
    ]);
  });

  it('is nobody’s business before it is placed: no message, no saga, no order in the customer’s summary', async () => {
    const vera = await order.api({ sub: 'vera', name: 'Vera', email: 'vera@example.com' });
    const path = await begin({ lines: [{ sku: 'TEA', quantity: 2 }], shippingAddress: address }, vera);
    await vera.put(`${path}/shipping-address`, elsewhere);
    await vera.post(`${path}/cancel`, { reason: 'no need' });
    expect(await vera.get(path)).toMatchObject({
      status: 'CANCELLED',
      cancellation: { reason: 'no need', by: 'customer' },
    });
    expect(said(path)).toEqual([]);
    expect((await admin.call('GET', `/admin/sagas/${path.split('/').at(-1)}`)).status).toBe(404);
    await eventually(async () => {
      const views = await admin.get<{ lagSeconds: number }[]>('/admin/projections');
      expect(views.map(({ lagSeconds }) => lagSeconds)).toEqual(views.map(() => 0));
    });
    expect(await vera.get('/v1/customers/me/summary')).toMatchObject({ totalOrders: 0, recentOrders: [] });
  });

  it('becomes an order like any other when it is placed, at the prices of that day', async () => {
    const path = await begin({ lines: [{ sku: 'MUG', quantity: 2 }], shippingAddress: address });
    await admin.put('/v1/products/MUG', { name: 'Mug', price: eur(1300) });
    try {
      const wrong = await place(path, { paymentMethod, expectedTotal: eur(2500 + 495) });
      expect([wrong.status, wrong.body.code, wrong.body['total']]).toEqual([
        422,
        'TOTAL_MISMATCH',
        eur(2600 + 495),
      ]);
      const { status, headers, body } = await place(path, { paymentMethod, expectedTotal: eur(2600 + 495) });
      expect([status, headers.get('location')]).toEqual([202, path]);
      expect(body).toMatchObject({
        status: 'PENDING',
        customerName: 'Ada',
        shippingAddress: address,
        total: eur(3095),
        charges: [{ kind: 'postage', amount: eur(495) }],
      });
      expect(body['placedAt']).not.toBe(body['draftedAt']);
      await eventually(() => expect(typesSaid(path).sort()).toEqual(['inventory.reserve', 'order.placed']));
      expect(said(path).find(({ type }) => type === 'order.placed')?.body).toMatchObject({
        email: 'ada@example.com',
        shippingAddress: address,
        total: eur(3095),
      });
    } finally {
      await admin.put('/v1/products/MUG', { name: 'Mug', price: eur(1250) });
    }
  });

  it('is placed once, whatever is sent again', async () => {
    const path = await begin({
      lines: [{ sku: 'MUG', quantity: 1 }],
      shippingAddress: address,
      paymentMethod,
    });
    const headers = key();
    const first = await place(path, {}, headers);
    const again = await place(path, {}, headers);
    expect([again.headers.get('idempotent-replayed'), again.body]).toEqual(['true', first.body]);
    expect((await place(path)).body).toMatchObject({ status: 409, code: 'ORDER_NOT_DRAFT' });
    expect(await history(path)).toEqual([
      'order.drafted',
      'order.item-added',
      'order.shipping-address-changed',
      'order.placed',
    ]);
  });

  it('counts as wanted when it is placed, not when it is filled', async () => {
    const sku = `WANTED-${++keys}`;
    await admin.put(`/v1/products/${sku}`, { name: 'Wanted', price: eur(100) });
    const wanted = () => admin.get<{ items: object[] }>(`/admin/reports/product-demand?sku=${sku}`);
    const draft = { lines: [{ sku, quantity: 3 }], shippingAddress: address, paymentMethod };
    const [kept, dropped] = [await begin(draft), await begin(draft)];
    await ada.post(`${dropped}/cancel`, { reason: 'no need' });
    await place(kept);
    await eventually(async () =>
      expect(await wanted()).toEqual({ items: [{ sku, ordered: 3, cancelled: 0, pieces: 3 }] }),
    );
  });

  const line = { lines: [{ sku: 'MUG', quantity: 1 }] };
  it.each([
    ['no line', { shippingAddress: address, paymentMethod }, 422, 'ORDER_EMPTY'],
    ['no address', { ...line, paymentMethod }, 422, 'ADDRESS_MISSING'],
    ['no payment method', { ...line, shippingAddress: address }, 422, 'PAYMENT_METHOD_MISSING'],
  ])('is not placed with %s', async (_, body, status, code) => {
    const path = await begin(body);
    expect((await place(path)).body).toMatchObject({ status, code });
    expect(said(path)).toEqual([]);
  });

  it.each([
    ['an unknown SKU', 'PUT', 'lines/NONE', { quantity: 1 }, 422, 'UNKNOWN_SKU'],
    ['quantity 0', 'PUT', 'lines/MUG', { quantity: 0 }, 400, 'INVALID_QUANTITY'],
    ['a second currency', 'PUT', 'lines/GBP', { quantity: 1 }, 422, 'CURRENCY_MIXED'],
    [
      'a country that does not exist',
      'PUT',
      'shipping-address',
      { ...address, country: 'XX' },
      400,
      'COUNTRY_UNKNOWN',
    ],
  ])('refuses %s and stays as it is', async (_, method, part, body, status, code) => {
    const path = await begin(line);
    const before = await ada.get(path);
    const { body: problem } = await ada.call<Order>(method, `${path}/${part}`, { body });
    expect(problem).toMatchObject({ status, code });
    expect(await ada.get(path)).toEqual(before);
  });

  it('cannot be filled any more when it is placed or cancelled', async () => {
    const draft = { ...line, shippingAddress: address, paymentMethod };
    const [placed, cancelled] = [await begin(draft), await begin(draft)];
    await place(placed);
    await ada.post(`${cancelled}/cancel`, { reason: 'no need' });
    for (const path of [placed, cancelled]) {
      const put = await ada.call<Order>('PUT', `${path}/lines/TEA`, { body: { quantity: 1 } });
      expect(put.body).toMatchObject({ status: 409, code: 'ORDER_NOT_DRAFT' });
      expect((await ada.call('DELETE', `${path}/lines/MUG`)).status).toBe(409);
    }
  });

  it('is nobody else’s to see, fill or place', async () => {
    const path = await begin(line);
    const ben = await order.api({ sub: 'ben', name: 'Ben', email: 'ben@example.com' });
    const calls: readonly (readonly [string, string, object])[] = [
      ['PUT', `${path}/lines/TEA`, { quantity: 1 }],
      ['DELETE', `${path}/lines/MUG`, {}],
      ['PUT', `${path}/shipping-address`, address],
    ];
    for (const [method, where, body] of calls)
      expect((await ben.call(method, where, { body })).status).toBe(404);
    const placing = { body: {}, headers: key() };
    expect((await ben.call('POST', `${path}/place`, placing)).status).toBe(404);
  });

  it('has no mail address while its caller has none, and needs one to be placed', async () => {
    const guest = await order.api({ sub: 'guest' });
    const path = await begin({ ...line, shippingAddress: address, paymentMethod }, guest);
    const mails = async () =>
      (
        await order.database.query(
          `SELECT email FROM contacts WHERE id = (SELECT progress->>'contact' FROM order_summaries WHERE id = $1) OR id = $1`,
          [path.split('/').at(-1)],
        )
      ).rows;
    expect(await mails()).toEqual([{ email: null }]);
    expect(await admin.get(path)).not.toHaveProperty('customerEmail');

    // The row as older releases stored it.
    await order.database.query(`UPDATE contacts SET email = '' WHERE email IS NULL`);
    expect(await admin.get(path)).not.toHaveProperty('customerEmail');
    await guest.put(`${path}/shipping-address`, elsewhere);
    expect(await mails()).toContainEqual({ email: null });

    const placing = (body: object) => guest.call<Order>('POST', `${path}/place`, { body, headers: key() });
    expect((await placing({})).body.code).toBe('CUSTOMER_UNKNOWN');
    expect((await placing({ email: 'guest@example.com' })).status).toBe(202);
    expect(await admin.get(path)).toMatchObject({ customerEmail: 'guest@example.com' });
  });

  it('is found by its status, and its view is what its events say', async () => {
    const { items } = await admin.get<{ items: Order[] }>('/v1/orders?status=DRAFT&limit=100');
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['DRAFT']));
    for (const { name } of await admin.get<{ name: string }[]>('/admin/projections'))
      expect(await admin.post(`/admin/projections/${name}/verify`, {})).toMatchObject({ differences: [] });
  });

  it('is forgotten with its customer, and needs an address again', async () => {
    const mia = await order.api({ sub: 'mia', name: 'Mia', email: 'mia@example.com' });
    const path = await begin({ ...line, shippingAddress: address, paymentMethod }, mia);
    await mia.put(`${path}/shipping-address`, elsewhere);
    expect((await mia.call('DELETE', '/v1/customers/me')).status).toBe(204);
    const { rows } = await order.database.query(`SELECT * FROM contacts WHERE customer_name = 'Mia'`);
    expect(rows).toEqual([]);
    const placing = { body: {}, headers: key() };
    expect((await mia.call<Order>('POST', `${path}/place`, placing)).body.code).toBe('ADDRESS_MISSING');
  });
});

describe('a customer with as many drafts as are allowed', () => {
  it('is refused one more, except a repeated request', async () => {
    const kim = await order.api({ sub: 'kim', name: 'Kim' });
    const draft = (headers: Record<string, string>) =>
      kim.call<Order>('POST', '/v1/orders?draft=true', { body: {}, headers });
    const first = key();
    const { body: begun } = await draft(first);
    await order.database.query(
      `INSERT INTO order_summaries SELECT id || n, tenant, customer_id, status, version, placed_at, updated_at, currency, total, lines, charges,
         progress FROM order_summaries, generate_series(2, 100) n WHERE id = $1`,
      [begun.id],
    );
    expect((await draft(key())).body).toMatchObject({ status: 409, code: 'TOO_MANY_DRAFTS' });
    expect((await draft(first)).body).toEqual(begun);
    await kim.post(`/v1/orders/${begun.id}/cancel`, { reason: 'one too many' });
    expect((await draft(key())).status).toBe(201);
    await order.database.query(`DELETE FROM order_summaries WHERE id LIKE $1 || '_%'`, [begun.id]);
  });
});

describe('the shipping address of an order', () => {
  const placed = async (): Promise<string> => {
    const body = { lines: [{ sku: 'MUG', quantity: 1 }], shippingAddress: address, paymentMethod };
    return `/v1/orders/${(await ada.post<Order>('/v1/orders', body, key())).id}`;
  };
  const put = (path: string, body: object, headers: Record<string, string> = {}) =>
    ada.call<Order>('PUT', `${path}/shipping-address`, { body, headers });

  it('is another one from then on, which others hear and no event tells', async () => {
    const path = await placed();
    const { status, headers, body } = await put(path, elsewhere, { 'if-match': '"1"' });
    expect([status, headers.get('etag'), body['shippingAddress']]).toEqual([200, '"2"', elsewhere]);
    expect(await ada.get(path)).toEqual(body);
    const change = { customerId: 'ada', email: 'ada@example.com', shippingAddress: elsewhere };
    await eventually(() =>
      expect(said(path).at(-1)).toMatchObject({ type: 'order.shipping-address-changed', body: change }),
    );
    const { rows } = await order.database.query<{ text: string }>(
      `SELECT string_agg(data::text, '') AS text FROM events`,
    );
    expect(rows[0]?.text).not.toMatch(/Square|Lane|Leeds|ada@example/);
  });

  it('that is put again changes nothing', async () => {
    const path = await placed();
    expect((await put(path, address)).headers.get('etag')).toBe('"1"');
  });

  it('is not changed by a request that names another version of it', async () => {
    const path = await placed();
    await put(path, elsewhere);
    expect((await put(path, { ...address, city: 'York' }, { 'if-match': '"1"' })).body).toMatchObject({
      status: 412,
      code: 'PRECONDITION_FAILED',
      version: 2,
    });
  });

  it('is changed by a request that names another version with the same address', async () => {
    const path = await begin({ shippingAddress: address });
    await ada.put(`${path}/lines/MUG`, { quantity: 1 });
    expect((await put(path, elsewhere, { 'if-match': '"2"' })).status).toBe(200);
  });

  it('is not changed any more when the order is being cancelled', async () => {
    const path = await placed();
    await ada.post(`${path}/cancel`, { reason: 'too slow' });
    expect((await put(path, elsewhere)).body).toMatchObject({ status: 409, code: 'ORDER_NOT_CHANGEABLE' });
  });
});
