import { Controller, Get, Header, Post, Sse } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BankTables1700000000000, type OneService, accounts, startOneService, token } from '@waybill/testing';
import { BatchRunner } from '@waybill/unit-of-work';
import pg from 'pg';
import { type Observable, of } from 'rxjs';
import { z } from 'zod';
import { serviceLogger } from '../runtime/logger.js';
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

const bank: ServiceApp = {
  name: 'bank',
  description: 'Opens accounts',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [BankTables1700000000000],
  messageTypes: new Map(),
  topics: () => [],
  compose: () => ({ controllers: [BankController], provide: [] }),
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
