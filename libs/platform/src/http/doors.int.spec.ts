import { connect } from 'node:net';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type OneService, startOneService } from '@waybill/testing';
import { z } from 'zod';
import { serviceLogger } from '../runtime/logger.js';
import type { ServiceApp } from '../service-app.js';
import { Access } from './access.js';
import { Feed, TakesFeed } from './feed.js';
import { TakesForm } from './media-types.js';
import { instant, integer, multiLine, singleLine } from './inputs.js';

const wanted = z.strictObject({ name: singleLine(100), note: multiLine(200).optional() });
const listed = z.object({ limit: integer(1, 100).default(20), from: instant().optional() });

@Controller('v1/things')
@Access('public', 'none')
class ThingsController {
  @Get()
  list(@Query({ schema: listed }) query: z.infer<typeof listed>): object {
    return query;
  }

  @Get('groups')
  groups(): object {
    return {};
  }

  @Post('feed')
  @TakesFeed('{}')
  async feed(@Feed() chunks: AsyncIterable<Buffer>): Promise<object> {
    let bytes = 0;
    for await (const chunk of chunks) bytes += chunk.length;
    return { bytes };
  }

  @Get(':id')
  find(@Param('id') id: string): object {
    return { id };
  }

  @Put(':id')
  put(@Body({ schema: wanted }) body: z.infer<typeof wanted>): object {
    return body;
  }

  @Post(':id/confirm')
  @TakesForm()
  confirm(): object {
    return {};
  }
}

const shop: ServiceApp = {
  name: 'shop',
  description: 'Sells things',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [],
  messageTypes: new Map(),
  topics: () => [],
  compose: () => ({ controllers: [ThingsController], provide: [] }),
};

let one: OneService;
let lines: string[] = [];
beforeAll(async () => {
  const logger = serviceLogger('shop', 'info', { write: (line) => void lines.push(line) });
  one = await startOneService(shop, {}, { logger });
});
afterAll(() => one?.stop());
beforeEach(() => {
  lines = [];
});

const logged = () =>
  lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'request');

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Sends the bytes as they are, and reads until the service closes the connection. */
function send(request: string | Buffer, { service } = one): Promise<Answer> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.once('error', reject);
    socket.once('close', () => {
      const [head = '', body = ''] = Buffer.concat(chunks).toString().split('\r\n\r\n');
      const [first = '', ...headers] = head.split('\r\n');
      resolve({
        status: Number(first.split(' ')[1]),
        headers: Object.fromEntries(
          headers.map((line) => [line.split(': ')[0]!.toLowerCase(), line.slice(line.indexOf(': ') + 2)]),
        ),
        body: JSON.parse(body || '{}') as Answer['body'],
      });
    });
  });
}

const request = (line: string, ...headers: string[]): string =>
  [`${line} HTTP/1.1`, 'Host: shop', 'Connection: close', ...headers, '', ''].join('\r\n');

async function counted(status: number, { service } = one): Promise<number> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line.startsWith('waybill_http_seconds_count{'));
  return lines
    .filter((line) => line.includes(`status="${status}"`))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}

