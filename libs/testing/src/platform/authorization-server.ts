import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { IdentityProvider } from './identity-provider.js';

export interface TokenRequest {
  readonly authorization: string | undefined;
  readonly form: Readonly<Record<string, string>>;
}

/** An OAuth 2.0 authorization server on loopback, with the client credentials grant. The subject of a token is its client. */
export class AuthorizationServer {
  readonly keys = new IdentityProvider();
  /** Secrets by client id. */
  readonly clients = new Map<string, string>();
  readonly requests: TokenRequest[] = [];
  /** Tokens that were issued, newest last. */
  readonly tokens: string[] = [];
  state: 'up' | 'failing' | 'hanging' = 'up';
  /** Seconds that a token is said to be valid, and by how much longer it is. */
  lifetime = 60;
  leeway = 0;
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  constructor(private readonly audience: string) {}

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`;
  }

  async start(): Promise<void> {
    await this.keys.start();
    await this.keys.addKey('1');
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await Promise.all([closed, this.keys.stop()]);
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { authorization } = request.headers;
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    this.requests.push({ authorization, form });
    if (this.state === 'hanging') return;
    const [id = '', secret = ''] = Buffer.from((authorization ?? '').replace('Basic ', ''), 'base64')
      .toString()
      .split(':')
      .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
    response.setHeader('content-type', 'application/json').setHeader('connection', 'close');
    if (this.state === 'failing') return void response.writeHead(503).end('{}');
    if (!secret || this.clients.get(id) !== secret)
      return void response
        .writeHead(401)
        .end(JSON.stringify({ error: 'invalid_client', error_description: secret }));
    const now = Math.floor(Date.now() / 1_000);
    const token = await this.keys.sign('1', {
      sub: id,
      aud: this.audience,
      iat: now,
      exp: now + this.lifetime + this.leeway,
      jti: String(this.requests.length),
    });
    this.tokens.push(token);
    response.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: this.lifetime }));
  }
}
