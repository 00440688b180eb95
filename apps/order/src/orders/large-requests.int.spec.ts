import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

const LINES = 1_000;
const DRAFTS = 30;
const KIB = 1_024;
const price = { amount: 1_250, currency: 'EUR' };

let order: OneService;
let ada: Api;
let keys = 0;
const key = () => ({ 'idempotency-key': `key-${++keys}` });

interface Order {
  readonly id: string;
}

beforeAll(async () => {
  order = await startOneService(orderApp);
  ada = await order.api();
  const admin = await order.api({ sub: 'boss', admin: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price });
  await order.database.query(
    `INSERT INTO products (tenant, sku, name, price, currency, active, updated_at)
       SELECT 'default', 'SKU-' || n, 'Product ' || n, 100, 'EUR', true, now() FROM generate_series(1, ${LINES}) n`,
  );
});
afterAll(() => order?.stop());

describe('a body', () => {
  const post = (body: string) => ada.call<{ code: string }>('POST', '/v1/orders', { body, headers: key() });

  it('that is nested deeply is refused before it is parsed', async () => {
    const { status, body } = await post('['.repeat(200 * KIB));
    expect([status, body.code]).toEqual([400, 'BODY_TOO_DEEP']);
  });

  it('of more than 256 KiB is refused', async () => {
    const { status, body } = await post(JSON.stringify({ padding: 'x'.repeat(256 * KIB) }));
    expect([status, body.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('with thousands of unknown fields gets a small answer', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 15_000 }, (_, nr) => [`field${nr}`, 1]));
    const { status, body } = await post(JSON.stringify(unknown));
    expect(status).toBe(400);
    expect(JSON.stringify(body).length).toBeLessThan(4 * KIB);
  });
});

describe('large orders', () => {
  const lines = Array.from({ length: LINES }, (_, nr) => ({ sku: `SKU-${nr + 1}`, quantity: 1 }));
  const drafted: string[] = [];

  beforeAll(async () => {
    for (let nr = 0; nr < DRAFTS; nr++)
      drafted.push((await ada.post<Order>('/v1/orders?draft=true', { lines }, key())).id);
  });

  it('are listed in pages of about a megabyte, none left out', async () => {
    const seen: string[] = [];
    let path = '/v1/orders?limit=100';
    for (let cursor: string | null = ''; cursor !== null; path = `/v1/orders?limit=100&cursor=${cursor}`) {
      const page: { items: Order[]; nextCursor: string | null } = await ada.get(path);
      expect(JSON.stringify(page).length).toBeLessThan(1_500 * KIB);
      expect(page.items.length).toBeGreaterThan(0);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(drafted.toReversed());
  });

  it('have their history in pages that follow each other', async () => {
    const pages: number[] = [];
    const versions: number[] = [];
    let path: string | undefined = `/v1/orders/${drafted[0]}/history`;
    while (path !== undefined) {
      const { headers, body }: Answer<{ version: number }[]> = await ada.call('GET', path);
      pages.push(body.length);
      versions.push(...body.map(({ version }) => version));
      path = /^<(.*)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
    }
    expect(pages).toEqual([500, 500, 1]);
    expect(versions).toEqual(Array.from({ length: LINES + 1 }, (_, nr) => nr + 1));
  });
});
