import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type OneService, ROOT, eventually, startOneService, token } from '@waybill/testing';
import fc from 'fast-check';
import { orderApp } from '../order.app.js';
import { BAZAAR_EXAMPLE } from './bazaar.js';
import { paymentMethods } from './payment-methods.js';

interface Answer {
  readonly line?: number;
  readonly externalId?: string;
  readonly outcome?: string;
  readonly orderId?: string;
  readonly problem?: { readonly code: string };
}

let order: OneService;
let admin: Api;
let bearer: string;

/** The default. */
const IMPORTS_PER_TENANT = 8;
const NDJSON = { 'content-type': 'application/x-ndjson' };
const example = JSON.parse(BAZAAR_EXAMPLE) as Record<string, object>;
let refs = 0;
const fresh = () => `S-${++refs}`;
const line = (order_ref: string, changes: object = {}) =>
  JSON.stringify({ ...example, order_ref, ...changes });

async function send(lines: readonly string[], api = admin): Promise<Answer[]> {
  const headers = NDJSON;
  const { status, body } = await api.call<string>('POST', '/v1/imports/orders', {
    body: `${lines.join('\n')}\n`,
    headers,
  });
  expect(status).toBe(200);
  return read(body);
}

function read(body: string): Answer[] {
  return body
    .trim()
    .split('\n')
    .map((one) => JSON.parse(one) as Answer);
}

/** The buyer's orders: our order id by the marketplace's, or by itself for an order that was not imported. */
async function ordersOf(prefix: string): Promise<Record<string, string>> {
  const { rows } = await order.database.query<{ external: string; id: string }>(
    `SELECT coalesce(i.external_id, o.id) AS external, o.id FROM order_summaries o LEFT JOIN imported_orders i ON i.order_id = o.id
     WHERE o.customer_id = $1`,
    [`bazaar:${prefix}`],
  );
  expect(new Set(rows.map(({ external }) => external)).size).toBe(rows.length);
  return Object.fromEntries(rows.map(({ external, id }) => [external, id]));
}
const buyer = (ref: string) => ({ buyer: { ...example['buyer'], ref } });

beforeAll(async () => {
  order = await startOneService(orderApp, {
    BAZAAR_PAYMENT_METHOD: 'default=pm_bazaar,elsewhere=pm_elsewhere',
  });
  admin = await order.api({ sub: 'importer', admin: true });
  bearer = await token({ sub: 'importer', admin: true });
  const list = (sku: string, name: string, amount: number) =>
    admin.put(`/v1/products/${sku}`, { name, price: { amount, currency: 'EUR' } });
  await Promise.all([
    list('MUG-BLUE', 'Blue mug', 1250),
    list('TEA-EARL', 'Earl Grey, 250 g', 899),
    list('POT-IRON', 'Cast iron teapot', 6400),
  ]);
});

afterAll(() => order.stop());

