import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AllServices, startAllServices } from './access/all-services.js';
import { AUDIENCE, ISSUER, valid } from './access/callers.js';
import { type Hostile, hostileTo } from './access/hostile.js';
import { inParallel } from './access/in-parallel.js';
import { type Refused, refusedBy } from './access/refused.js';
import type { Route } from './access/routes.js';

interface Problem {
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

interface Sent {
  readonly path: string;
  readonly query: string;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

describe('inputs that nobody means to send', () => {
  let services: AllServices;
  let routes: readonly Route[];
  let authorization: string;

  beforeAll(async () => {
    const limits = { RATE_LIMIT_ADDRESS: '0', RATE_LIMIT_SUBJECT: '0', RATE_LIMIT_TENANT: '0' };
    const environment = { JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE, LOG_LEVEL: 'silent', ...limits };
    services = await startAllServices(environment);
    routes = await services.routes();
    const eve = { sub: 'eve', tenant: 'hostile', roles: ['admin', 'operator'] };
    authorization = valid('', eve).authorization!;
  });
  afterAll(() => services?.stop());

  const send = (
    { url, method }: Route,
    { path, query, body, contentType, headers }: Sent,
  ): Promise<Response> =>
    fetch(`${url}${path}${query && `?${query}`}`, {
      method,
      headers: {
        authorization,
        'idempotency-key': crypto.randomUUID(),
        ...(contentType === undefined ? {} : { 'content-type': contentType }),
        ...headers,
      },
      ...(method === 'GET' || body === undefined ? {} : { body }),
    });

  /** The problem of a response, if its document does not list it. */
  const undocumented = ({ name, problems }: Route, status: number, text: string): readonly string[] => {
    if (status < 400) return [];
    const problem = `${status} ${(JSON.parse(text) as Problem).code}`;
    return problems.has(problem) ? [] : [`${name}: ${problem}`];
  };

  it('are refused as documented, or taken: no route fails', async () => {
    let sent = 0;
    const failed: string[] = [];
    const surprising = new Set<string>();
    const check = async (route: Route, { path, query, body, headers }: Hostile): Promise<void> => {
      const { contentType, name } = route;
      const response = await send(route, { path, query, body, contentType, headers });
      sent++;
      // Streams do not end by themselves.
      if (response.headers.get('content-type')?.startsWith('text/event-stream'))
        return response.body!.cancel();
      const text = await response.text();
      for (const problem of undocumented(route, response.status, text)) surprising.add(problem);
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
    expect([...surprising]).toEqual([]);
    expect(sent).toBeGreaterThan(3_000);
  });

  it('are refused by the rule that they break, and the problem, which is documented, names it', async () => {
    let sent = 0;
    const wrong: string[] = [];
    const check = async (route: Route, refused: Refused): Promise<void> => {
      const { status, code, pointer } = refused;
      const response = await send(route, refused);
      sent++;
      const text = await response.text();
      const problem = text.startsWith('{') ? (JSON.parse(text) as Problem) : {};
      const type = response.headers.get('content-type')?.split(';')[0];
      const named = pointer === undefined || problem.errors?.some((error) => error.pointer === pointer);
      // The rule of a field may have a code of its own.
      const codes = code === 'VALIDATION_FAILED' ? [code, problem.errors?.[0]?.code] : [code];
      const isRight = response.status === status && codes.includes(problem.code) && named;
      const isListed = undocumented(route, response.status, text).length === 0;
      if (!isRight || !isListed || type !== 'application/problem+json')
        wrong.push(`${route.name}: ${JSON.stringify(refused)}: ${text.slice(0, 300)}`);
    };
    await inParallel(
      routes.flatMap((route) => refusedBy(route).map((refused) => () => check(route, refused))),
      24,
    );
    expect(wrong).toEqual([]);
    expect(sent).toBeGreaterThan(800);
  });

  it('include other methods than those of a path, which its 405 lists', async () => {
    const wrong: string[] = [];
    const methodsOf = new Map<string, string[]>();
    for (const { url, path, method } of routes) {
      const address = `${url}${path.replace(/\{\w+\}/g, 'unknown')}`;
      methodsOf.set(address, [...(methodsOf.get(address) ?? []), method]);
    }
    await inParallel(
      [...methodsOf].map(([address, methods]) => async () => {
        const response = await fetch(address, { method: 'PATCH' });
        const { code } = (await response.json()) as Problem;
        const allowed = response.headers.get('allow')?.split(', ') ?? [];
        if (
          response.status !== 405 ||
          code !== 'METHOD_NOT_ALLOWED' ||
          methods.some((method) => !allowed.includes(method))
        )
          wrong.push(`${address}: ${response.status} ${code} ${allowed.join()}`);
      }),
      24,
    );
    expect(wrong).toEqual([]);
  });
});
