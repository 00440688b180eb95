import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import { type OneService, startOneService } from '@waybill/testing';
import { analyticsApp } from '../../analytics/src/analytics.app.js';
import { AUDIENCE, ISSUER, valid } from './access/callers.js';
import { type Hostile, hostileTo } from './access/hostile.js';
import { inParallel } from './access/in-parallel.js';
import { type Route, routesOf } from './access/routes.js';
import { type OneProcess, startOneProcess } from './one-process.js';

describe('inputs that nobody means to send', () => {
  let platform: OneProcess;
  let analytics: OneService;
  let routes: readonly Route[];

  beforeAll(async () => {
    const limits = { RATE_LIMIT_ADDRESS: '0', RATE_LIMIT_SUBJECT: '0', RATE_LIMIT_TENANT: '0' };
    const environment = { JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE, LOG_LEVEL: 'silent', ...limits };
    [platform, analytics] = await Promise.all([
      startOneProcess({ environment, environments: { notification: { WEBHOOK_TARGETS: 'any' } } }),
      startOneService(analyticsApp, environment),
    ]);
    const addresses = [
      ...SERVICES.map((service) => [service, platform.urls[service]] as const),
      ['analytics', analytics.service.url] as const,
    ];
    routes = (await Promise.all(addresses.map(([service, url]) => routesOf(service, url)))).flat();
  });
  afterAll(() => Promise.all([platform?.stop(), analytics?.stop()]));

  it('are refused, or taken: no route fails', async () => {
    const { authorization } = valid('', { sub: 'eve', tenant: 'hostile', roles: ['admin', 'operator'] });
    let sent = 0;
    const failed: string[] = [];
    const check = async (route: Route, { path, query, body, headers }: Hostile): Promise<void> => {
      const { url, method, contentType, name } = route;
      const response = await fetch(`${url}${path}${query && `?${query}`}`, {
        method,
        headers: {
          authorization: authorization!,
          'idempotency-key': crypto.randomUUID(),
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...headers,
        },
        ...(method === 'GET' || body === undefined ? {} : { body }),
      });
      sent++;
      // Streams do not end by themselves.
      if (response.headers.get('content-type')?.startsWith('text/event-stream'))
        return response.body!.cancel();
      const text = await response.text();
      if (response.status >= 500)
        failed.push(
          `${name}: ${response.status} for ${path}?${query} ${JSON.stringify(headers)} ${body?.slice(0, 300)}: ${text.slice(0, 200)}`,
        );
    };
    await inParallel(
      routes.flatMap((route) =>
        hostileTo(route, () => 'unknown').map((hostile) => () => check(route, hostile)),
      ),
      24,
    );
    expect(failed).toEqual([]);
    expect(sent).toBeGreaterThan(3_000);
  });
});
