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

const changes = new Subject<{ data: string }>();
let stopped: Promise<void>;
let finish: () => void;

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

  @Get('wait')
  @Access('customer', 'own')
  wait() {
    return new Promise<void>((resolve) => (finish = resolve));
  }
}

@Module({})
class StreamModule {}

describe('the guard', () => {
  const clock = new FixedClock();
  const timers = new ManualTimers();
  const LIMITS = { STREAMS_PER_SUBJECT: 2, WAITS_PER_SUBJECT: 1 };
  const none = { JWKS_URL: undefined, JWT_KEY: undefined, JWT_ISSUER: undefined, JWT_AUDIENCE: undefined };
  let nest: NestFastifyApplication | undefined;
  afterEach(() => nest?.close());

  /** Starts a service that accepts these tokens. */
  async function start(settings: { JWKS_URL: string } | { JWT_KEY: string }): Promise<void> {
    const tokens = new Tokens({ JWT_MAX_LIFETIME: 60_000, ...none, ...settings }, { clock, timers });
    nest = await NestFactory.create<NestFastifyApplication>(
      {
        module: StreamModule,
        controllers: [StreamController],
        providers: [
          { provide: Tokens, useValue: tokens },
          { provide: OpenRequests, useValue: new OpenRequests(LIMITS, tokens, timers) },
          { provide: APP_GUARD, useClass: AuthGuard },
        ],
      },
      new FastifyAdapter(),
      { logger: false },
    );
    nest.useGlobalFilters(new ProblemFilter({}, () => {}));
    await nest.listen(0, '127.0.0.1');
  }

  /** With a token that is valid for two seconds unless stated. */
  async function call(path: string, { sub = 'ada', seconds = 2, ...headers } = {}): Promise<Response> {
    const token = await new SignJWT({ sub, exp: Math.floor(clock.now().getTime() / 1_000) + seconds })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(DEVELOPMENT_KEY));
    return fetch(`${await nest!.getUrl()}${path}`, {
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
    const waiting = call('/wait', { prefer });
    await eventually(() => expect(finish).toBeDefined());
    const refused = await call('/wait', { prefer });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_WAITS' });
    finish();
    expect((await waiting).status).toBe(200);
    const another = call('/wait', { prefer });
    await eventually(() => {
      finish();
      return another;
    });
    expect((await another).status).toBe(200);
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
