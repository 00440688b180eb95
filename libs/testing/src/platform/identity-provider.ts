import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, type JWK, type JWTPayload, SignJWT, exportJWK, generateKeyPair } from 'jose';

interface Key {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** An identity provider on loopback. `state` decides how it answers for its keys. */
export class IdentityProvider {
  readonly keys = new Map<string, Key>();
  state: 'up' | 'failing' | 'hanging' = 'up';
  /** Requests for its keys. */
  requests = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly server: Server = createServer((_, response) => {
    this.requests++;
    this.waiting.splice(0).forEach((wake) => wake());
    if (this.state === 'hanging') return;
    response.statusCode = this.state === 'up' ? 200 : 503;
    response.setHeader('content-type', 'application/json').setHeader('connection', 'close');
    response.end(JSON.stringify({ keys: [...this.keys.values()].map(({ jwk }) => jwk) }));
  });

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/keys`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }

  /** Resolves with the next request for the keys. */
  requested(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async addKey(kid: string): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
    this.keys.set(kid, { kid, privateKey, jwk });
  }

  /** A token signed with a key, or with one that was never published. */
  async sign(kid: string, payload: JWTPayload, typ = 'at+jwt'): Promise<string> {
    const privateKey = this.keys.get(kid)?.privateKey ?? (await generateKeyPair('ES256')).privateKey;
    return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid, typ }).sign(privateKey);
  }
}
