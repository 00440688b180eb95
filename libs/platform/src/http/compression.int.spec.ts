import { once } from 'node:events';
import { type IncomingHttpHeaders, request } from 'node:http';
import * as zlib from 'node:zlib';
import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OneService, startOneService, token } from '@waybill/testing';
import { z } from 'zod';
import type { ServiceApp } from '../service-app.js';
import { Access } from './access.js';
import { Call, HttpCall } from './call.js';
import { Feed, TakesFeed, linesOf } from './feed.js';
import { NDJSON } from './media-types.js';
import { Records } from './records.js';
import { Versioned } from './versioned.js';

const KIB = 1_024;
const ITEMS = Array.from({ length: 200 }, (_, nr) => `item ${nr}`);
const PLAIN = JSON.stringify({ version: 3, items: ITEMS });
const body = z.strictObject({ text: z.string() });

@Controller('v1/papers')
@Access('customer', 'own')
class PapersController {
  @Get('large')
  @Versioned()
  large(): { readonly version: number; readonly items: readonly string[] } {
    return { version: 3, items: ITEMS };
  }

  @Get('small')
  @Versioned()
  small(): { readonly version: number } {
    return { version: 3 };
  }

  @Put('large')
  @Records()
  change(
    @Body({ schema: body }) { text }: z.infer<typeof body>,
    @Call({ ifMatch: true }) call: HttpCall,
  ): object {
    return { length: text.length, seen: call.context.preconditions?.match };
  }

  @Post('echo')
  @Records()
  @HttpCode(200)
  echo(): object {
    return { items: ITEMS };
  }

  @Post('feed')
  @Records()
  @HttpCode(200)
  @TakesFeed('{}')
  async feed(@Feed() chunks: AsyncIterable<Buffer>): Promise<object> {
    const lengths: number[] = [];
    for await (const lines of linesOf(chunks, KIB * KIB))
      lengths.push(...lines.map(({ text = '' }) => text.length));
    return { lengths };
  }

  @Post('signed')
  @Access('signed', 'own')
  @HttpCode(200)
  signed(): object {
    return {};
  }
}

const papers: ServiceApp = {
  name: 'papers',
  description: 'Keeps papers',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [],
  messageTypes: new Map(),
  topics: () => [],
  compose: () => ({ controllers: [PapersController], provide: [] }),
};

let one: OneService;
let authorization: string;
beforeAll(async () => {
  one = await startOneService(papers);
  authorization = `Bearer ${await token({ sub: 'ada', tenant: 'north' })}`;
});
afterAll(() => one?.stop());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** Sends bytes as they are, and returns those of the response as they come. */
async function send(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  sent?: Buffer,
): Promise<Answer> {
  const url = `${one.service.url}/v1/papers/${path}`;
  const client = request(url, { method, headers: { authorization, ...headers } });
  client.end(sent);
  const [response] = (await once(client, 'response')) as [import('node:http').IncomingMessage];
  const bytes = Buffer.concat(await response.toArray());
  return { status: response.statusCode!, headers: response.headers, bytes };
}

const get = (path: string, headers: Readonly<Record<string, string>>) => send('GET', path, headers);
const codes: Record<string, { pack: (bytes: Buffer) => Buffer; unpack: (bytes: Buffer) => Buffer }> = {
  gzip: { pack: (bytes) => zlib.gzipSync(bytes), unpack: (bytes) => zlib.gunzipSync(bytes) },
  br: {
    pack: (bytes) => zlib.brotliCompressSync(bytes),
    unpack: (bytes) => zlib.brotliDecompressSync(bytes),
  },
  deflate: { pack: (bytes) => zlib.deflateSync(bytes), unpack: (bytes) => zlib.inflateSync(bytes) },
  zstd: { pack: (bytes) => zlib.zstdCompressSync(bytes), unpack: (bytes) => zlib.zstdDecompressSync(bytes) },
};

describe('a response', () => {
  it.each([
    ['gzip', 'gzip'],
    ['br', 'br'],
    ['zstd', 'zstd'],
    ['gzip, deflate, br, zstd', 'zstd'],
    ['GZIP;q=1.0, br;q=0.5', 'gzip'],
    ['gzip, zstd;q=0', 'gzip'],
  ])('is compressed for Accept-Encoding: %s', async (accepted, coding) => {
    const { headers, bytes } = await get('large', { 'accept-encoding': accepted });
    expect(codes[coding]!.unpack(bytes).toString()).toBe(PLAIN);
    expect(headers).toMatchObject({
      'content-encoding': coding,
      'content-length': String(bytes.length),
      vary: 'Authorization, Accept-Encoding',
      etag: `"3-${coding}"`,
    });
  });

  it.each([undefined, 'identity', 'deflate', 'identity, gzip;q=0.5', 'gzip;q=0', ''])(
    'is sent as it is for Accept-Encoding: %s',
    async (accepted) => {
      const { headers, bytes } = await get(
        'large',
        accepted === undefined ? {} : { 'accept-encoding': accepted },
      );
      expect([bytes.toString(), headers['content-encoding'], headers.etag]).toEqual([
        PLAIN,
        undefined,
        '"3"',
      ]);
      expect(headers.vary).toBe('Authorization, Accept-Encoding');
    },
  );

  it('is sent as it is if it is small, and if it is not that of a GET', async () => {
    const accepted = { 'accept-encoding': 'gzip' };
    const answers = [await get('small', accepted), await send('POST', 'echo', accepted)];
    expect(answers.map(({ status, headers }) => [status, headers['content-encoding']])).toEqual([
      [200, undefined],
      [200, undefined],
    ]);
  });

  it('has the same headers for HEAD', async () => {
    const accepted = { 'accept-encoding': 'gzip' };
    const [head, whole] = [await send('HEAD', 'large', accepted), await get('large', accepted)];
    const names = ['content-encoding', 'content-length', 'etag', 'vary'];
    expect(names.map((name) => head.headers[name])).toEqual(names.map((name) => whole.headers[name]));
    expect(head.bytes).toHaveLength(0);
  });
});

