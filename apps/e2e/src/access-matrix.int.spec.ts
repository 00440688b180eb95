import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type AllServices, startAllServices } from './access/all-services.js';
import { AUDIENCE, type Caller, ISSUER, type Person, defective, valid } from './access/callers.js';
import { inParallel } from './access/in-parallel.js';
import { type Route, call } from './access/routes.js';
import { MARKS, VICTIM, VICTIMS_ADMIN, type Victim, createVictim, rowsOf } from './access/victim.js';
import { PATIENCE } from './shop.js';

const HEADERS = ['x-content-type-options', 'referrer-policy', 'cache-control'];
const EVIL = 'evil-shop';
const MALLORY = 'mallory-77c0';
const CALLERS: readonly Caller[] = [
  ...defective(VICTIM),
  valid('the customer', VICTIM),
  valid('another customer', { ...VICTIM, sub: MALLORY }),
  valid('the same subject of another tenant', { ...VICTIM, tenant: EVIL }),
  valid('the admin of another tenant', { sub: 'eve', tenant: EVIL, roles: ['admin'] }),
  valid('the same subject of another tenant, as its admin', { ...VICTIM, tenant: EVIL, roles: ['admin'] }),
  valid('the admin', VICTIMS_ADMIN),
  valid('an operator', { sub: MALLORY, tenant: VICTIM.tenant, roles: ['operator'] }),
  valid('an operator of another tenant', { sub: 'otto', tenant: EVIL, roles: ['operator'] }),
  valid('an unknown role', { sub: MALLORY, tenant: VICTIM.tenant, roles: ['Admin', 'operators', 'root'] }),
];

/** Rows of the delivered order that are written last, each in its own time. */
const LAST_ROWS = [
  /^order\.orders_by_status_1 \(victim-shop,DELIVERED,1\)/,
  /^order\.customer_summaries_1 .*DELIVERED/,
  /^order\.product_sales_1 /,
  /^order\.product_demand /,
  /^inventory\.stock_movements .*shipped/,
];

/** Whether the access of the route permits the person, and whether the victim's data is among what it may see. */
function mayCall({ audience, scope }: Route, { tenant, sub, roles }: Person): 'no' | 'elsewhere' | 'victim' {
  if (audience === 'staff' && !roles.includes('admin')) return roles.includes('operator') ? 'victim' : 'no';
  if (audience === 'operator') return roles.includes('operator') ? 'victim' : 'no';
  if (audience === 'admin' && !roles.includes('admin')) return 'no';
  if (tenant !== VICTIM.tenant) return 'elsewhere';
  const sees =
    audience === 'staff' ||
    scope === 'tenant' ||
    sub === VICTIM.sub ||
    (scope === 'own' && roles.includes('admin'));
  return sees ? 'victim' : 'elsewhere';
}

