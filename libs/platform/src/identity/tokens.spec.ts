import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import { FixedClock, IdentityProvider, ManualTimers } from '@waybill/testing';
import { DEVELOPMENT_KEY } from './identity-settings.js';
import { KEEP_MS, REFRESH_MS, RETRY_MS, TIMEOUT_MS, UNKNOWN_KEY_MS } from './remote-keys.js';
import { Tokens } from './tokens.js';

const DAY = 86_400;
const ISSUER = { iss: 'https://id.example', aud: 'waybill' };

/** A clock whose timers fire as it advances. */
function virtualTime() {
  const clock = new FixedClock();
  const timers = new ManualTimers();
  const advance = (ms: number): void => {
    clock.advance(ms);
    timers.advance(ms);
  };
  const seconds = () => Math.floor(clock.now().getTime() / 1_000);
  return { clock, timers, advance, seconds };
}

describe('a token with the shared key', () => {
  const time = virtualTime();
  const tokens = new Tokens(
    {
      JWKS_URL: undefined,
      JWT_KEY: DEVELOPMENT_KEY,
      JWT_ISSUER: undefined,
      JWT_AUDIENCE: undefined,
      JWT_MAX_LIFETIME: DAY * 1_000,
    },
    time,
  );
  const exp = time.seconds() + 60;

  function signed(payload: object, header: object = {}): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'HS256', typ: 'JWT', ...header })}.${part(payload)}`;
    return `Bearer ${text}.${createHmac('sha256', DEVELOPMENT_KEY).update(text).digest('base64url')}`;
  }

  it('names the caller', async () => {
    const claims = { sub: 'auth0|ada', tenant: 'north', roles: ['admin', 'x'], name: 'Ada', email: '' };
    expect(await tokens.verify(signed({ ...claims, exp }))).toEqual({
      principal: {
        subject: 'auth0|ada',
        tenant: 'north',
        admin: true,
        operator: false,
        name: 'Ada',
        email: undefined,
      },
      expires: exp * 1_000,
    });
  });

  it('has no name where the name hides what it says', async () => {
    const { principal } = await tokens.verify(signed({ sub: 'ada', name: 'Ada\u202eecila', exp }));
    expect(principal).toMatchObject({ subject: 'ada', name: undefined });
  });

  it('has the default tenant and no role without these claims', async () => {
    const { principal } = await tokens.verify(signed({ sub: 'ada', exp }, { typ: undefined }));
    expect(principal).toEqual({ subject: 'ada', tenant: 'default', admin: false, operator: false });
  });

  it.each([
    [[], { admin: false, operator: false }],
    [['Admin', 'operators'], { admin: false, operator: false }],
    [['admin'], { admin: true, operator: false }],
    [['operator'], { admin: false, operator: true }],
    [['operator', 'admin'], { admin: true, operator: true }],
  ])('with the roles %j', async (roles, expected) => {
    const { principal } = await tokens.verify(signed({ sub: 'ada', roles, exp }));
    expect(principal).toMatchObject(expected);
  });

  it.each<[object, string]>([
    [{ exp: undefined }, 'missing required "exp" claim'],
    [{ exp: 1e300 }, '`exp` is more than 86400 s in the future'],
    [{ exp: time.seconds() + DAY + 61 }, '`exp` is more than 86400 s in the future'],
    [{ exp: time.seconds() }, '"exp" claim timestamp check failed'],
    [{ exp: String(exp) }, '"exp" claim must be a number'],
    [{ nbf: time.seconds() + 1 }, '"nbf" claim timestamp check failed'],
    [{ sub: undefined }, 'missing required "sub" claim'],
    [{ sub: '' }, '`sub`'],
    [{ sub: ['alice'] }, '`sub`'],
    [{ sub: 'x'.repeat(256) }, '`sub`'],
    [{ sub: 'a\u0000b' }, '`sub`'],
    [{ sub: 'a\ud800b' }, '`sub`'],
    ...[['evil'], {}, 7, null, '', ' ', 'a b', 'a|b', '../a', 'x'.repeat(64)].map(
      (tenant): [object, string] => [{ tenant }, '`tenant`'],
    ),
    ...['admin', { admin: true }, null, [7], [['admin']]].map((roles): [object, string] => [
      { roles },
      '`roles',
    ]),
    [{ name: ['Ada'] }, '`name`'],
    [{ email: 'a\nb' }, '`email`'],
    ...['nonce', 'at_hash', 'c_hash', 'events'].map((claim): [object, string] => [
      { [claim]: 'x' },
      `it is no access token, because it has the claim \`${claim}\``,
    ]),
  ])('is refused with %j', async (claims, reason) => {
    const refused = await tokens
      .verify(signed({ sub: 'ada', exp, ...claims }))
      .catch((error: Error) => error);
    expect(codeOf(refused)).toBe('TOKEN_INVALID');
    expect((refused as Error).message).toContain(`The token is not valid: ${reason}`);
  });

  it.each(['logout+jwt', 'secevent+jwt', 'dpop+jwt'])('is refused with the type %s', async (typ) => {
    await expect(tokens.verify(signed({ sub: 'ada', exp }, { typ }))).rejects.toThrow(
      `The token is not valid: it is no access token, but of type ${typ}.`,
    );
  });

  it.each(['at+jwt', 'application/at+jwt', 'JWT', 'jwt'])('is accepted with the type %s', async (typ) => {
    const { principal } = await tokens.verify(signed({ sub: 'ada', exp }, { typ }));
    expect(principal.subject).toBe('ada');
  });

  it('is refused once it has expired, also if it was accepted before', async () => {
    const token = signed({ sub: 'ada', exp: time.seconds() + 60 });
    await tokens.verify(token);
    time.advance(60_000);
    await expect(tokens.verify(token)).rejects.toThrow('"exp" claim timestamp check failed');
  });
});

