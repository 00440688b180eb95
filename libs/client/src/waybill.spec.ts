import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Schema, allPages, orThrow, waybill } from './index.js';

type OrderBody = Schema<'order', 'OrderBody'>;

const body: OrderBody = {
  lines: [{ sku: 'MUG-BLUE', quantity: 1 }],
  shippingAddress: {
    name: 'Ada',
    line1: '12 St James’s Square',
    city: 'London',
    postalCode: 'SW1Y 4JH',
    country: 'GB',
  },
  paymentMethod: 'pm_card_visa',
};

interface Asked {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

describe('the client', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  /** A server that answers all the same, and what it was asked. */
  async function serving(status: number, contentType: string, text: string) {
    const asked: Asked[] = [];
    const answer: RequestListener = (request, response) => {
      let sent = '';
      request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
      request.on('end', () => {
        const { method = '', url = '', headers } = request;
        asked.push({ line: `${method} ${url}`, headers, body: sent && (JSON.parse(sent) as unknown) });
        response.writeHead(status, { 'content-type': contentType }).end(text);
      });
    };
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

  const problem = (code: string) => ({
    type: '/problems/x',
    title: 'X',
    status: 409,
    detail: 'it is so',
    instance: '/',
    code,
    correlationId: 'c-1',
  });

  it('sends path, query, headers and body where the document says', async () => {
    const { url, asked } = await serving(202, 'application/json', '{"id":"o-1"}');
    const { order } = waybill({ order: url }, { token: 'secret', correlationId: 'c-7' });
    const header = { 'Idempotency-Key': 'key-1', Prefer: 'wait=5' };
    const { data } = await order.POST('/v1/orders', { params: { header, query: { draft: true } }, body });
    await order.GET('/v1/orders/{id}', { params: { path: { id: 'a/b' } } });
    expect(data).toEqual({ id: 'o-1' });
    expect(asked.map(({ line }) => line)).toEqual(['POST /v1/orders?draft=true', 'GET /v1/orders/a%2Fb']);
    expect(asked[0]!.body).toEqual(body);
    expect(asked[0]!.headers).toMatchObject({
      authorization: 'Bearer secret',
      'x-correlation-id': 'c-7',
      'content-type': 'application/json',
      'idempotency-key': 'key-1',
      prefer: 'wait=5',
    });
  });

  it('does what the README says', async () => {
    const { url, asked } = await serving(
      422,
      'application/problem+json',
      JSON.stringify(problem('UNKNOWN_SKU')),
    );
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const example = /```ts [^\n]*\n(.*?)```/s.exec(readme)![1]!.replace('http://localhost:3000', url);
    const said: unknown[] = [];
    const names = ['waybill', 'token', 'randomUUID', 'body', 'console'];
    const run = runInThisContext(`async (${names.join(', ')}) => {${example}}`) as (
      ...given: unknown[]
    ) => Promise<void>;
    await run(waybill, 'secret', () => 'key-1', body, { log: (word: unknown) => said.push(word) });
    expect(said).toEqual(['it is so']);
    expect(asked).toMatchObject([{ line: 'POST /v1/orders', body }]);
  });

  it('follows the pages of a list that is an array', async () => {
    const asked: (string | undefined)[] = [];
    const server = createServer(({ url }, response) => {
      asked.push(url);
      const isLast = url?.includes('cursor') ?? false;
      const link = '</v1/orders/o-1/history?limit=2&cursor=WzJd>; rel="next"';
      response.writeHead(200, { 'content-type': 'application/json', ...(isLast ? {} : { link }) });
      response.end(JSON.stringify(isLast ? [{ version: 3 }] : [{ version: 1 }, { version: 2 }]));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    const { order } = waybill({ order: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const path = { id: 'o-1' };
    const entries = await allPages((query) =>
      order.GET('/v1/orders/{id}/history', { params: { path, query } }),
    );
    expect(entries.map(({ version }) => version)).toEqual([1, 2, 3]);
    expect(asked).toEqual(['/v1/orders/o-1/history', '/v1/orders/o-1/history?cursor=WzJd']);
  });

  it('gives a problem as the error, with the codes of the operation', async () => {
    const refused = problem('ORDER_ALREADY_SHIPPED');
    const { url } = await serving(409, 'application/problem+json', JSON.stringify(refused));
    const { order } = waybill({ order: url });
    const path = { id: 'o-1' };
    const { error } = await order.POST('/v1/orders/{id}/cancel', {
      params: { path },
      body: { reason: 'late' },
    });
    const known: boolean = error?.code === 'ORDER_ALREADY_SHIPPED';
    expect({ known, error }).toEqual({ known: true, error: refused });
  });

  it('throws a problem for who expects none', async () => {
    const { url } = await serving(409, 'application/problem+json', JSON.stringify(problem('VIEW_BEHIND')));
    const { order } = waybill({ order: url });
    await expect(orThrow(order.GET('/v1/customers/me'))).rejects.toMatchObject({
      name: 'WaybillError',
      status: 409,
      code: 'VIEW_BEHIND',
      message: '409 VIEW_BEHIND: it is so',
      problem: { correlationId: 'c-1' },
    });
  });

  it('throws also what no service has said', async () => {
    const { url } = await serving(502, 'text/html', '<h1>Bad Gateway</h1>');
    const { inventory } = waybill({ inventory: url });
    const call = orThrow(inventory.GET('/v1/stock'));
    await expect(call).rejects.toMatchObject({ status: 502, code: 'HTTP_502', problem: undefined });
  });

  it('knows no call, parameter, body or code that the documents do not have', () => {
    // Never run: what is wrong here is wrong for the compiler, or the type check fails.
    async function wrong(): Promise<void> {
      const { order, ...rest } = waybill({ order: '' });
      // @ts-expect-error there is no address of the inventory
      void rest.inventory;
      // @ts-expect-error there is no such path
      await order.GET('/v1/order');
      // @ts-expect-error the key is required
      await order.POST('/v1/orders', { body });
      const params = { header: { 'Idempotency-Key': 'k' } };
      // @ts-expect-error a quantity is a number
      await order.POST('/v1/orders', { params, body: { ...body, lines: [{ sku: 'A', quantity: '1' }] } });
      const { data, error } = await order.POST('/v1/orders', { params, body });
      // @ts-expect-error a placement is not refused so
      if (error?.code === 'ORDER_ALREADY_SHIPPED') return;
      // @ts-expect-error no order has such a status
      if (data?.status === 'LOST') return;
    }
    expect(typeof wrong).toBe('function');
  });
});