describe('a request that no route takes', () => {
  it.each([
    ['escapes in its path that are not UTF-8', request('GET /v1/things/%ff'), 400, 'BAD_TEXT'],
    ['U+0000 in its path', request('GET /v1/things/a%00b'), 400, 'BAD_TEXT'],
    ['U+0000 in its query', request('GET /v1/things?limit=%00'), 400, 'BAD_TEXT'],
    ['a path that does not exist', request('GET /v1/nothing'), 404, 'NOT_FOUND'],
    ['an asterisk instead of a path', request('OPTIONS *'), 404, 'NOT_FOUND'],
    ['another method than those of its path', request('DELETE /v1/things/1'), 405, 'METHOD_NOT_ALLOWED'],
    ['a method that the service does not know', request('PROPFIND /v1/things'), 405, 'METHOD_NOT_ALLOWED'],
    [
      'two lengths',
      request('PUT /v1/things/1', 'Content-Length: 1', 'Content-Length: 2'),
      400,
      'BAD_REQUEST',
    ],
    ['a parameter that is too long', request(`GET /v1/things/${'x'.repeat(501)}`), 414, 'URL_TOO_LONG'],
    ['a URL that is too long', request(`GET /v1/nothing/${'x'.repeat(9_000)}`), 414, 'URL_TOO_LONG'],
    ['an unknown expectation', request('GET /v1/things', 'Expect: tea'), 417, 'EXPECTATION_FAILED'],
    ['headers that are too large', request('GET /', `X: ${'x'.repeat(20_000)}`), 431, 'HEADERS_TOO_LARGE'],
    ['no Host', 'GET /v1/things HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'BAD_REQUEST'],
    ['what is not HTTP', 'tea please\r\n\r\n', 400, 'BAD_REQUEST'],
  ])('because it has %s is refused like any other, counted and logged', async (_, bytes, status, code) => {
    const before = await counted(status);
    lines = [];
    const { status: answered, headers, body } = await send(bytes);
    expect([answered, body['status'], body['code']]).toEqual([status, status, code]);
    expect(headers).toMatchObject({
      'content-type': expect.stringMatching(/^application\/problem\+json/),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-correlation-id': body['correlationId'],
    });
    expect(body['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
    expect(logged()).toMatchObject([{ status, code, correlationId: body['correlationId'] }]);
    expect(await counted(status)).toBe(before + 1);
  });

  it('because of its method is told the methods of the path', async () => {
    expect((await send(request('DELETE /v1/things/1'))).headers['allow']).toBe('GET, HEAD, PUT');
    expect((await send(request('PUT /v1/things'))).headers['allow']).toBe('GET, HEAD');
  });

  it.each([
    ['PUT /v1/things/groups', 'GET, HEAD'],
    ['GET /v1/things/feed', 'POST'],
    ['OPTIONS /v1/things/feed?a=1', 'POST'],
  ])(
    'because of its method is told those of its path, and not of one with a parameter: %s',
    async (line, allow) => {
      const { status, headers } = await send(request(line));
      expect([status, headers['allow']]).toEqual([405, allow]);
    },
  );

  it('because of its URL is told that URL', async () => {
    const { body } = await send(request('GET /v1/things/%ff%2f?a=%'));
    expect(body['instance']).toBe('/v1/things/%ff%2f?a=%');
  });

  it('because of a long parameter counts its characters', async () => {
    const tea = encodeURIComponent('🫖');
    expect((await send(request(`GET /v1/things/${tea.repeat(500)}`))).status).toBe(200);
    expect((await send(request(`GET /v1/things/${tea.repeat(501)}`))).status).toBe(414);
  });

  it('keeps the correlation id that it sends', async () => {
    const { headers } = await send(request('GET /v1/things/%ff', 'X-Correlation-Id: mine-1'));
    expect(headers['x-correlation-id']).toBe('mine-1');
  });
});

describe('a request that does not arrive in time', () => {
  let slow: OneService;
  beforeAll(async () => {
    const logger = serviceLogger('shop', 'info', { write: (line) => void lines.push(line) });
    const settings = { RECEIVE_TIMEOUT_MS: '300', CORS_ORIGINS: 'https://shop.example' };
    slow = await startOneService(shop, settings, { logger });
  });
  afterAll(() => slow?.stop());

  const head = (line: string, type: string) =>
    request(line, `Content-Type: ${type}`, 'Content-Length: 100', 'Origin: https://shop.example');
  it.each([
    ['the end of its first line', 'GET /v1/thi'],
    ['the end of its headers', 'GET /v1/things HTTP/1.1\r\nHost: shop\r\n'],
    ['its body', head('PUT /v1/things/1', 'application/json')],
    ['the end of its body', `${head('PUT /v1/things/1', 'application/json')}{"name":`],
    ['the end of its feed', `${head('POST /v1/things/feed', 'application/x-ndjson')}{}\n`],
  ])(
    'because it lacks %s is refused, counted and logged once, and its connection is closed',
    async (_, bytes) => {
      const before = await counted(408, slow);
      lines = [];
      const { status, headers, body } = await send(bytes, slow);
      expect([status, body['status'], body['code']]).toEqual([408, 408, 'REQUEST_TIMEOUT']);
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'x-correlation-id': body['correlationId'],
        'access-control-allow-origin': '*',
        connection: 'close',
      });
      expect(await counted(408, slow)).toBe(before + 1);
      expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
        expect.objectContaining({ msg: 'request', status: 408, code: 'REQUEST_TIMEOUT' }),
      ]);
    },
  );
});

const put = (
  type: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
) =>
  fetch(`${one.service.url}/v1/things/1`, {
    method: 'PUT',
    headers: { 'content-type': type, ...headers },
    body,
  });

async function refusal(response: Response): Promise<readonly unknown[]> {
  const { status, code, detail } = (await response.json()) as Record<string, unknown>;
  return [status, code, detail];
}