describe('the access of every route', () => {
  let services: AllServices;
  let routes: readonly Route[];
  let victim: Victim;

  beforeAll(async () => {
    // All callers have one address.
    const limits = { RATE_LIMIT_ADDRESS: '0' };
    services = await startAllServices({ JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE, ...limits });
    routes = await services.routes();
    victim = await createVictim(services.platform);
  });
  afterAll(() => services?.stop());

  it('is stated', () => {
    expect(routes.length).toBeGreaterThan(130);
    expect(routes.filter(({ audience, scope }) => !audience || !scope)).toEqual([]);
    const forStaff = routes.filter(({ path }) => path.startsWith('/admin/'));
    expect(forStaff.filter(({ audience }) => !['admin', 'operator', 'staff'].includes(audience))).toEqual([]);
  });

  it('lets nobody in who may not call it, or see or change what it names', async () => {
    // The admin only changes its own customer record here.
    const others = [EVIL, MALLORY, VICTIMS_ADMIN.sub];
    const rows = () => rowsOf(services.platform, [VICTIM.tenant, VICTIM.sub, victim.orderId], others);
    // The mails are the last that happens: on registration, order, confirmation, dispatch, delivery and return.
    const before = await eventually(async () => {
      const all = await rows();
      const mails = all.filter((row) => row.startsWith('notification.notifications'));
      expect(mails.filter((row) => row.includes(',sent,'))).toHaveLength(6);
      // Views and stock follow behind the order.
      for (const last of LAST_ROWS) expect(all).toContainEqual(expect.stringMatching(last));
      return all;
    }, PATIENCE);

    let cells = 0;
    const letIn: string[] = [];
    const check = async (route: Route, { name, authorization, person }: Caller): Promise<void> => {
      if (route.audience === 'public') return;
      const may = person ? mayCall(route, person) : 'no';
      if (may === 'victim') return;
      cells++;
      const { status, text } = await call(route, authorization, (parameter) =>
        victim.valueOf(route.path, parameter),
      );
      const flaw = flawOf(route, { may, hasPerson: person !== undefined, status, text });
      if (flaw) letIn.push(`${route.name} by ${name}: ${flaw}`);
    };
    await inParallel(
      routes.flatMap((route) => CALLERS.map((caller) => () => check(route, caller))),
      24,
    );
    expect(letIn).toEqual([]);
    expect(cells).toBeGreaterThan(2_000);
    await eventually(async () => expect(await rows()).toEqual(before), PATIENCE);
  });

  /** Why the answer is wrong; undefined if it is right. */
  function flawOf(
    { audience, path, scope }: Route,
    { may, hasPerson, status, text }: { may: string; hasPerson: boolean; status: number; text: string },
  ): string | undefined {
    if (status >= 500) return `${status} ${text}`;
    if (audience === 'signed') return status >= 400 ? undefined : `${status}`;
    if (!hasPerson) return status === 401 ? undefined : `${status}`;
    if (may === 'no') return status === 403 ? undefined : `${status}`;
    const mark = MARKS.find((one) => text.includes(one));
    if (mark) return `${status} with "${mark}"`;
    if (status < 300 && text.includes(victim.orderId)) return `${status} with the order`;
    const namesOne = scope === 'own' && path.includes('{id}');
    return namesOne && status !== 404 ? `${status} ${text}` : undefined;
  }

  it('lets in who may call it', async () => {
    const refused: string[] = [];
    const people: Readonly<Record<string, Person>> = {
      customer: { sub: 'nobody', tenant: 'empty', roles: [] },
      admin: { sub: 'nobody', tenant: 'empty', roles: ['admin'] },
      staff: { sub: 'nobody', tenant: 'empty', roles: ['admin'] },
      operator: { sub: 'nobody', tenant: 'empty', roles: ['operator'] },
    };
    await inParallel(
      routes.map((route) => async () => {
        const person = people[route.audience];
        if (!person) return;
        const { authorization } = valid('', person);
        const { status } = await call(route, authorization, () => 'unknown');
        if (status === 401 || status === 403 || status >= 500) refused.push(`${route.name}: ${status}`);
      }),
      24,
    );
    expect(refused).toEqual([]);
  });

  it('sends each response with the headers that protect it', async () => {
    const wrong: string[] = [];
    const check = async (route: Route, authorization: string | undefined): Promise<void> => {
      const { status, headers } = await call(route, authorization, (name) =>
        victim.valueOf(route.path, name),
      );
      // Long responses also vary with the encodings that the caller accepts.
      const vary = headers.get('vary')?.replace(/(^|, )Accept-Encoding$/, '') || null;
      const sent = [...HEADERS.map((name) => headers.get(name)), vary];
      const cache = headers.has('etag')
        ? ['private, no-cache', 'Authorization']
        : [route.audience === 'public' && status < 400 ? null : 'no-store', null];
      if (!isDeepStrictEqual(sent, ['nosniff', 'no-referrer', ...cache]))
        wrong.push(`${route.name}: ${status} with ${JSON.stringify(sent)}`);
    };
    const { authorization } = valid('', { ...VICTIM, roles: ['admin', 'operator'] });
    // A stream does not end by itself.
    const reads = routes.filter(({ method, path }) => method === 'GET' && !path.endsWith('/stream'));
    await inParallel(
      [
        ...routes.map((route) => () => check(route, undefined)),
        ...reads.map((route) => () => check(route, authorization)),
      ],
      24,
    );
    expect(wrong).toEqual([]);
  });
});
