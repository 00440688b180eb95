import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Body, Controller, Delete, Get, Post, Put, Sse } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { commonErrors, DomainError } from '@waybill/kernel';
import { type OneService, ROOT, startOneService, token } from '@waybill/testing';
import { type Observable, of } from 'rxjs';
import { z } from 'zod';
import type { ServiceApp } from '../service-app.js';
import { Access } from './access.js';
import { ALLOWED, EXPOSED, METHODS } from './cors.js';
import { Records } from './records.js';
import { Versioned } from './versioned.js';

const SHOP = 'https://shop.example';

@Controller('carts')
@Access('customer', 'own')
class CartsController {
  @Get('one')
  @Versioned()
  one(): { readonly version: number } {
    return { version: 3 };
  }

  @Put('one')
  @Records()
  put(@Body() body: object): object {
    return body;
  }

  @Post('conflict')
  @Records()
  conflict(): never {
    throw new DomainError(commonErrors.NOT_FOUND, 'There is no such cart.');
  }

  @Get('of/:customer')
  find(): object {
    return {};
  }

  @Delete('one')
  @Records()
  remove(): object {
    return {};
  }

  @Sse('stream')
  stream(): Observable<{ data: string }> {
    return of({ data: 'a cart' });
  }
}

const shop: ServiceApp = {
  name: 'carts',
  description: 'Holds carts',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [],
  messageTypes: new Map(),
  topics: () => [],
  compose: () => ({ controllers: [CartsController], provide: [] }),
};

interface Page {
  readonly origin: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

const SAFE_METHODS = ['GET', 'HEAD', 'POST'];
const SAFE_HEADERS = ['cache-control', 'content-type', 'expires', 'last-modified', 'pragma'];
const listed = (response: Response, name: string): string[] =>
  (response.headers.get(name) ?? '').toLowerCase().split(/\s*,\s*/);
const isShared = (response: Response, origin: string): boolean =>
  ['*', origin].includes(response.headers.get('access-control-allow-origin') ?? '');

/**
 * What a page sees of a request, by the CORS protocol of the Fetch standard: the preflight, the checks, and the headers that a script may
 * read. Throws for what a browser calls a network error. Every header counts as not safelisted, as `Authorization` is.
 */
async function fetchFrom(url: string, { origin, method = 'GET', headers = {}, body }: Page) {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  const preflight = await fetch(url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': names.toSorted().join(','),
    },
  });
  if (!isShared(preflight, origin) || !preflight.ok) throw new TypeError(`preflight ${preflight.status}`);
  const methods = listed(preflight, 'access-control-allow-methods');
  if (!SAFE_METHODS.includes(method) && !methods.includes(method.toLowerCase()))
    throw new TypeError(`method ${method}`);
  const refused = names.filter((name) => !listed(preflight, 'access-control-allow-headers').includes(name));
  if (refused.length > 0) throw new TypeError(`headers ${refused.join()}`);
  const response = await fetch(url, { method, headers: { origin, ...headers }, body: body ?? null });
  if (!isShared(response, origin)) throw new TypeError('not shared');
  const readable = [...SAFE_HEADERS, ...listed(response, 'access-control-expose-headers')];
  return {
    status: response.status,
    text: await response.text(),
    vary: response.headers.get('vary'),
    headers: Object.fromEntries([...response.headers].filter(([name]) => readable.includes(name))),
  };
}

const start = (origins: string, settings = {}): Promise<OneService> =>
  startOneService(shop, { ...(origins && { CORS_ORIGINS: origins }), ...settings });

