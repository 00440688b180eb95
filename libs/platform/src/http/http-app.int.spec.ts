import { Controller, Get, Header, Post, Put, Sse } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, commonErrors, systemTimers } from '@waybill/kernel';
import { BankTables1700000000000, type OneService, accounts, startOneService, token } from '@waybill/testing';
import { BatchRunner } from '@waybill/unit-of-work';
import pg from 'pg';
import { type Observable, of } from 'rxjs';
import { z } from 'zod';
import { serviceLogger } from '../runtime/logger.js';
import { Upkeep } from '../runtime/upkeep.js';
import type { ServiceApp } from '../service-app.js';
import { Access } from './access.js';
import { Call, HttpCall } from './call.js';
import { Records } from './records.js';
import { Versioned } from './versioned.js';

const MARK = 'Ada Lovelace';
const HEADERS = ['x-content-type-options', 'referrer-policy', 'cache-control', 'vary'] as const;
const PROTECTED = ['nosniff', 'no-referrer'] as const;

@Controller('bank')
@Access('customer', 'own')
class BankController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly pool: pg.Pool,
  ) {}

  @Get('secret')
  secret(): object {
    return { secret: 'whsec_1' };
  }

  @Get('account')
  @Versioned()
  account(): { readonly version: number } {
    return { version: 3 };
  }

  @Get('prices')
  @Access('public', 'none')
  prices(): object {
    return {};
  }

  @Get('rates')
  @Header('cache-control', 'public, max-age=60')
  rates(): object {
    return {};
  }

  @Get('wait')
  wait(@Call() call: HttpCall): object {
    return { seconds: call.applyWait() };
  }

  @Sse('stream')
  stream(): Observable<{ data: string }> {
    return of({ data: 'whsec_1' });
  }

  @Post('twice')
  @Records()
  twice(@Call() { context }: HttpCall): Promise<void> {
    const row = { id: MARK, balance: 1, iban: null, notes: {}, entries: 0 };
    return this.unitOfWork.run(context, async (tx) => tx.append(accounts, row));
  }

  @Post('wrong')
  @Records()
  async wrong(): Promise<void> {
    await this.pool.query('SELECT $1::jsonb', [`{"name": "${MARK}`]);
  }
}

/** Routes below /v1, whose reads have ETags without saying so. */
@Controller('v1/accounts')
@Access('customer', 'own')
class AccountsController {
  @Get()
  list(): object {
    return { items: [{ id: 'ada', balance: 1 }] };
  }

  @Get('ada')
  @Versioned()
  account(): { readonly version: number } {
    return { version: 3 };
  }

  @Get('ada/origin')
  @Header('cache-control', 'no-store')
  origin(): object {
    return { ip: '192.0.2.1' };
  }

  @Get('nobody')
  nobody(): object {
    throw new DomainError(commonErrors.NOT_FOUND, 'There is no account nobody.');
  }

  @Put('ada')
  @Records()
  put(@Call({ ifMatch: true }) { context }: HttpCall): object {
    return context.preconditions ?? {};
  }

  @Post()
  @Records()
  open(@Call() _: HttpCall): object {
    return {};
  }
}

const bank: ServiceApp = {
  name: 'bank',
  description: 'Opens accounts',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [BankTables1700000000000],
  messageTypes: new Map(),
  topics: () => [],
  compose: () => ({ controllers: [BankController, AccountsController], provide: [] }),
};

let one: OneService;
let lines: string[] = [];
beforeAll(async () => {
  const logger = serviceLogger('bank', 'info', { write: (line) => void lines.push(line) });
  one = await startOneService(bank, { TRUSTED_PROXIES: '127.0.0.0/8, ::1' }, { logger });
});
afterAll(() => one?.stop());
beforeEach(() => {
  lines = [];
});

async function call(method: string, path: string, headers: Readonly<Record<string, string>> = {}) {
  const authorization = `Bearer ${await token({ sub: 'ada', tenant: 'north' })}`;
  return fetch(`${one.service.url}/${path}`, { method, headers: { authorization, ...headers } });
}