describe('a token of an identity provider', () => {
  let time: ReturnType<typeof virtualTime>;
  let provider: IdentityProvider;
  let tokens: Tokens;
  beforeEach(async () => {
    time = virtualTime();
    provider = new IdentityProvider();
    await provider.start();
    await provider.addKey('first');
    tokens = new Tokens(
      {
        JWKS_URL: provider.url,
        JWT_KEY: undefined,
        JWT_ISSUER: ISSUER.iss,
        JWT_AUDIENCE: ISSUER.aud,
        JWT_MAX_LIFETIME: DAY * 1_000,
      },
      time,
    );
  });
  afterEach(() => provider.stop());

  const bearer = async (kid: string, claims: object = {}): Promise<string> => {
    const payload = { ...ISSUER, sub: 'ada', tenant: 'north', exp: time.seconds() + DAY, ...claims };
    return `Bearer ${await provider.sign(kid, payload)}`;
  };
  const codeFor = (token: string): Promise<string> => tokens.verify(token).then(() => 'accepted', codeOf);
  const refresh = () => tokens.remoteKeys!.refresh();
  /** What a caller gets, after the provider had all the time that it is given. */
  const codeWithoutAnswer = async (token: string): Promise<string> => {
    const requested = provider.requested();
    const code = codeFor(token);
    await requested;
    time.advance(TIMEOUT_MS);
    return code;
  };

  it.each([
    [{}, 'accepted'],
    [{ tenant: undefined }, 'TOKEN_INVALID'],
    [{ iss: 'https://elsewhere.example' }, 'TOKEN_INVALID'],
    [{ iss: undefined }, 'TOKEN_INVALID'],
    [{ aud: 'another-app' }, 'TOKEN_INVALID'],
    [{ aud: undefined }, 'TOKEN_INVALID'],
  ])('with %j: %s', async (claims, code) => {
    expect(await codeFor(await bearer('first', claims))).toBe(code);
  });

  it('ends with its key', async () => {
    const token = await bearer('first');
    expect(await codeFor(token)).toBe('accepted');
    provider.keys.delete('first');
    await provider.addKey('second');
    expect(await codeFor(token)).toBe('accepted');
    time.advance(REFRESH_MS);
    await refresh();
    expect(await codeFor(token)).toBe('TOKEN_INVALID');
    expect(await codeFor(await bearer('second'))).toBe('accepted');
  });

  it('may have a key that the provider has just published', async () => {
    expect(await codeFor(await bearer('first'))).toBe('accepted');
    await provider.addKey('second');
    time.advance(UNKNOWN_KEY_MS);
    expect(await codeFor(await bearer('second'))).toBe('accepted');
  });

  it('with an unknown key does not ask the provider each time', async () => {
    for (let turn = 0; turn < 5; turn++)
      expect(await codeFor(await bearer(`unknown-${turn}`))).toBe('TOKEN_INVALID');
    expect(provider.requests).toBe(1);
  });

  it('is verified with the last known keys for an hour while the provider is away', async () => {
    const before = await bearer('first');
    expect(await codeFor(before)).toBe('accepted');
    provider.state = 'failing';
    time.advance(KEEP_MS - 1);
    await expect(refresh()).rejects.toThrow('the response has status 503');
    expect([await codeFor(before), await codeFor(await bearer('first'))]).toEqual(['accepted', 'accepted']);
    time.advance(1);
    expect([await codeFor(before), await codeFor(await bearer('first'))]).toEqual([
      'IDENTITY_PROVIDER_UNAVAILABLE',
      'IDENTITY_PROVIDER_UNAVAILABLE',
    ]);
    provider.state = 'up';
    await refresh();
    expect(await codeFor(before)).toBe('accepted');
  });

  it('with an unknown key is not called invalid while the provider is away', async () => {
    expect(await codeFor(await bearer('first'))).toBe('accepted');
    provider.state = 'failing';
    time.advance(REFRESH_MS);
    await expect(refresh()).rejects.toThrow();
    const { requests } = provider;
    expect(await codeFor(await bearer('second'))).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    expect(provider.requests).toBe(requests);
    time.advance(RETRY_MS);
    expect(await codeFor(await bearer('second'))).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    expect(provider.requests).toBe(requests + 1);
  });

  it('waits no longer than three seconds for a provider that hangs, and only without keys', async () => {
    provider.state = 'hanging';
    const token = await bearer('first');
    expect(await codeWithoutAnswer(token)).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    expect(await codeFor(token)).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
    provider.state = 'up';
    time.advance(RETRY_MS);
    expect(await codeFor(token)).toBe('accepted');
    provider.state = 'hanging';
    time.advance(REFRESH_MS);
    const refreshing = refresh().catch((error: Error) => error.message);
    expect(await codeFor(await bearer('first', { jti: 'new' }))).toBe('accepted');
    time.advance(TIMEOUT_MS);
    expect(await refreshing).toBe('no response within 3000 ms');
  });

  it('is not verified with what is no key set', async () => {
    (provider.keys as Map<string, unknown>).set('first', { jwk: 'no key' });
    expect(await codeFor(await bearer('second'))).toBe('IDENTITY_PROVIDER_UNAVAILABLE');
  });
});
