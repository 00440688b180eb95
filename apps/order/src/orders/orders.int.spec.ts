import { hash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import {
  type Api,
  type OneService,
  eventually,
  queryOn,
  schemaDrift,
  startOneService,
  token,
} from '@waybill/testing';
import { orderApp } from '../order.app.js';

let order: OneService;
let ada: Api;
let admin: Api;

const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
const body = {
  lines: [
    { sku: 'MUG', quantity: 2 },
    { sku: 'TEA', quantity: 1 },
  ],
  shippingAddress: address,
  paymentMethod: 'pm_card_visa',
};
let keys = 0;
const key = () => ({ 'idempotency-key': `key-${++keys}` });
const place = (changes: object = {}, headers: Record<string, string> = key(), api = ada) =>
  api.call<Record<string, unknown>>('POST', '/v1/orders', { body: { ...body, ...changes }, headers });

/** The number of rows in all tables that a request could have written to. */
async function written(): Promise<unknown> {
  const { rows } = await order.database.query(`SELECT (SELECT count(*) FROM events) AS events,
    (SELECT count(*) FROM order_summaries) AS summaries, (SELECT count(*) FROM contacts) AS contacts,
    (SELECT count(*) FROM sagas) AS sagas, (SELECT count(*) FROM idempotency_keys) AS keys,
    (SELECT count(*) FROM inbox) AS claims,
    (SELECT count(*) FROM outbox) + (SELECT count(*) FROM outbox_sent) AS messages`);
  return rows[0];
}

beforeAll(async () => {
  order = await startOneService(orderApp);
  ada = await order.api();
  admin = await order.api({ sub: 'boss', admin: true, operator: true });
  const product = (name: string, amount: number, more = {}) => ({
    name,
    price: { amount, currency: 'EUR' },
    ...more,
  });
  await admin.put('/v1/products/MUG', product('Mug', 1250));
  await admin.put('/v1/products/TEA', product('Tea', 899));
  await admin.put('/v1/products/OLD', product('Old', 100));
  await admin.put('/v1/products/OLD', product('Old', 100, { active: false }));
  await admin.put('/v1/products/GBP', { name: 'Pounds', price: { amount: 100, currency: 'GBP' } });
});

afterAll(() => order.stop());

describe('placing an order', () => {
  it('answers 202 with the order, its place and its version', async () => {
    const { status, headers, body: answer } = await place();
    const { id, placedAt } = answer as { id: string; placedAt: string };
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/v1/orders/${id}`);
    expect(headers.get('etag')).toBe('"1"');
    expect(answer).toEqual({
      id,
      customerId: 'ada',
      customerName: 'Ada',
      status: 'PENDING',
      version: 1,
      lines: [
        { sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: eur(1250), lineTotal: eur(2500) },
        { sku: 'TEA', name: 'Tea', quantity: 1, unitPrice: eur(899), lineTotal: eur(899) },
      ],
      charges: [{ kind: 'postage', amount: eur(495) }],
      total: eur(3894),
      refunded: eur(0),
      itemCount: 3,
      shippingAddress: address,
      shipments: [],
      returns: [],
      placedAt,
      updatedAt: placedAt,
    });
  });

  it('stores no personal data in events', async () => {
    await place();
    const { rows } = await order.database.query<{ text: string }>(
      `SELECT string_agg(data::text, '') AS text FROM events`,
    );
    expect(rows[0]?.text).not.toMatch(/Ada|Square|ada@example/);
  });

  it('answers the same key again with the first answer, and writes nothing', async () => {
    const headers = key();
    const first = await place({}, headers);
    const before = await written();
    const again = await place({}, headers);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect([again.headers.get('location'), again.headers.get('etag')]).toEqual([
      first.headers.get('location'),
      first.headers.get('etag'),
    ]);
    expect(await written()).toEqual(before);
  });

  it('answers a repeated request with the first answer when the order has moved on, and as it is only with Prefer: wait', async () => {
    const headers = key();
    const first = await place({}, headers);
    const path = `/v1/orders/${first.body['id'] as string}`;
    await ada.post(`${path}/cancel`, { reason: 'too slow' });
    const again = await place({}, headers);
    expect([again.status, again.body, again.headers.get('etag'), again.headers.get('location')]).toEqual([
      202,
      first.body,
      '"1"',
      path,
    ]);
    const fresh = await place({}, { ...headers, prefer: 'wait=1' });
    expect([fresh.body, fresh.headers.get('etag'), fresh.headers.get('location')]).toEqual([
      await ada.get(path),
      '"2"',
      path,
    ]);
    expect(fresh.headers.get('idempotent-replayed')).toBe('true');
  });

  it('knows a request by its meaning: member order, escapes and defaults in the query do not matter', async () => {
    const headers = key();
    const first = await place({}, headers);
    const { paymentMethod, shippingAddress, lines } = body;
    const same = [
      ['/v1/orders?draft=false', { paymentMethod, lines, shippingAddress }],
      ['/v1/orders?', { ...body, shippingAddress: Object.fromEntries(Object.entries(address).reverse()) }],
      ['/v1/orders', JSON.stringify(body, undefined, 2).replace('MUG', '\\u004d\\u0055\\u0047')],
      ['/v1/orders', JSON.stringify(body).replace('"quantity":2', '"quantity":2.0e0')],
    ] as const;
    for (const [path, sent] of same) {
      const again = await ada.call('POST', path, { body: sent, headers });
      expect([again.status, again.body]).toEqual([202, first.body]);
    }
    const other = [
      ['/v1/orders?draft=true', body],
      ['/v1/orders', { ...body, lines: [...lines].reverse() }],
      ['/v1/orders', { ...body, email: undefined, expectedTotal: eur(3894) }],
    ] as const;
    for (const [path, sent] of other) {
      const again = await ada.call<{ code: string }>('POST', path, { body: sent, headers });
      expect([again.status, again.body.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    }
  });

  it('compares a key that an earlier release stored as that release did', async () => {
    const headers = key();
    const first = await place({}, headers);
    const former = hash('sha256', `/v1/orders${JSON.stringify(body)}`, 'base64url');
    const { rowCount } = await order.database.query(
      `UPDATE idempotency_keys SET fingerprint = $1 WHERE scope LIKE $2`,
      [former, `%|${headers['idempotency-key']}`],
    );
    expect(rowCount).toBe(1);
    const again = await place({}, headers);
    expect([again.status, again.body]).toEqual([202, first.body]);
    const { lines, ...rest } = body;
    for (const [path, sent] of [
      ['/v1/orders', { ...rest, lines }],
      ['/v1/orders?draft=false', body],
    ] as const)
      expect((await ada.call('POST', path, { body: sent, headers })).status).toBe(422);
  });

  it('makes one order of a hundred calls at once with one key', async () => {
    const headers = key();
    const answers = await Promise.all(Array.from({ length: 100 }, () => place({}, headers)));
    expect(new Set(answers.map(({ body: answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 202));
  });

  it('keeps the keys of two customers apart', async () => {
    const headers = key();
    const ben = await order.api({ sub: 'ben', name: 'Ben', email: 'ben@example.com' });
    const [first, second] = [await place({}, headers), await place({}, headers, ben)];
    expect(first.body['id']).not.toBe(second.body['id']);
    expect(second.body['customerId']).toBe('ben');
  });
});

describe('bad input is refused with a code of its own, and nothing is written', () => {
  const line = (changes: object) => ({ lines: [{ sku: 'MUG', quantity: 1, ...changes }] });
  const many = { lines: Array.from({ length: 2_000 }, (_, index) => ({ sku: `S${index}`, quantity: 1 })) };
  const cases: readonly (readonly [string, object, number, string])[] = [
    ['an unknown SKU', line({ sku: 'NONE' }), 422, 'UNKNOWN_SKU'],
    ['a retired product', line({ sku: 'OLD' }), 422, 'PRODUCT_RETIRED'],
    ['quantity 0', line({ quantity: 0 }), 400, 'INVALID_QUANTITY'],
    ['quantity 1.5', line({ quantity: 1.5 }), 400, 'INVALID_QUANTITY'],
    ['quantity 10^9', line({ quantity: 1e9 }), 400, 'INVALID_QUANTITY'],
    ['2,000 lines', many, 400, 'TOO_MANY_LINES'],
    ['no line', { lines: [] }, 400, 'ORDER_EMPTY'],
    ['the same SKU twice', { lines: [...line({}).lines, ...line({}).lines] }, 400, 'DUPLICATE_SKU'],
    ['another total', { expectedTotal: eur(1) }, 422, 'TOTAL_MISMATCH'],
    ['mixed currencies', { lines: [...line({}).lines, { sku: 'GBP', quantity: 1 }] }, 422, 'CURRENCY_MIXED'],
    ['no address', { shippingAddress: undefined }, 400, 'ADDRESS_MISSING'],
    [
      'a country that does not exist',
      { shippingAddress: { ...address, country: 'XX' } },
      400,
      'COUNTRY_UNKNOWN',
    ],
    ['a price of the client', line({ unitPrice: 1 }), 400, 'UNKNOWN_FIELD'],
    ['an unknown field', { discount: 100 }, 400, 'UNKNOWN_FIELD'],
    ['a bad mail address', { email: 'ada' }, 400, 'EMAIL_INVALID'],
  ];
  it.each(cases)('%s', async (_, changes, status, code) => {
    const before = await written();
    const { status: answered, headers, body: problem } = await place(changes);
    expect([answered, problem['code']]).toEqual([status, code]);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(problem['correlationId']).toBe(headers.get('x-correlation-id'));
    expect(await written()).toEqual(before);
  });

  it('names the place of each error by a JSON pointer', async () => {
    const { body: problem } = await place({ lines: [{ sku: 'MUG', quantity: 0 }], email: 'x' });
    expect(problem['code']).toBe('VALIDATION_FAILED');
    expect((problem['errors'] as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/lines/0/quantity',
      '/email',
    ]);
  });

  const raw: readonly (readonly [string, string, number, string])[] = [
    ['broken JSON', '{"lines": [', 400, 'BAD_JSON'],
    [
      'a body of 2 MB',
      JSON.stringify({ ...body, paymentMethod: 'x'.repeat(2_000_000) }),
      413,
      'BODY_TOO_LARGE',
    ],
  ];
  it.each(raw)('%s', async (_, text, status, code) => {
    const before = await written();
    const { status: answered, body: problem } = await ada.call<{ code: string }>('POST', '/v1/orders', {
      body: text,
      headers: key(),
    });
    expect([answered, problem.code]).toEqual([status, code]);
    expect(await written()).toEqual(before);
  });

  it('a missing Idempotency-Key', async () => {
    expect((await place({}, {})).body['code']).toBe('IDEMPOTENCY_KEY_MISSING');
  });

  it.each([
    ['blank', ''],
    ['of several words', 'a b'],
    ['too long', 'x'.repeat(256)],
    ['not in ASCII', '\u00fc'],
    ['sent twice', ['a', 'b']],
  ])('an Idempotency-Key that is %s', async (_, value) => {
    const before = await written();
    const headers = (Array.isArray(value) ? value : [value]).map((one): [string, string] => [
      'idempotency-key',
      one,
    ]);
    const answer = await fetch(`${order.service.url}/v1/orders`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: [
        ...headers,
        ['content-type', 'application/json'],
        ['authorization', `Bearer ${await token({ sub: 'ada' })}`],
      ],
    });
    const { code } = (await answer.json()) as { code: string };
    expect([answer.status, code]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
    expect(await written()).toEqual(before);
  });

  it('the same Idempotency-Key with another body', async () => {
    const headers = key();
    await place({}, headers);
    const before = await written();
    const { status, body: problem } = await place({ email: 'other@example.com' }, headers);
    expect([status, problem['code']]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await written()).toEqual(before);
  });

  it('a customer without name and mail, when the order names no mail either', async () => {
    const unknown = await order.api({ sub: 'nobody' });
    const before = await written();
    expect((await place({}, key(), unknown)).body['code']).toBe('CUSTOMER_UNKNOWN');
    expect(await written()).toEqual(before);
    expect((await place({ email: 'n@example.com' }, key(), unknown)).status).toBe(202);
  });
});

describe('who may see what', () => {
  it.each([
    ['none', undefined, 'TOKEN_MISSING'],
    ['a wrong key', () => token({ sub: 'ada' }, 'another-key-of-at-least-32-characters'), 'TOKEN_INVALID'],
    ['nonsense', () => Promise.resolve('a.b.c'), 'TOKEN_INVALID'],
  ] as const)('refuses a call with %s as token', async (_, make, code) => {
    const bearer = await make?.();
    const headers = bearer === undefined ? {} : { authorization: `Bearer ${bearer}` };
    const response = await fetch(`${order.service.url}/v1/orders`, { headers });
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([401, code]);
  });

  it('hides another customer’s order, and another tenant’s even from its admin', async () => {
    const { body: placed } = await place();
    const path = `/v1/orders/${String(placed['id'])}`;
    const others = [
      await order.api({ sub: 'ben' }),
      await order.api({ sub: 'ada', tenant: 'other' }),
      await order.api({ sub: 'boss', tenant: 'other', admin: true }),
    ];
    for (const other of others) {
      expect((await other.call('GET', path)).status).toBe(404);
      expect((await other.call('GET', `${path}/history`)).status).toBe(404);
      expect((await other.call('GET', `${path}/stream`)).status).toBe(404);
      expect((await other.call('POST', `${path}/cancel`, { body: { reason: 'x' } })).status).toBe(404);
    }
    expect((await admin.call('GET', path)).status).toBe(200);
    expect((await ada.call('GET', path)).status).toBe(200);
  });

  it('lets only admins change the catalog and see sagas', async () => {
    const product = { name: 'Mug', price: eur(1) };
    expect((await ada.call('PUT', '/v1/products/MUG', { body: product })).status).toBe(403);
    expect((await ada.call('GET', '/admin/sagas')).status).toBe(403);
    expect((await ada.call('GET', '/admin/dead-letters')).status).toBe(403);
  });

  it('shows a tenant its own products only', async () => {
    const other = await order.api({ sub: 'boss', tenant: 'elsewhere', admin: true });
    expect(await other.get('/v1/products')).toEqual({ items: [], nextCursor: null });
  });
});

describe('reading', () => {
  it('pages through a customer’s orders, newest first, each once', async () => {
    const cleo = await order.api({ sub: 'cleo', name: 'Cleo', email: 'cleo@example.com' });
    const placed: string[] = [];
    for (let n = 0; n < 5; n++) placed.unshift(String((await place({}, key(), cleo)).body['id']));
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const path: string = `/v1/orders?limit=2${cursor && `&cursor=${cursor}`}`;
      const page: { items: { id: string }[]; nextCursor: string | null } = await cleo.get(path);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(placed);
  });

  it.each(['abc', Buffer.from('["yesterday","x"]').toString('base64url')])(
    'refuses a cursor that no list gave out: %s',
    async (cursor) => {
      const { status, body: problem } = await ada.call<{ code: string }>(
        'GET',
        `/v1/orders?cursor=${cursor}`,
      );
      expect([status, problem.code]).toEqual([400, 'CURSOR_INVALID']);
    },
  );

  it('answers 304 to a reader who knows the version', async () => {
    const { body: placed } = await place();
    const path = `/v1/orders/${String(placed['id'])}`;
    const { headers, body: found } = await ada.call<{ version: number }>('GET', path);
    expect(headers.get('etag')).toBe(`"${found.version}"`);
    const again = await ada.call('GET', path, { headers: { 'if-none-match': headers.get('etag')! } });
    expect(again.status).toBe(304);
  });

  it('answers VIEW_BEHIND when a version does not come', async () => {
    const { body: placed } = await place();
    const { status, body: problem } = await ada.call<{ code: string }>(
      'GET',
      `/v1/orders/${String(placed['id'])}?minVersion=99`,
    );
    expect([status, problem.code]).toEqual([409, 'VIEW_BEHIND']);
  });

  it('streams what happens, and goes on behind the last event seen', async () => {
    const { body: placed } = await place();
    const id = String(placed['id']);
    const bearer = await token({ sub: 'ada' });
    const read = async (lastId: string): Promise<string> => {
      const headers = { authorization: `Bearer ${bearer}`, 'last-event-id': lastId };
      const response = await fetch(`${order.service.url}/v1/orders/${id}/stream`, { headers });
      const reader = response.body!.getReader();
      const decoder = new TextDecoder();
      let text = '';
      while (!text.includes('order.cancellation-requested'))
        text += decoder.decode((await reader.read()).value);
      await reader.cancel();
      return text;
    };
    const reading = read('0');
    await ada.post(`/v1/orders/${id}/cancel`, { reason: 'mind changed' });
    const text = await reading;
    expect(text).toContain('id: 1\n');
    expect(text).toContain('event: order.placed');
    expect(await read('1')).not.toContain('order.placed');
  });
});

describe('an order as it was', () => {
  const cancelled = async () => {
    const { body: before } = await place();
    const path = `/v1/orders/${String(before['id'])}`;
    const after = await ada.post<Record<string, unknown>>(`${path}/cancel`, { reason: 'too slow' });
    return { path, before, after };
  };

  it('after so many of its events', async () => {
    const { path, before, after } = await cancelled();
    expect(await ada.get(`${path}?version=1`)).toEqual(before);
    expect(await ada.get(`${path}?version=2`)).toEqual(after);
  });

  it('at a time', async () => {
    const { path, before, after } = await cancelled();
    expect(await ada.get(`${path}?asOf=${String(before['placedAt'])}`)).toEqual(before);
    expect(await ada.get(`${path}?asOf=${new Date().toISOString()}`)).toEqual(after);
  });

  it.each([
    { why: 'a version that it never had', query: 'version=9', outcome: [404, 'NOT_FOUND'] },
    { why: 'a time before it was placed', query: 'asOf=2020-01-01T00:00:00Z', outcome: [404, 'NOT_FOUND'] },
    { why: 'two moments at once', query: 'version=1&minVersion=1', outcome: [400, 'TOO_MANY_MOMENTS'] },
    { why: 'a time that is none', query: 'asOf=yesterday', outcome: [400, 'VALIDATION_FAILED'] },
  ])('says $outcome to $why', async ({ query, outcome }) => {
    const { path } = await cancelled();
    const { status, body: problem } = await ada.call<{ code: string }>('GET', `${path}?${query}`);
    expect([status, problem.code]).toEqual(outcome);
  });

  it('is shown in today’s words when its events were stored in older ones', async () => {
    const { path, before } = await cancelled();
    const id = String(before['id']);
    await order.database.query(
      `UPDATE events SET schema_version = 1, data = data - 'charges' || jsonb_build_object('postage', data #> '{charges,0,amount}')
       WHERE stream_id = $1 AND version = 1`,
      [id],
    );
    expect(await ada.get(`${path}?version=1`)).toEqual(before);
    const history = await ada.get<{ data: Record<string, unknown> }[]>(`${path}/history`);
    expect([history[0]?.data['charges'], history[0]?.data['postage']]).toEqual([
      before['charges'],
      undefined,
    ]);
    expect(await admin.post('/admin/projections/customer-summary/verify', {})).toMatchObject({
      differences: [],
    });
  });

  it('is not shown to other customers', async () => {
    const { path } = await cancelled();
    const ben = await order.api({ sub: 'ben', name: 'Ben', email: 'ben@example.com' });
    for (const way of ['?version=1', '/difference?from=1'])
      expect((await ben.call('GET', path + way)).status).toBe(404);
  });

  it('and what two versions do not share, with what happened in between', async () => {
    const { path, before, after } = await cancelled();
    const changes = [
      { path: '/status', before: 'PENDING', after: 'CANCELLING' },
      { path: '/version', before: 1, after: 2 },
      { path: '/cancellation', after: { reason: 'too slow', by: 'customer' } },
      { path: '/updatedAt', before: before['updatedAt'], after: after['updatedAt'] },
    ];
    const events = ['order.cancellation-requested'];
    const byPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1);
    const difference = await ada.get<{ changes: { path: string }[] }>(`${path}/difference?from=1`);
    expect({ ...difference, changes: difference.changes.sort(byPath) }).toEqual({
      from: 1,
      to: 2,
      events,
      changes: changes.sort(byPath),
    });
    const { changes: back } = await ada.get<{ changes: object[] }>(`${path}/difference?from=2&to=1`);
    expect(back).toContainEqual({ path: '/status', before: 'CANCELLING', after: 'PENDING' });
  });
});

describe('cancelling', () => {
  it('answers 202 while it is under way, and says by whom and why', async () => {
    const { body: placed } = await place();
    const path = `/v1/orders/${String(placed['id'])}/cancel`;
    const { status, body: answer } = await ada.call<Record<string, unknown>>('POST', path, {
      body: { reason: 'too slow' },
    });
    expect([status, answer['status'], answer['cancellation']]).toEqual([
      202,
      'CANCELLING',
      { reason: 'too slow', by: 'customer' },
    ]);
    expect((await ada.call('POST', path, { body: { reason: 'again' } })).status).toBe(202);
  });
});

describe('views that follow the events', () => {
  it('give a customer the orders at a glance, and are what the events say', async () => {
    const vera = await order.api({ sub: 'vera', name: 'Vera', email: 'vera@example.com' });
    const { body: first } = await place({}, key(), vera);
    const { body: second } = await place({}, key(), vera);
    await vera.post(`/v1/orders/${String(first['id'])}/cancel`, { reason: 'too slow' });
    const recent = ({ id, total, placedAt }: Record<string, unknown>, status: string) => ({
      id,
      status,
      total,
      placedAt,
    });
    await eventually(async () =>
      expect(await vera.get('/v1/customers/me/summary')).toEqual({
        id: 'vera',
        name: 'Vera',
        email: 'vera@example.com',
        totalOrders: 2,
        totalSpent: [],
        recentOrders: [recent(second, 'PENDING'), recent(first, 'CANCELLING')],
      }),
    );
    const { rows } = await order.database.query(
      'SELECT status, count(*)::int AS orders FROM order_summaries GROUP BY status ORDER BY status',
    );
    await eventually(async () =>
      expect(await admin.get('/admin/reports/orders-by-status')).toEqual({ items: rows }),
    );
    for (const { name } of await admin.get<{ name: string }[]>('/admin/projections')) {
      expect(await admin.post(`/admin/projections/${name}/verify`, {})).toMatchObject({ differences: [] });
      await admin.post(`/admin/projections/${name}/rebuild`, {});
    }
    await eventually(async () =>
      expect(await admin.get('/admin/projections')).toEqual([
        { name: 'order-summary', generation: 1, events: null, lagSeconds: 0 },
        ...['customer-summary', 'product-sales', 'orders-by-status'].map((name) =>
          expect.objectContaining({ name, generation: 2, lagSeconds: 0 }),
        ),
      ]),
    );
    expect(await vera.get('/v1/customers/me/summary')).toMatchObject({ totalOrders: 2 });
  });

  it('are an admin’s to rebuild', async () => {
    expect((await ada.call('POST', '/admin/projections/orders-by-status/rebuild')).status).toBe(403);
    expect((await admin.call('POST', '/admin/projections/nothing/rebuild')).status).toBe(404);
  });
});

describe('the events of the service’s role', () => {
  it.each([`UPDATE events SET type = 'x'`, 'DELETE FROM events', 'TRUNCATE events'])(
    'cannot be changed: %s',
    async (sql) => {
      const outcome = await queryOn(order.databaseUrl, sql).then(() => 'done', codeOf);
      expect(outcome).toBe('42501');
    },
  );
});

describe('customers', () => {
  it('are registered from their token at its first sight', async () => {
    const dora = await order.api({ sub: 'dora', name: 'Dora', email: 'dora@example.com' });
    expect(await dora.get('/v1/customers/me')).toMatchObject({
      id: 'dora',
      name: 'Dora',
      email: 'dora@example.com',
    });
  });

  it('change name and mail, which is announced once per change', async () => {
    const emil = await order.api({ sub: 'emil' });
    expect((await emil.call<{ code: string }>('GET', '/v1/customers/me')).body.code).toBe('CUSTOMER_UNKNOWN');
    await emil.put('/v1/customers/me', { name: 'Emil', email: 'emil@example.com' });
    await emil.put('/v1/customers/me', { name: 'Emil', email: 'emil@example.com' });
    await emil.put('/v1/customers/me', { name: 'Emil', email: 'e@example.com' });
    const { rows } = await order.database.query<{ n: number }>(
      `SELECT (SELECT count(*) FROM outbox WHERE key = 'emil') + (SELECT count(*) FROM outbox_sent WHERE key = 'emil') AS n`,
    );
    expect(Number(rows[0]?.n)).toBe(2);
  });
});

it('has entities that describe the tables as they are', async () => {
  expect(await schemaDrift(orderApp, order.ownerUrl)).toEqual([]);
});

it('gives the service’s role no right to change the schema', async () => {
  const denied = order.service.nest.get<{ query(sql: string): Promise<unknown> }>(
    (await import('typeorm')).DataSource,
  );
  await expect(denied.query('CREATE TABLE intruder (id int)')).rejects.toMatchObject({ code: '42501' });
});

function eur(amount: number) {
  return { amount, currency: 'EUR' };
}
