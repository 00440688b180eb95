import { type Timers, boundedJson } from '@waybill/kernel';

/** A client of an OAuth 2.0 authorization server. */
export interface OAuthClient {
  /** URL of the token endpoint. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string | undefined;
}

export interface Time {
  readonly timers: Timers;
  /** Milliseconds of any clock that does not go back. */
  now(): number;
}

interface Token {
  readonly value: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

const TIMEOUT_MS = 5_000;
/** Share of the lifetime of a token after which another one is fetched. Both Kafka clients authenticate again later than that. */
const RENEW_AFTER = 0.7;
/** RFC 6749 only recommends that the server states the lifetime. */
const UNSTATED_LIFETIME_S = 60;

/** Access tokens by the client credentials grant (RFC 6749, section 4.4). */
export class OAuthTokens {
  private last: Token | undefined;
  private pending: Promise<Token> | undefined;

  constructor(
    private readonly client: OAuthClient,
    private readonly time: Time,
  ) {}

  /** A token that is not about to expire. If no new one can be fetched, the last one is returned until it expires. */
  async token(): Promise<string> {
    const { last } = this;
    if (last && this.time.now() < last.renewAt) return last.value;
    this.pending ??= this.fetch().finally(() => (this.pending = undefined));
    try {
      this.last = await this.pending;
    } catch (error) {
      if (!last || this.time.now() >= last.expiresAt) throw error;
    }
    return this.last!.value;
  }

  private async fetch(): Promise<Token> {
    const started = this.time.now();
    const { url, clientId, clientSecret, scope } = this.client;
    const late = new AbortController();
    const cancel = this.time.timers.after(TIMEOUT_MS, () =>
      late.abort(new Error(`no response within ${TIMEOUT_MS} ms`)),
    );
    try {
      const response = await fetch(url, {
        method: 'POST',
        signal: late.signal,
        redirect: 'manual',
        headers: {
          authorization: `Basic ${Buffer.from(`${formEncoded(clientId)}:${formEncoded(clientSecret)}`).toString('base64')}`,
          accept: 'application/json',
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) }),
      });
      return tokenOf(response.status, await boundedJson(response.body), started);
    } catch (error) {
      // Of `fetch`, only the cause says what happened.
      const { message, cause } = error as Error & { readonly cause?: Error };
      const reason = cause?.message ?? message;
      throw new Error(`no token for Kafka from ${addressOf(url)}: ${reason}`);
    } finally {
      cancel();
    }
  }
}

function tokenOf(status: number, body: unknown, started: number): Token {
  const fields = (body ?? {}) as Partial<Record<'access_token' | 'expires_in' | 'error', unknown>>;
  const { access_token: value, expires_in: stated, error } = fields;
  if (status !== 200) {
    // The codes of RFC 6749; anything else could be a part of the request.
    const code = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` ${error}` : '';
    const advice =
      status === 400 || status === 401 ? ': check KAFKA_OAUTH_CLIENT_ID, _SECRET and _SCOPE' : '';
    throw new Error(`the response has status ${status}${code}${advice}`);
  }
  if (typeof value !== 'string' || value === '') throw new Error('the response has no access_token');
  const seconds = Number(stated) > 0 ? Number(stated) : UNSTATED_LIFETIME_S;
  return {
    value,
    renewAt: started + seconds * 1_000 * RENEW_AFTER,
    expiresAt: started + seconds * 1_000,
  };
}

/** Id and secret are form-encoded before they are put into the header (RFC 6749, section 2.3.1). */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}

function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
