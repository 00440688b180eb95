import { type Clock, DomainError, type Timers } from '@waybill/kernel';
import { type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import { platformErrors } from '../http/platform.errors.js';
import type { CommonSettings } from '../settings.js';
import { type ClaimRules, type Principal, invalid, principalOf } from './claims.js';
import { RemoteKeys } from './remote-keys.js';

/** Longest time for which an accepted token is not verified again. */
const REMEMBERED_MS = 5 * 60_000;
const MOST_REMEMBERED = 10_000;

export interface Verified {
  readonly principal: Principal;
  /** `exp` of the token, in milliseconds. */
  readonly expires: number;
}

interface Remembered extends Verified {
  readonly until: number;
  /** Version of the key set with which the token was verified. */
  readonly keys: number;
}

type Settings = Pick<
  CommonSettings,
  'JWKS_URL' | 'JWT_KEY' | 'JWT_ISSUER' | 'JWT_AUDIENCE' | 'JWT_MAX_LIFETIME'
>;

/** Verifies bearer tokens. An accepted token is remembered for minutes, and until the key set changes. */
export class Tokens {
  /** The keys of the identity provider; undefined with a shared key. */
  readonly remoteKeys: RemoteKeys | undefined;
  private readonly remembered = new Map<string, Remembered>();
  private readonly rules: ClaimRules;
  private readonly jwtVerify: (token: string, now: Date) => Promise<JWTVerifyResult>;

  constructor(
    { JWKS_URL, JWT_KEY, JWT_ISSUER, JWT_AUDIENCE, JWT_MAX_LIFETIME }: Settings,
    private readonly time: { readonly clock: Clock; readonly timers: Timers },
  ) {
    const required: JWTVerifyOptions = {
      requiredClaims: ['sub', 'exp'],
      ...(JWT_ISSUER === undefined ? {} : { issuer: JWT_ISSUER }),
      ...(JWT_AUDIENCE === undefined ? {} : { audience: JWT_AUDIENCE }),
    };
    if (JWKS_URL) {
      const keys = new RemoteKeys(JWKS_URL, time);
      const algorithms = ['RS256', 'PS256', 'ES256', 'EdDSA'];
      this.remoteKeys = keys;
      this.rules = { maxLifetimeMs: JWT_MAX_LIFETIME };
      this.jwtVerify = (token, currentDate) =>
        jwtVerify(token, keys.find, { ...required, algorithms, currentDate });
    } else {
      const key = new TextEncoder().encode(JWT_KEY);
      const algorithms = ['HS256'];
      this.rules = { maxLifetimeMs: JWT_MAX_LIFETIME, defaultTenant: 'default' };
      this.jwtVerify = (token, currentDate) =>
        jwtVerify(token, key, { ...required, algorithms, currentDate });
    }
  }

  /** Throws TOKEN_MISSING, TOKEN_INVALID, and IDENTITY_PROVIDER_UNAVAILABLE if the token cannot be verified now. */
  async verify(authorization: string | undefined): Promise<Verified> {
    const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
    if (!token)
      throw new DomainError(platformErrors.TOKEN_MISSING, 'Send a bearer token in the Authorization header.');
    await this.remoteKeys?.ensureUsable();
    const now = this.time.clock.now();
    const keys = this.remoteKeys?.version ?? 0;
    const known = this.remembered.get(token);
    if (known && known.keys === keys && known.until > now.getTime()) return known;
    const { payload, protectedHeader } = await this.jwtVerify(token, now).catch((cause: unknown) => {
      throw cause instanceof DomainError ? cause : invalid((cause as Error).message);
    });
    const principal = principalOf(protectedHeader, payload, now, this.rules);
    const expires = payload.exp! * 1_000;
    const until = Math.min(expires, now.getTime() + REMEMBERED_MS);
    if (this.remembered.size >= MOST_REMEMBERED) this.remembered.clear();
    // `keys` is the version before the verification: if the set changed meanwhile, the token is verified again.
    this.remembered.set(token, { principal, expires, until, keys });
    return { principal, expires };
  }

  /** Calls back when the token expires. The returned function cancels it. */
  whenExpired({ expires }: Verified, callback: () => void): () => void {
    const { clock, timers } = this.time;
    return timers.after(Math.max(0, expires - clock.now().getTime()), callback);
  }
}
