import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Sse } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FixedClock, IdentityProvider, ManualTimers, eventually } from '@waybill/testing';
import { SignJWT } from 'jose';
import { Observable, Subject } from 'rxjs';
import { AuthGuard } from './auth.js';
import { Access } from './http/access.js';
import { ProblemFilter } from './http/problem.js';
import { DEVELOPMENT_KEY } from './identity/identity-settings.js';
import { Tokens } from './identity/tokens.js';
import { OpenRequests } from './quotas/open-requests.js';
import { RateLimits } from './quotas/rate-limits.js';

const changes = new Subject<{ data: string }>();
let stopped: Promise<void>;
let finish: (() => void) | undefined;

@Controller()
class StreamController {
  @Sse('stream')
  @Access('customer', 'own')
  stream() {
    return new Observable<{ data: string }>((subscriber) => {
      const subscription = changes.subscribe(subscriber);
      stopped = new Promise((resolve) => subscription.add(resolve));
      return subscription;
    });
  }

  @Get('now')
  @Access('customer', 'own')
  now() {
    return 'now';
  }

  @Get('wait')
  @Access('customer', 'own')
  wait() {
    return new Promise<void>((resolve) => (finish = resolve));
  }
}

@Module({})
class StreamModule {}

interface CallOptions {
  readonly sub?: string;
  readonly tenant?: string;
  readonly seconds?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('the guard', () => {
  const clock = new FixedClock();
  const timers = new ManualTimers();
  const LIMITS = { STREAMS_PER_SUBJECT: 2, WAITS_PER_SUBJECT: 1 };
  const NO_RATES = { RATE_LIMIT_SUBJECT: 0, RATE_LIMIT_TENANT: 0, RATE_LIMIT_ADDRESS: 0 };
  const none = { JWKS_URL: undefined, JWT_KEY: undefined, JWT_ISSUER: undefined, JWT_AUDIENCE: undefined };
  let nest: NestFastifyApplication | undefined;
  let url: string;
  afterEach(async () => {
    // Streams that a test left open would keep the server until the client's garbage is collected.
    nest?.getHttpServer().closeAllConnections();
    await nest?.close();
  });

  /** Starts a service that accepts these tokens. */
  async function start(
    settings: { JWKS_URL: string } | { JWT_KEY: string },
    rates: Partial<typeof NO_RATES> = {},
  ): Promise<void> {
    const tokens = new Tokens({ JWT_MAX_LIFETIME: 60_000, ...none, ...settings }, { clock, timers });
    const adapter = new FastifyAdapter();
    const limits = new RateLimits({ ...NO_RATES, ...rates });
    nest = await NestFactory.create<NestFastifyApplication>(
      {
        module: StreamModule,
        controllers: [StreamController],
        providers: [
          { provide: Tokens, useValue: tokens },
          { provide: RateLimits, useValue: limits },
          { provide: OpenRequests, useValue: new OpenRequests(LIMITS, tokens, timers) },
          { provide: APP_GUARD, useClass: AuthGuard },
        ],
      },
      adapter,
      { logger: false },
    );
    await limits.register(adapter.getInstance());
    nest.useGlobalFilters(new ProblemFilter({}, () => {}));
    await nest.listen(0, '127.0.0.1');
    url = await nest.getUrl();
  }

  /** With a token that is valid for two seconds unless stated. */
  async function call(
    path: string,
    { sub = 'ada', tenant = 'default', seconds = 2, headers = {} }: CallOptions = {},
  ): Promise<Response> {
    const token = await new SignJWT({ sub, tenant, exp: Math.floor(clock.now().getTime() / 1_000) + seconds })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(DEVELOPMENT_KEY));
    return fetch(`${url}${path}`, {
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  }

  it('ends a stream when its token expires', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY });
    const response = await call('/stream');
    const received = response.text();
    changes.next({ data: 'before' });
    clock.advance(2_000);
    timers.advance(2_000);
    changes.next({ data: 'after' });
    expect(await received).toContain('data: before');
    expect(await received).not.toContain('data: after');
    await stopped;
    expect(changes.observed).toBe(false);
  });

  it('keeps a quiet stream open with a comment', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY });
    const response = await call('/stream', { seconds: 60 });
    const received = response.text();
    await eventually(() => expect(changes.observed).toBe(true));
    timers.advance(15_000);
    timers.advance(15_000);
    clock.advance(60_000);
    timers.advance(30_000);
    expect((await received).match(/^: keep-alive$/gm)).toHaveLength(3);
  });

  it('refuses a third stream of a user who may have two, until one is closed', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY });
    const [first, second] = [await call('/stream'), await call('/stream')];
    const refused = await call('/stream');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_STREAMS' });
    expect((await call('/stream', { sub: 'ben' })).status).toBe(200);
    await first.body!.cancel();
    await eventually(async () => expect((await call('/stream')).status).toBe(200));
    await second.body!.cancel();
  });

  it('refuses a second request that waits, of a user who may have one', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY });
    const prefer = 'wait=30';
    const waiting = call('/wait', { headers: { prefer } });
    await eventually(() => expect(finish).toBeDefined());
    const refused = await call('/wait', { headers: { prefer } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_WAITS' });
    const end = async (): Promise<void> => {
      await eventually(() => expect(finish).toBeDefined());
      finish!();
      finish = undefined;
    };
    await end();
    expect((await waiting).status).toBe(200);
    const another = eventually(async () => {
      const response = await call('/wait', { headers: { prefer } });
      expect(response.status).toBe(200);
    });
    await end();
    await another;
  });

  const isLimited = async (response: Response): Promise<void> => {
    const { code, retryAfter } = (await response.json()) as { code: string; retryAfter: number };
    expect([response.status, code]).toEqual([429, 'RATE_LIMITED']);
    expect(retryAfter).toBeGreaterThan(0);
    expect(response.headers.get('retry-after')).toBe(String(retryAfter));
  };

  it('limits the requests of a user, and not those of others', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY }, { RATE_LIMIT_SUBJECT: 2 });
    expect((await call('/now')).status).toBe(200);
    expect((await call('/now')).status).toBe(200);
    await isLimited(await call('/now'));
    expect((await call('/now', { sub: 'ben' })).status).toBe(200);
    expect((await call('/now', { tenant: 'other' })).status).toBe(200);
  });

  it('limits the requests of all users of a tenant together', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY }, { RATE_LIMIT_TENANT: 2 });
    expect((await call('/now', { sub: 'ada' })).status).toBe(200);
    expect((await call('/now', { sub: 'ben' })).status).toBe(200);
    await isLimited(await call('/now', { sub: 'cem' }));
    expect((await call('/now', { tenant: 'other' })).status).toBe(200);
  });

  it('limits the requests of an address without a valid token, and accepts valid ones', async () => {
    await start({ JWT_KEY: DEVELOPMENT_KEY }, { RATE_LIMIT_ADDRESS: 2 });
    const wrong = () => fetch(`${url}/now`, { headers: { authorization: 'Bearer wrong' } });
    expect([(await wrong()).status, (await fetch(`${url}/now`)).status]).toEqual([401, 401]);
    await isLimited(await wrong());
    await isLimited(await fetch(`${url}/now`));
    expect((await call('/now')).status).toBe(200);
  });

  it('answers 503 with Retry-After while the identity provider is away', async () => {
    const provider = new IdentityProvider();
    await provider.start();
    provider.state = 'failing';
    await start({ JWKS_URL: provider.url });
    const response = await call('/stream');
    await provider.stop();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.json()).toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  });
});