describe('a marketplace’s feed', () => {
  it('is posted as the documents say, and answered as they say', async () => {
    const page = readFileSync(join(ROOT, 'docs', 'borders.md'), 'utf8');
    const [, command = ''] = /```sh\n(TOKEN=[^`]*imports\/orders[^`]*)```/.exec(page) ?? [];
    const [, shown = ''] = /```jsonl\n([^`]*)```/.exec(page) ?? [];
    const here = command.replaceAll('http://localhost:3000', order.service.url);
    const run = () => promisify(execFile)('bash', ['-c', here], { cwd: ROOT });
    const withoutIds = ({ orderId, ...answer }: Answer) => ({ ...answer, ...(orderId && { orderId: '…' }) });
    const [first, second] = [read((await run()).stdout), read((await run()).stdout)];
    expect(first.map(withoutIds)).toEqual(read(shown.replaceAll(',\n', ',')).map(withoutIds));
    expect(second).toEqual(
      first.map((answer) => ({
        ...answer,
        ...(answer.outcome === 'placed' && { outcome: 'known' }),
        ...('complete' in answer && { placed: 0, known: 3 }),
      })),
    );
  });

  it('makes orders like any other, which the marketplace pays', async () => {
    const ref = fresh();
    const [placed] = await send([line(ref, buyer(ref))]);
    expect(await admin.get(`/v1/orders/${placed!.orderId}`)).toMatchObject({
      customerId: `bazaar:${ref}`,
      customerName: 'Grace Hopper',
      customerEmail: 'b-48211@buyers.bazaar.example',
      status: 'PENDING',
      lines: [{ sku: 'MUG-BLUE', quantity: 2, unitPrice: { amount: 1250, currency: 'EUR' } }],
      total: { amount: 2995, currency: 'EUR' },
      shippingAddress: { name: 'Grace Hopper', country: 'GB' },
    });
    const { rows } = await order.database.query<{ data: object }>(
      `SELECT data FROM events WHERE stream_id = $1`,
      [placed!.orderId],
    );
    expect(rows).toMatchObject([{ data: { paymentMethod: 'pm_bazaar' } }]);
    expect(JSON.stringify(rows)).not.toMatch(/Grace|Compiler|@buyers/);
  });

  it('is placed once, also by five at once', async () => {
    const ref = fresh();
    const lines = Array.from({ length: 20 }, (_, index) => line(`${ref}-${index}`, buyer(ref)));
    const all = await Promise.all(Array.from({ length: 5 }, () => send([...lines, ...lines])));
    const orders = await ordersOf(ref);
    expect(Object.keys(orders)).toHaveLength(20);
    for (const answers of all)
      for (const { externalId, orderId } of answers.slice(0, -1)) expect(orderId).toBe(orders[externalId!]);
    const outcomes = all.flat().filter(({ outcome }) => outcome === 'placed');
    expect(outcomes).toHaveLength(20);
  });

  it('names an order that comes again and is another one', async () => {
    const ref = fresh();
    const [first] = await send([line(ref)]);
    const ship_to = { ...example['ship_to'], town: 'Leeds' };
    const items = [{ seller_sku: 'TEA-EARL', packs: 1 }];
    expect(await send([line(ref, { ship_to }), line(ref, { items }), line(ref)])).toMatchObject([
      { outcome: 'refused', orderId: first!.orderId, problem: { code: 'IMPORT_CHANGED' } },
      { outcome: 'refused', orderId: first!.orderId, problem: { code: 'IMPORT_CHANGED' } },
      { outcome: 'known', orderId: first!.orderId },
      { complete: true, placed: 0, known: 1, refused: 2 },
    ]);
  });

  it('knows what it has placed when the product is gone', async () => {
    const lines = [
      line(fresh(), {
        items: [{ seller_sku: 'GONE', packs: 1 }],
        grand_total: { amount: '5.95', currency: 'EUR' },
      }),
    ];
    const gone = (active: boolean) =>
      admin.put('/v1/products/GONE', { name: 'Gone', price: { amount: 100, currency: 'EUR' }, active });
    await gone(true);
    const [placed] = await send(lines);
    await gone(false);
    expect(await send(lines)).toMatchObject([{ outcome: 'known', orderId: placed!.orderId }, {}]);
    expect(await send(lines.map((one) => one.replace(/S-\d+/, fresh())))).toMatchObject([
      { outcome: 'refused', problem: { code: 'PRODUCT_RETIRED' } },
      {},
    ]);
  });

  it('holds up no good line behind a bad one', async () => {
    const ref = fresh();
    expect(await send(['{', line(ref), 'x'.repeat(300_000), '', line(`${ref}-2`)])).toMatchObject([
      { line: 1, problem: { code: 'BAD_JSON' } },
      { line: 2, outcome: 'placed' },
      { line: 3, problem: { code: 'LINE_TOO_LONG' } },
      { line: 5, outcome: 'placed' },
      { complete: true, placed: 2, known: 0, refused: 2 },
    ]);
  });

  it('is kept apart from another tenant’s', async () => {
    const there = await order.api({ sub: 'importer', admin: true, tenant: 'elsewhere' });
    await there.put('/v1/products/MUG-BLUE', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
    const ref = fresh();
    const [here, elsewhere] = [await send([line(ref)]), await send([line(ref)], there)];
    expect([here[0]!.outcome, elsewhere[0]!.outcome]).toEqual(['placed', 'placed']);
    const { rows } = await order.database.query<{ data: object }>(
      `SELECT data FROM events WHERE stream_id = $1`,
      [elsewhere[0]!.orderId],
    );
    expect(rows).toMatchObject([{ data: { paymentMethod: 'pm_elsewhere' } }]);
  });

  it('may be read when all of it is sent', async () => {
    const lines = 40_000;
    const sending = request(`${order.service.url}/v1/imports/orders`, {
      method: 'POST',
      headers: { ...NDJSON, authorization: `Bearer ${bearer}` },
    });
    const answered = once(sending, 'response');
    for (let start = 0; start < lines; start += 1_000)
      if (!sending.write('nonsense\n'.repeat(1_000))) await once(sending, 'drain');
    await new Promise<void>((resolve) => sending.end(resolve));
    const [answer] = (await answered) as [NodeJS.ReadableStream];
    expect(read(await text(answer)).at(-1)).toEqual({ complete: true, placed: 0, known: 0, refused: lines });
  });
});

describe('a feed whose connection breaks', () => {
  it('is sent again without harm', async () => {
    const ref = fresh();
    const lines = Array.from({ length: 300 }, (_, index) => line(`${ref}-${index}`, buyer(ref)));
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    const sending = request(`${order.service.url}/v1/imports/orders`, {
      method: 'POST',
      headers: { ...NDJSON, authorization: `Bearer ${bearer}`, 'content-length': bytes.length },
    });
    sending.on('error', () => undefined);
    // Disconnect in the middle of a line, which must not be handled as a complete line.
    sending.write(bytes.subarray(0, Math.floor(bytes.length * 0.6)));
    const [answer] = (await once(sending, 'response')) as [NodeJS.ReadableStream];
    await once(answer, 'data');
    sending.destroy();
    const before = await ordersOf(ref);
    expect(Object.keys(before).length).toBeGreaterThan(0);

    const again = await send(lines);
    expect(again.at(-1)).toMatchObject({ complete: true, refused: 0 });
    const after = await ordersOf(ref);
    expect(Object.keys(after)).toHaveLength(300);
    expect(after).toMatchObject(before);
  });
});

describe('whatever the feed', () => {
  const lineOf = fc.oneof(
    fc.record({ of: fc.constantFrom('a', 'b', 'c', 'd'), bad: fc.constant(undefined) }),
    fc.record({ of: fc.constant(undefined), bad: fc.constantFrom('{', '{}', '') }),
  );
  const feeds = fc
    .array(lineOf, { minLength: 1, maxLength: 8 })
    .chain((feed) => fc.tuple(fc.constant(feed), fc.shuffledSubarray(feed, { minLength: feed.length })));

  type Feed = typeof feeds extends fc.Arbitrary<[infer One, unknown]> ? One : never;
  type Sender = (buyerRef: string, feed: Feed) => Promise<unknown>;

  const idsOf = async (ref: string) => Object.values(await ordersOf(ref)).toSorted();
  const same = (sendTo: Sender, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(feeds, async ([feed, shuffled]) => {
        const ref = fresh();
        await sendTo(ref, feed);
        const first = await idsOf(ref);
        await sendTo(ref, shuffled);
        expect(first).toHaveLength(new Set(feed.flatMap(({ of }) => of ?? [])).size);
        expect(await idsOf(ref)).toEqual(first);
      }),
      { numRuns },
    );
  const imported: Sender = (ref, feed) =>
    send(feed.map(({ of, bad = '' }) => (of ? line(`${ref}-${of}`, buyer(ref)) : bad)));
  /** Naive: a client that places each line of the feed with `POST /v1/orders`. */
  const placed: Sender = async (ref, feed) => {
    const shop = await order.api({ sub: `bazaar:${ref}`, email: 'buyer@bazaar.example' });
    const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
    const lines = [{ sku: 'MUG-BLUE', quantity: 2 }];
    for (const { of } of feed)
      if (of)
        await shop.post(
          '/v1/orders',
          { lines, shippingAddress: address, paymentMethod: 'pm_bazaar' },
          { 'idempotency-key': fresh() },
        );
  };

  it('it gives the same orders when it comes again, in any order', async () => {
    await same(imported, 40);
  });

  it('which is not so where each line is simply placed', async () => {
    await expect(same(placed, 10)).rejects.toThrow();
  });
});

describe('a feed is not taken', () => {
  const codeFor = async (headers: Record<string, string>, api = admin, path = '/v1/imports/orders') => {
    const { status, body } = await api.call<{ code: string }>('POST', path, { body: line(fresh()), headers });
    return [status, body.code];
  };

  it('from a customer', async () => {
    expect(await codeFor(NDJSON, await order.api())).toEqual([403, 'FORBIDDEN']);
  });

  it('as anything but NDJSON', async () => {
    const packed = { ...NDJSON, 'content-encoding': 'compress' };
    expect(await codeFor({ 'content-type': 'application/json' })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await codeFor({ 'content-type': 'text/csv' })).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
    expect(await codeFor(packed)).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('if it is not compressed as it says', async () => {
    const headers = { ...NDJSON, 'content-encoding': 'gzip' };
    const sent = { body: line(fresh()), headers };
    const { status, body } = await admin.call<string>('POST', '/v1/imports/orders', sent);
    expect([status, JSON.parse(body)]).toEqual([
      200,
      {
        complete: false,
        placed: 0,
        known: 0,
        refused: 0,
        problem: expect.objectContaining({ code: 'BAD_ENCODING' }),
      },
    ]);
  });

  it('by a route that asked for no feed', async () => {
    const headers = { ...NDJSON, 'idempotency-key': fresh() };
    expect(await codeFor(headers, admin, '/v1/orders')).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });

  it('while the tenant runs as many imports as it may', async () => {
    const elsewhere = { sub: 'importer', admin: true, tenant: 'elsewhere' };
    const other = await order.api(elsewhere);
    const headers = { ...NDJSON, authorization: `Bearer ${await token(elsewhere)}` };
    const url = `${order.service.url}/v1/imports/orders`;
    const running = await Promise.all(
      Array.from({ length: IMPORTS_PER_TENANT }, async () => {
        const feed = request(url, { method: 'POST', headers }).on('error', () => undefined);
        feed.write('{\n');
        // With the result of the first line: from then on, the import runs.
        const [response] = (await once(feed, 'response')) as [IncomingMessage];
        response.on('error', () => undefined).resume();
        return feed;
      }),
    );
    expect(await codeFor(NDJSON, other)).toEqual([429, 'TOO_MANY_IMPORTS']);
    expect((await admin.call('POST', '/v1/imports/orders', { body: '\n', headers: NDJSON })).status).toBe(
      200,
    );
    running[0]!.destroy();
    await eventually(async () => {
      const { status } = await other.call('POST', '/v1/imports/orders', { body: '\n', headers: NDJSON });
      expect(status).toBe(200);
    });
    for (const feed of running) feed.destroy();
  });

  it('of a tenant for which nobody pays', async () => {
    const other = await order.api({ sub: 'importer', admin: true, tenant: 'other' });
    expect(await codeFor(NDJSON, other)).toEqual([404, 'IMPORTS_NOT_SET_UP']);
  });

  it.each([
    ['pm_1', [['default', 'pm_1']]],
    [
      'north=pm_1, south=pm_2',
      [
        ['north', 'pm_1'],
        ['south', 'pm_2'],
      ],
    ],
    [undefined, []],
  ])('from the setting %s', (setting, methods) => {
    expect([...paymentMethods.parse(setting)]).toEqual(methods);
  });
});
