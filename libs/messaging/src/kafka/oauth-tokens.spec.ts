import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { AuthorizationServer, drippingServer, eventually, freePort } from '@waybill/testing';
import { OAuthTokens } from './oauth-tokens.js';

describe('access tokens for Kafka', () => {
  const server = new AuthorizationServer('kafka');
  const client = { clientId: 'waybill:order', clientSecret: 'a secret+&' };
  let now = 0;
  const time = { timers: systemTimers, now: () => now };
  const tokens = () => new OAuthTokens({ url: server.url, ...client }, time);

  beforeAll(() => server.start());
  beforeEach(() => {
    server.state = 'up';
    server.requests.length = 0;
    server.tokens.length = 0;
    server.clients.set(client.clientId, client.clientSecret);
  });
  afterAll(() => server.stop());

  it('are requested with id and secret in the header, and the scope in the form', async () => {
    const token = await new OAuthTokens({ url: server.url, ...client, scope: 'kafka read' }, time).token();
    expect(server.tokens).toEqual([token]);
    const basic = Buffer.from('waybill%3Aorder:a+secret%2B%26').toString('base64');
    expect(server.requests).toEqual([
      { authorization: `Basic ${basic}`, form: { grant_type: 'client_credentials', scope: 'kafka read' } },
    ]);
  });

  it('are used for 70 % of their lifetime, and renewed by one request for all callers', async () => {
    const source = tokens();
    const first = await source.token();
    now += 41_999;
    expect(await source.token()).toBe(first);
    now += 1;
    const renewed = await Promise.all([source.token(), source.token()]);
    expect(renewed).toEqual([server.tokens[1], server.tokens[1]]);
    expect(server.requests).toHaveLength(2);
  });

  it('are used until they expire while the server is away', async () => {
    const source = tokens();
    const first = await source.token();
    server.state = 'failing';
    now += 59_999;
    expect(await source.token()).toBe(first);
    now += 1;
    await expect(source.token()).rejects.toThrow(
      `no token for Kafka from ${server.url}: the response has status 503`,
    );
    server.state = 'up';
    expect(await source.token()).toBe(server.tokens[1]);
  });

  it('are refused with what to check, and without the secret', async () => {
    server.clients.set(client.clientId, 'another');
    const error = await tokens()
      .token()
      .catch((failed: Error) => failed);
    expect(error).toEqual(
      new Error(
        `no token for Kafka from ${server.url}: the response has status 401 invalid_client: check KAFKA_OAUTH_CLIENT_ID, _SECRET and _SCOPE`,
      ),
    );
    expect((error as Error).cause).toBeUndefined();
  });

  it('are awaited for five seconds', async () => {
    server.state = 'hanging';
    let late = () => {};
    const timers = {
      after: (ms: number, callback: () => void) => {
        expect(ms).toBe(5_000);
        late = callback;
        return () => undefined;
      },
    };
    const token = new OAuthTokens({ url: server.url, ...client }, { timers, now: () => now }).token();
    const failed = expect(token).rejects.toThrow(`${server.url}: no response within 5000 ms`);
    await eventually(() => expect(server.requests).toHaveLength(1));
    late();
    await failed;
  });

  it('are not read beyond a mebibyte', async () => {
    const long = await drippingServer(`HTTP/1.1 200 OK\r\n\r\n${' '.repeat(1_024 * 1_024)}`);
    const url = `http://127.0.0.1:${long.port}/token`;
    const timers = { after: () => () => undefined };
    await expect(new OAuthTokens({ url, ...client }, { timers, now: () => now }).token()).rejects.toThrow(
      `no token for Kafka from ${url}: the response is larger than 1048576 bytes`,
    );
    await long.closed;
    await long.stop();
  });

  it('cannot be requested where nothing listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}/token?key=secret`;
    await expect(new OAuthTokens({ url, ...client }, time).token()).rejects.toThrow(
      /^no token for Kafka from http:\/\/127.0.0.1:\d+\/token: connect ECONNREFUSED/,
    );
  });
});