describe('pages of an allowed origin', () => {
  let one: OneService;
  let authorization: string;
  beforeAll(async () => {
    one = await start(`${SHOP}, http://localhost:5173`, { RATE_LIMIT_ADDRESS: '2' });
    authorization = `Bearer ${await token({ sub: 'ada', tenant: 'north' })}`;
  });
  afterAll(() => one?.stop());
  const from = (origin: string, path: string, page: Omit<Page, 'origin'> = {}) =>
    fetchFrom(`${one.service.url}/${path}`, { origin, ...page });

  it('send all headers that the services know, and read theirs', async () => {
    const sent = { 'idempotency-key': 'k', prefer: 'wait=1', traceparent: '', 'x-correlation-id': 'c-1' };
    const page = { headers: { authorization, 'if-none-match': '"1"', ...sent } };
    const { headers, vary, status } = await from(SHOP, 'carts/one', page);
    expect({ status, vary }).toEqual({ status: 200, vary: expect.stringMatching(/^Origin\b/) });
    expect(headers).toMatchObject({ etag: '"3"', 'x-correlation-id': 'c-1' });
  });

  it.each([
    ['PUT', 'carts/one', 200],
    ['DELETE', 'carts/one', 200],
    ['POST', 'carts/conflict', 404],
    ['POST', 'carts/nowhere', 404],
    ['GET', 'admin/dead-letters', 403],
    ['GET', 'carts/%00', 400],
  ])('see what is answered to %s %s', async (method, path, status) => {
    const sent = method === 'PUT' && { headers: { 'content-type': 'application/json' }, body: '{}' };
    const page = { method, ...sent, headers: { authorization, ...(sent && sent.headers) } };
    expect((await from('http://localhost:5173', path, page)).status).toBe(status);
  });

  const json = { 'content-type': 'application/json' };
  it.each<[string, number, string, string, Omit<Page, 'origin'>]>([
    ['a body is not JSON', 400, 'BAD_JSON', 'carts/one', { method: 'PUT', headers: json, body: '{' }],
    ['a body is a text', 415, 'UNSUPPORTED_MEDIA_TYPE', 'carts/one', { method: 'PUT', body: 'a cart' }],
    [
      'a body is too large',
      413,
      'BODY_TOO_LARGE',
      'carts/one',
      { method: 'PUT', headers: json, body: 'x'.repeat(300_000) },
    ],
    ['a path has no such method', 405, 'METHOD_NOT_ALLOWED', 'carts/conflict', { method: 'PUT' }],
    ['a URL is not UTF-8', 400, 'BAD_TEXT', 'carts/of/%ff', {}],
    ['a part of a path is too long', 414, 'URL_TOO_LONG', `carts/of/${'x'.repeat(501)}`, {}],
    ['a URL is too long', 414, 'URL_TOO_LONG', `carts/${'x'.repeat(9_000)}`, {}],
    [
      'headers are too large',
      431,
      'HEADERS_TOO_LARGE',
      'carts/one',
      { headers: { traceparent: 'x'.repeat(20_000) } },
    ],
  ])('see that %s', async (_, status, code, path, page) => {
    const headers = { authorization, ...page.headers };
    const answer = await from(SHOP, path, { ...page, headers });
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([status, code]);
    expect(answer.headers).toHaveProperty('x-correlation-id');
  });

  it('see a stream of events', async () => {
    const { headers, text } = await from(SHOP, 'carts/stream', { headers: { authorization } });
    expect([headers['content-type'], text]).toEqual(['text/event-stream', expect.stringContaining('a cart')]);
  });

  it('see 401, and 429 with `Retry-After`: preflights count for no limit', async () => {
    const seen = [];
    for (let nr = 0; nr < 3; nr++)
      seen.push(await from(SHOP, 'carts/one', { headers: { authorization: 'Bearer x' } }));
    expect(seen.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(seen[2]!.headers).toMatchObject({ 'retry-after': expect.stringMatching(/^\d+$/) });
  });

  it('send no header that the services do not know', async () => {
    const page = { headers: { authorization, 'x-other': '1' } };
    await expect(from(SHOP, 'carts/one', page)).rejects.toThrow('headers x-other');
  });

  it.each(['https://evil.example', 'http://shop.example', `${SHOP}:8443`, 'null'])(
    'are all: %s gets nothing',
    async (origin) => {
      for (const path of ['carts/one', 'carts/of/%ff'])
        await expect(from(origin, path, { headers: { authorization } })).rejects.toThrow('preflight 204');
    },
  );

  it('are told apart by caches', async () => {
    const response = await fetch(`${one.service.url}/carts/one`, { headers: { authorization } });
    expect(response.headers.get('vary')).toMatch(/^Origin\b/);
  });

  it('never send cookies', async () => {
    const headers = { origin: SHOP, 'access-control-request-method': 'GET' };
    const response = await fetch(`${one.service.url}/carts/one`, { method: 'OPTIONS', headers });
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('do not include those that ask for OPTIONS itself', async () => {
    const response = await fetch(`${one.service.url}/carts/one`, { method: 'OPTIONS' });
    const { code } = (await response.json()) as { code: string };
    expect([response.status, code, response.headers.get('allow')]).toEqual([
      405,
      'METHOD_NOT_ALLOWED',
      'GET, HEAD, PUT, DELETE',
    ]);
    const { status } = await fetch(`${one.service.url}/carts/%00`, { method: 'OPTIONS' });
    expect(status).toBe(400);
  });
});

it('allows all pages with `*`, but not at the port for operators', async () => {
  const one = await start('*', { MANAGEMENT_PORT: '0' });
  try {
    const { url, managementUrl } = one.service;
    const page = { origin: 'https://any.example', headers: {} };
    expect((await fetchFrom(`${url}/health/live`, page)).status).toBe(200);
    await expect(fetchFrom(`${managementUrl}/metrics`, page)).rejects.toThrow('preflight 404');
    const { status, headers } = await fetch(`${managementUrl}/metrics`, {
      headers: { x: 'x'.repeat(20_000) },
    });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([431, null]);
  } finally {
    await one.stop();
  }
});

it('allows no page by default', async () => {
  const one = await start('');
  try {
    const { headers } = await fetch(`${one.service.url}/health/live`, { headers: { origin: SHOP } });
    expect([headers.get('access-control-allow-origin'), headers.get('vary')]).toEqual([null, null]);
    await expect(fetchFrom(`${one.service.url}/health/live`, { origin: SHOP })).rejects.toThrow(
      'preflight 40',
    );
  } finally {
    await one.stop();
  }
});

describe('the documents of the services', () => {
  interface Operation {
    readonly 'x-audience'?: string;
    readonly parameters?: readonly { readonly in?: string; readonly name?: string }[];
    readonly responses?: Readonly<Record<string, { readonly headers?: object }>>;
  }
  const folder = join(ROOT, 'docs/openapi');
  const operations = readdirSync(folder).flatMap((file) => {
    const { paths } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      paths: Record<string, Record<string, Operation>>;
    };
    return Object.values(paths).flatMap((path) => Object.entries(path));
  });
  const lower = (names: readonly string[]) => names.map((name) => name.toLowerCase());

  it('name no method, request header or response header that pages cannot use', () => {
    const ofPages = operations.filter(([, operation]) => operation['x-audience'] !== 'signed');
    const sent = ofPages.flatMap(([, { parameters = [] }]) =>
      parameters.flatMap((one) => (one.in === 'header' ? [one.name!] : [])),
    );
    const received = ofPages.flatMap(([, { responses = {} }]) =>
      Object.values(responses).flatMap(({ headers = {} }) => Object.keys(headers)),
    );
    expect(ofPages.map(([method]) => method.toUpperCase()).filter((one) => !METHODS.includes(one))).toEqual(
      [],
    );
    expect(lower(sent).filter((name) => !lower(ALLOWED).includes(name))).toEqual([]);
    expect(lower(received).filter((name) => !lower(EXPOSED).includes(name))).toEqual([]);
    expect(received).toContain('ETag');
  });
});
