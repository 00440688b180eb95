import { type Clock, DomainError, type Timers, boundedJson } from '@waybill/kernel';
import { type JSONWebKeySet, type JWTVerifyGetKey, createLocalJWKSet, errors } from 'jose';
import { platformErrors } from '../http/platform.errors.js';

/** Age at which the key set is fetched again. A key that left it is refused from then on. */
export const REFRESH_MS = 5 * 60_000;
/** Age at which the last fetched key set is no longer used. */
export const KEEP_MS = 60 * 60_000;
/** A token with an unknown key fetches the key set at most this often. */
export const UNKNOWN_KEY_MS = 30_000;
/** Time after a failed fetch in which no request tries again. */
export const RETRY_MS = 5_000;
/** Time that the identity provider has for its answer. */
export const TIMEOUT_MS = 3_000;

interface Time {
  readonly clock: Clock;
  readonly timers: Timers;
}

/**
 * The public keys of an identity provider, from its JWKS URL. `refresh` runs in the background, so a provider that is away delays no
 * request with a known key.
 */
export class RemoteKeys {
  /** Increases when the key set changes: tokens that were accepted before must be verified again. */
  version = 0;
  private known?: { readonly text: string; readonly find: JWTVerifyGetKey; readonly at: number };
  private failed?: { readonly error: Error; readonly at: number } | undefined;
  private pending?: Promise<void> | undefined;

  constructor(
    private readonly url: string,
    private readonly time: Time,
  ) {}

  get address(): string {
    const { origin, pathname } = new URL(this.url);
    return origin + pathname;
  }

  /** Whether the key set may be used: it was fetched within the last hour. */
  get usable(): boolean {
    return this.age < KEEP_MS;
  }

  /** Fetches the key set if it is older than five minutes. Throws if the provider does not answer. */
  async refresh(): Promise<void> {
    if (this.failed || this.age >= REFRESH_MS) await this.fetch();
  }

  /** Throws IDENTITY_PROVIDER_UNAVAILABLE without a usable key set. */
  async ensureUsable(): Promise<void> {
    if (!this.usable) await this.fetchForRequest();
  }

  /** Finds the key of a token. Throws IDENTITY_PROVIDER_UNAVAILABLE if the key is unknown and the provider does not answer. */
  readonly find: JWTVerifyGetKey = async (header, token) => {
    await this.ensureUsable();
    try {
      return await this.known!.find(header, token);
    } catch (error) {
      const isUnknown = error instanceof errors.JWKSNoMatchingKey;
      if (!isUnknown || (!this.failed && this.age < UNKNOWN_KEY_MS)) throw error;
      await this.fetchForRequest();
      return this.known!.find(header, token);
    }
  };

  private get age(): number {
    return this.known ? this.now - this.known.at : Infinity;
  }

  private get now(): number {
    return this.time.clock.now().getTime();
  }

  private async fetchForRequest(): Promise<void> {
    if (this.failed && this.now - this.failed.at < RETRY_MS) throw unavailable(this.failed.error);
    await this.fetch().catch((error: Error) => {
      throw unavailable(error);
    });
  }

  private fetch(): Promise<void> {
    this.pending ??= this.load()
      .then(
        (keys) => this.replace(keys),
        (error: Error) => {
          this.failed = { error, at: this.now };
          throw error;
        },
      )
      .finally(() => (this.pending = undefined));
    return this.pending;
  }

  private replace(keys: JSONWebKeySet): void {
    const text = JSON.stringify(keys);
    const find = createLocalJWKSet(keys);
    if (text !== this.known?.text) this.version++;
    this.known = { text, find, at: this.now };
    this.failed = undefined;
  }

  private async load(): Promise<JSONWebKeySet> {
    const late = new AbortController();
    const cancel = this.time.timers.after(TIMEOUT_MS, () =>
      late.abort(new Error(`no response within ${TIMEOUT_MS} ms`)),
    );
    try {
      const response = await fetch(this.url, {
        signal: late.signal,
        redirect: 'manual',
        headers: { accept: 'application/json, application/jwk-set+json' },
      });
      if (response.status !== 200) throw new Error(`the response has status ${response.status}`);
      const keys = (await boundedJson(response.body)) as JSONWebKeySet;
      // Throws for anything else than a key set.
      createLocalJWKSet(keys);
      return keys;
    } finally {
      cancel();
    }
  }
}

function unavailable(cause: Error): DomainError {
  const reason = cause.cause instanceof Error ? cause.cause.message : cause.message;
  return new DomainError(
    platformErrors.IDENTITY_PROVIDER_UNAVAILABLE,
    `The keys of the identity provider cannot be fetched (${reason}). Try again.`,
  );
}