describe('a body', () => {
  const json = JSON.stringify({ name: 'Müller' });

  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'is read as %s',
    async (type) => expect(await (await put(type, json)).json()).toEqual({ name: 'Müller' }),
  );

  it.each([
    ['text/plain', {}, 'Send the body as application/json, not as text/plain.'],
    ['application/x-www-form-urlencoded', {}, expect.stringContaining('application/json')],
    ['multipart/form-data; boundary=x', {}, expect.stringContaining('application/json')],
    ['application/x-ndjson', {}, expect.stringContaining('application/json')],
    ['application/json; charset=iso-8859-1', {}, 'Send the body in UTF-8, not in the charset iso-8859-1.'],
    ['application/json; charset=foo', {}, expect.stringContaining('charset foo')],
    ['application/json', { 'content-encoding': 'zstd2' }, expect.stringContaining('zstd2')],
  ])('is refused as %s %j', async (type, headers, detail) => {
    expect(await refusal(await put(type, json, headers))).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE', detail]);
  });

  it('without a type is refused', async () => {
    const bytes = new Uint8Array(Buffer.from(json));
    const response = await fetch(`${one.service.url}/v1/things/1`, { method: 'PUT', body: bytes });
    expect(await refusal(response)).toMatchObject([415, 'UNSUPPORTED_MEDIA_TYPE', expect.anything()]);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'may be a form where a route takes forms: %s',
    async (type) => {
      const url = `${one.service.url}/v1/things/1/confirm`;
      const headers = { 'content-type': type };
      expect((await fetch(url, { method: 'POST', headers, body: 'a=b' })).status).toBe(201);
      expect((await fetch(url, { method: 'POST' })).status).toBe(201);
    },
  );

  it.each([
    ['bytes that are not UTF-8', Buffer.from('{"name":"M\xfcller"}', 'latin1'), 'BAD_TEXT'],
    ['overlong UTF-8', Buffer.from('{"name":"\xc0\x80"}', 'latin1'), 'BAD_TEXT'],
    ['surrogates in UTF-8', Buffer.from('{"name":"\xed\xa0\x80"}', 'latin1'), 'BAD_TEXT'],
    ['an escaped lone surrogate', Buffer.from(String.raw`{"name":"\ud800"}`), 'BAD_TEXT'],
    ['a field twice', Buffer.from('{"name":"a","note":"b","name":"c"}'), 'FIELD_REPEATED'],
    ['a name with a line break', Buffer.from(String.raw`{"name":"a\nb"}`), 'VALIDATION_FAILED'],
    ['a name of blanks', Buffer.from(String.raw`{"name":"  "}`), 'VALIDATION_FAILED'],
    [
      'a note with a control character',
      Buffer.from(String.raw`{"name":"a","note":"\u0007"}`),
      'VALIDATION_FAILED',
    ],
  ])('with %s is refused', async (_, bytes, code) => {
    const response = await put('application/json', new Uint8Array(bytes));
    expect(await refusal(response)).toMatchObject([400, code, expect.anything()]);
  });

  it('is answered as it is read: without blanks around a text, and otherwise unchanged', async () => {
    const note = 'one\r\n\ttwo';
    const sent = JSON.stringify({ name: '  علی‌رضا דוד\u200e ', note });
    expect(await (await put('application/json', sent)).json()).toEqual({ name: 'علی‌رضا דוד\u200e', note });
  });
});

describe('a query', () => {
  const query = async (text: string) => {
    const response = await fetch(`${one.service.url}/v1/things${text}`);
    return [response.status, await response.json()] as const;
  };

  it('has the parameters that the route declares', async () => {
    expect(await query('?limit=10')).toEqual([200, { limit: 10 }]);
    expect(await query('?')).toEqual([200, { limit: 20 }]);
  });

  it.each([
    ['?limt=1', 'UNKNOWN_PARAMETER', '/limt', 'the route takes `limit`, `from`'],
    ['?limit=1&__proto__=1', 'UNKNOWN_PARAMETER', '/__proto__', 'the route takes `limit`, `from`'],
    ['?limit=1&limit=2', 'PARAMETER_REPEATED', '/limit', 'is given 2 times; give it once'],
    ['/1?limit=1', 'UNKNOWN_PARAMETER', '/limit', 'the route takes no query parameters'],
    ['?limit=0x10', 'VALIDATION_FAILED', '/limit', 'must be a whole number in decimal digits'],
    ['?limit=1e1', 'VALIDATION_FAILED', '/limit', 'must be a whole number in decimal digits'],
    ['?limit=%2010', 'VALIDATION_FAILED', '/limit', 'must be a whole number in decimal digits'],
    ['?limit=', 'VALIDATION_FAILED', '/limit', 'must be a whole number in decimal digits'],
    ['?from=0000-01-01T00:00:00Z', 'VALIDATION_FAILED', '/from', 'must be between the years 1 and 9999'],
    [
      '?from=0001-01-01T00:00:00%2B01:00',
      'VALIDATION_FAILED',
      '/from',
      'must be between the years 1 and 9999',
    ],
    ['?from=%2B275760-09-13T00:00:00Z', 'VALIDATION_FAILED', '/from', 'Invalid ISO datetime'],
  ])('%s is refused, and the parameter is named', async (text, code, pointer, detail) => {
    expect(await query(text)).toMatchObject([400, { code, errors: [{ pointer, code, detail }] }]);
  });

  it('of routes of the platform is checked, too', async () => {
    for (const path of ['health/live', 'health/ready', 'metrics', 'schemas']) {
      const response = await fetch(`${one.service.url}/${path}?a=1`);
      expect([path, await refusal(response)]).toMatchObject([
        path,
        [400, 'UNKNOWN_PARAMETER', expect.anything()],
      ]);
    }
  });
});
