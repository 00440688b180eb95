import 'reflect-metadata';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, Sse } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FixedClock, IdentityProvider, ManualTimers } from '@waybill/testing';
import { SignJWT } from 'jose';
import { Observable, Subject } from 'rxjs';
import { AuthGuard } from './auth.js';
import { Access } from './http/access.js';
import { ProblemFilter } from './http/problem.js';
import { DEVELOPMENT_KEY } from './identity/identity-settings.js';
import { Tokens } from './identity/tokens.js';

const changes = new Subject<{ data: string }>();
let stopped: Promise<void>;

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
}

@Module({})
class StreamModule {}

describe('the guard', () => {
  const clock = new FixedClock();
  const timers = new ManualTimers();
  const none = { JWKS_URL: undefined, JWT_KEY: undefined, JWT_ISSUER: undefined, JWT_AUDIENCE: undefined };
  let nest: NestFastifyApplication | undefined;
  afterEach(() => nest?.close());

  /** Requests the stream with a token that is valid for two seconds. */
  async function request(settings: { JWKS_URL: string } | { JWT_KEY: string }): Promise<Response> {
    const tokens = new Tokens({ JWT_MAX_LIFETIME: 60_000, ...none, ...settings }, { clock, timers });
    nest = await NestFactory.create<NestFastifyApplication>(
      {
        module: StreamModule,
        controllers: [StreamController],
        providers: [
          { provide: Tokens, useValue: tokens },
          { provide: APP_GUARD, useClass: AuthGuard },
        ],
      },
      new FastifyAdapter(),
      { logger: false },
    );
    nest.useGlobalFilters(new ProblemFilter({}, () => {}));
    await nest.listen(0, '127.0.0.1');
    const token = await new SignJWT({ sub: 'ada', exp: Math.floor(clock.now().getTime() / 1_000) + 2 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(DEVELOPMENT_KEY));
    return fetch(`${await nest.getUrl()}/stream`, { headers: { authorization: `Bearer ${token}` } });
  }

  it('ends a stream when its token expires', async () => {
    const response = await request({ JWT_KEY: DEVELOPMENT_KEY });
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

  it('answers 503 with Retry-After while the identity provider is away', async () => {
    const provider = new IdentityProvider();
    await provider.start();
    provider.state = 'failing';
    const response = await request({ JWKS_URL: provider.url });
    await provider.stop();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.json()).toMatchObject({ code: 'IDENTITY_PROVIDER_UNAVAILABLE' });
  });
});