describe('the ETag of a compressed response', () => {
  it('is answered with 304 and itself while it is current', async () => {
    const { headers } = await get('large', { 'accept-encoding': 'zstd' });
    const again = await get('large', {
      'accept-encoding': 'zstd',
      'if-none-match': `"1-br", ${headers.etag}`,
    });
    expect([again.status, again.bytes.length, again.headers.etag]).toEqual([304, 0, '"3-zstd"']);
    expect(again.headers.vary).toContain('Accept-Encoding');
  });

  it('is a precondition of a change, as the ETag of the version is', async () => {
    const text = Buffer.from('{"text":""}');
    const seen = [];
    for (const tag of ['"3-zstd"', '"3-gzip"', '"3"']) {
      const headers = { 'if-match': tag, 'content-type': 'application/json' };
      seen.push(JSON.parse((await send('PUT', 'large', headers, text)).bytes.toString()) as object);
    }
    expect(seen).toEqual(Array(3).fill({ length: 0, seen: [3] }));
  });
});

describe('a compressed request', () => {
  const json = { 'content-type': 'application/json' };
  const put = async (encoding: string, bytes: Buffer) => {
    const {
      status,
      bytes: answer,
      headers,
    } = await send('PUT', 'large', { ...json, 'content-encoding': encoding }, bytes);
    const { code, length } = JSON.parse(answer.toString()) as { code?: string; length?: number };
    return { status, answer: code ?? length, accepts: headers['accept-encoding'] };
  };
  const textOf = (length: number) => Buffer.from(JSON.stringify({ text: 'x'.repeat(length) }));
  const OVERHEAD = textOf(0).length;

  it.each(['gzip', 'deflate', 'br', 'zstd'])('is read: %s', async (encoding) => {
    expect(await put(encoding, codes[encoding]!.pack(textOf(10 * KIB)))).toMatchObject({
      status: 200,
      answer: 10 * KIB,
    });
  });

  it.each(['gzip', 'deflate', 'br', 'zstd'])('is measured after decompression: %s', async (encoding) => {
    const { pack } = codes[encoding]!;
    const most = 256 * KIB - OVERHEAD;
    expect(await put(encoding, pack(textOf(most)))).toMatchObject({ status: 200, answer: most });
    expect(await put(encoding, pack(textOf(most + 1)))).toMatchObject({
      status: 413,
      answer: 'BODY_TOO_LARGE',
    });
    expect(await put(encoding, pack(textOf(8 * KIB * KIB)))).toMatchObject({
      status: 413,
      answer: 'BODY_TOO_LARGE',
    });
  });

  it.each([
    ['in an unknown encoding', 'compress', textOf(1), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['in two encodings', 'gzip, gzip', textOf(1), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['in no encoding that it names', 'gzip', textOf(1), 400, 'BAD_ENCODING'],
    ['that ends early', 'br', codes['br']!.pack(textOf(100)).subarray(0, -3), 400, 'BAD_ENCODING'],
    ['that is not JSON', 'gzip', zlib.gzipSync('{'), 400, 'BAD_JSON'],
    ['that is not UTF-8', 'gzip', zlib.gzipSync(Buffer.from([0x22, 0xff, 0x22])), 400, 'BAD_TEXT'],
    ['that is nested deeply', 'gzip', zlib.gzipSync('['.repeat(100)), 400, 'BODY_TOO_DEEP'],
  ])('is refused %s', async (_, encoding, bytes, status, code) => {
    expect(await put(encoding, bytes)).toMatchObject({ status, answer: code });
  });

  it('learns from 415 which encodings are read', async () => {
    expect((await put('compress', textOf(1))).accepts).toBe('identity, gzip, x-gzip, deflate, br, zstd');
  });

  it('must not be signed', async () => {
    const { status } = await send(
      'POST',
      'signed',
      { ...json, 'content-encoding': 'gzip' },
      zlib.gzipSync('{}'),
    );
    expect(status).toBe(415);
  });
});

describe('a compressed feed', () => {
  const lines = Array.from({ length: 5_000 }, (_, nr) => 'x'.repeat(nr % 300));
  const feed = (encoding: string, bytes: Buffer) =>
    send('POST', 'feed', { 'content-type': NDJSON, 'content-encoding': encoding }, bytes);

  it.each(['gzip', 'deflate', 'br', 'zstd'])('is read line by line: %s', async (encoding) => {
    const { bytes } = await feed(encoding, codes[encoding]!.pack(Buffer.from(lines.join('\n'))));
    expect(JSON.parse(bytes.toString())).toEqual({ lengths: lines.map(({ length }) => length) });
  });

  it.each([
    ['damaged', 'gzip', zlib.gzipSync(lines.join('\n')).subarray(0, -200), 400, 'BAD_ENCODING'],
    ['not compressed', 'zstd', Buffer.from('{}\n'), 400, 'BAD_ENCODING'],
    ['in an unknown encoding', 'compress', Buffer.from('{}\n'), 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('is refused if it is %s', async (_, encoding, bytes, status, code) => {
    const answer = await feed(encoding, bytes);
    expect([answer.status, (JSON.parse(answer.bytes.toString()) as { code: string }).code]).toEqual([
      status,
      code,
    ]);
  });
});