describe('the headers of a response', () => {
  it.each([
    ['that contains a secret', 'bank/secret', 200, ['no-store', null]],
    ['with an ETag', 'bank/account', 200, ['private, no-cache', 'Authorization']],
    ['that is a stream', 'bank/stream', 200, [expect.stringContaining('no-store'), null]],
    ['without a token', 'bank/prices', 200, [null, null]],
    ['whose route says how long it is valid', 'bank/rates', 200, ['public, max-age=60', null]],
    ['that refuses', 'admin/dead-letters', 403, ['no-store', null]],
    ['of no route', 'bank/nothing', 404, ['no-store', null]],
  ])('protect one %s', async (_, path, status, [cache, vary]) => {
    const response = await call('GET', path);
    const headers = HEADERS.map((name) => response.headers.get(name));
    expect([response.status, ...headers]).toEqual([status, ...PROTECTED, cache, vary]);
  });

  it('protect one that has not changed', async () => {
    const response = await call('GET', 'bank/account', { 'if-none-match': '"3"' });
    expect(response.status).toBe(304);
    expect(response.headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('the page of the API', () => {
  it('has the name of its service, and the root leads to it', async () => {
    const response = await call('GET', '');
    expect([response.status, new URL(response.url).pathname]).toEqual([200, '/docs']);
    expect(await response.text()).toContain('<title>Waybill bank</title>');
  });
});

describe('a conditional request', () => {
  const listTag = async () => (await call('GET', 'v1/accounts')).headers.get('etag')!;

  it('finds a weak ETag of the body on every read below /v1 that says nothing else', async () => {
    const responses = await Promise.all(
      ['v1/accounts', 'v1/accounts', 'v1/accounts/ada', 'v1/accounts/ada/origin', 'v1/accounts/nobody'].map(
        (path) => call('GET', path),
      ),
    );
    const hash = expect.stringMatching(/^W\/"[\w-]{27}"$/) as unknown;
    expect(responses.map(({ headers }) => [headers.get('etag'), headers.get('cache-control')])).toEqual([
      [hash, 'private, no-cache'],
      [await listTag(), 'private, no-cache'],
      ['"3"', 'private, no-cache'],
      [null, 'no-store'],
      [null, 'no-store'],
    ]);
  });

  it.each([
    ['the tag', '"3"', 304],
    ['the tag that a proxy made weak', 'W/"3"', 304],
    ['a list with the tag', '"x,y", W/"3" ,, "9"', 304],
    ['any tag', '*', 304],
    ['other tags', '"2", W/"33", ""', 200],
    ['no tag', 'a', 400],
    ['a tag without its end', '"3', 400],
    ['nothing', '', 400],
    ['* beside a tag', '*, "3"', 400],
    ['tags without a comma', '"2" "3"', 400],
  ])('is answered by weak comparison if If-None-Match has %s', async (_, value, status) => {
    for (const method of ['GET', 'HEAD']) {
      const response = await call(method, 'v1/accounts/ada', { 'if-none-match': value });
      const body = await response.text();
      expect([response.status, body]).toEqual([
        status,
        status === 304 || method === 'HEAD' ? '' : expect.stringMatching(/^\{/),
      ]);
      if (status === 304)
        expect(
          ['etag', 'content-type', 'content-length', ...HEADERS.slice(2)].map((name) =>
            response.headers.get(name),
          ),
        ).toEqual([
          '"3"',
          null,
          method === 'HEAD' ? '13' : null,
          'private, no-cache',
          'Authorization, Accept-Encoding',
        ]);
    }
  });

  it.each([
    ['the tag', '"3"', 200],
    ['any tag', '*', 200],
    ['a list with the tag', '"2", "3"', 200],
    ['the weak tag', 'W/"3"', 412],
    ['other tags', '"2", "4"', 412],
    ['no tag', 'a', 400],
  ])('is answered by strong comparison if If-Match has %s', async (_, value, status) => {
    const response = await call('GET', 'v1/accounts/ada', { 'if-match': value });
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      status === 200 ? 'application/json; charset=utf-8' : 'application/problem+json; charset=utf-8',
    ]);
  });

  it('looks at If-Match before If-None-Match', async () => {
    const headers = { 'if-match': '"2"', 'if-none-match': '"3"' };
    expect((await call('GET', 'v1/accounts/ada', headers)).status).toBe(412);
  });

  it('of a list is 304 with its weak tag, which no If-Match takes', async () => {
    const tag = await listTag();
    expect((await call('GET', 'v1/accounts', { 'if-none-match': `"x", ${tag}` })).status).toBe(304);
    expect((await call('GET', 'v1/accounts', { 'if-match': tag })).status).toBe(412);
    expect((await call('GET', 'v1/accounts', { 'if-match': '*' })).status).toBe(200);
  });

  it('is 404 of what does not exist', async () => {
    expect((await call('GET', 'v1/accounts/nobody', { 'if-none-match': '*' })).status).toBe(404);
  });

  it.each([
    [{}, {}],
    [{ 'if-match': '"3", W/"4", "05", "x", "12"' }, { match: [3, 12] }],
    [{ 'if-match': '*' }, { match: 'any' }],
    [{ 'if-match': 'W/"3"' }, { match: [] }],
    [{ 'if-none-match': '*' }, { noneMatch: 'any' }],
    [
      { 'if-match': '"1"', 'if-none-match': 'W/"3", "9999999999"' },
      { match: [1], noneMatch: [3] },
    ],
  ] as const)('that writes hands its route the versions: %j', async (headers, conditions) => {
    const response = await call('PUT', 'v1/accounts/ada', headers);
    expect(await response.json()).toEqual(conditions);
  });

  it.each([
    ['PUT', 'v1/accounts/ada', 'if-match', '"3', 'IF_MATCH_INVALID'],
    ['PUT', 'v1/accounts/ada', 'if-none-match', '3', 'IF_MATCH_INVALID'],
    ['POST', 'v1/accounts', 'if-match', '"3"', 'PRECONDITION_UNSUPPORTED'],
    ['POST', 'v1/accounts', 'if-none-match', '*', 'PRECONDITION_UNSUPPORTED'],
    ['POST', 'bank/twice', 'if-none-match', '*', 'PRECONDITION_UNSUPPORTED'],
  ])(
    'that writes is refused if its condition cannot be checked: %s %s %s %s',
    async (method, path, name, value, code) => {
      const response = await call(method, path, { [name]: value });
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([400, code]);
    },
  );
});

it('stored responses are deleted when they are older than IDEMPOTENCY_RETENTION', async () => {
  await one.database.query(`INSERT INTO idempotency_keys (scope, fingerprint, answer, created_at) VALUES
    ('old', 'f', '1', now() - interval '3 hours 1 minute'), ('young', 'f', '1', now() - interval '2 hours 59 minutes')`);
  const upkeep = new Upkeep(one.database, systemTimers, serviceLogger('bank', 'error'), 3 * 3_600_000);
  upkeep.start();
  await upkeep.stop();
  const { rows } = await one.database.query(
    `SELECT scope FROM idempotency_keys WHERE scope IN ('old', 'young')`,
  );
  expect(rows).toEqual([{ scope: 'young' }]);
});

it.each([
  ['wait=5', 5, 'wait=5'],
  ['wait=31', 30, 'wait=30'],
  ['respond-async, wait="2"', 2, 'wait=2'],
  ['wait=-1', 0, null],
  ['wait=abc', 0, null],
  ['return=minimal', 0, null],
])('applies the preference %s for %s s, and says so', async (prefer, seconds, applied) => {
  const response = await call('GET', 'bank/wait', { prefer });
  expect(await response.json()).toEqual({ seconds });
  expect(response.headers.get('preference-applied')).toBe(applied);
});

const logged = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the log of requests', () => {
  it('names the caller, and the address that a trusted proxy states', async () => {
    await call('GET', 'bank/secret', { 'x-forwarded-for': '203.0.113.9' });
    expect(logged()).toMatchObject([
      { msg: 'request', url: '/bank/secret', subject: 'ada', tenant: 'north', ip: '203.0.113.9' },
    ]);
  });

  it('says why a caller was refused', async () => {
    await call('GET', 'admin/dead-letters');
    await call('GET', 'bank/secret', { authorization: 'Bearer not.a.token' });
    expect(logged()).toMatchObject([
      { status: 403, subject: 'ada', code: 'FORBIDDEN', reason: 'The request needs the role `operator`.' },
      { status: 401, code: 'TOKEN_INVALID', reason: expect.stringContaining('The token is not valid') },
    ]);
  });
});

describe('the log of errors', () => {
  it.each([
    [
      'a row that exists already',
      'bank/twice',
      { code: '23505', table: 'accounts', constraint: 'accounts_pkey' },
    ],
    ['a value that Postgres cannot read', 'bank/wrong', { code: '22P02' }],
  ])('has the code of the error, and nothing of the data: %s', async (_, path, error) => {
    await call('POST', path);
    await call('POST', path);
    expect(logged()).toContainEqual(
      expect.objectContaining({ msg: 'request failed', err: expect.objectContaining(error) }),
    );
    expect(lines.join('\n')).not.toContain('Ada');
  });
});
