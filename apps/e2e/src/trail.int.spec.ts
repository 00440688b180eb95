import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import { type Api, eventually } from '@waybill/testing';
import { AUDIENCE, ISSUER, type Person, tokenOf } from './access/callers.js';
import { type Route, call, routesOf } from './access/routes.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { PATIENCE } from './shop.js';
import { ADA, type Act, KEEPER, TENANT, apiOf, inDatabase, prepareActs } from './trail/acts.js';

interface Entry {
  readonly subject: string;
  readonly tenant: string;
  readonly address: string;
  readonly operation: string;
  readonly target: string | null;
  readonly owner: string | null;
  readonly before: object | null;
  readonly after: object | null;
  readonly reason: string | null;
}

const ENTRY = `subject, tenant, address, operation, target, owner, before, after, reason`;

/** Whether the trail records a call of this route by an admin or operator. */
const isRecorded = ({ audience, scope, method }: Route): boolean =>
  method !== 'GET' &&
  (['admin', 'operator', 'staff'].includes(audience) || (audience === 'customer' && scope === 'own'));

describe('the trail', () => {
  let platform: OneProcess;
  let routes: readonly Route[];
  let acts: ReadonlyMap<string, Act>;

  beforeAll(async () => {
    platform = await startOneProcess({
      environment: { JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE },
      environments: {
        notification: { WEBHOOK_TARGETS: 'any' },
        order: { BAZAAR_PAYMENT_METHOD: `${TENANT}=pm_card_visa` },
        shipping: { PICKING: 'manual', DISPATCH_AFTER: 'manual' },
      },
    });
    const all = await Promise.all(SERVICES.map((service) => routesOf(service, platform.urls[service])));
    routes = all.flat().filter(isRecorded);
    acts = await prepareActs(platform);
  });
  afterAll(() => platform?.stop());

  /** Calls the route, and returns the status with the entries of this request. */
  async function attempt(
    route: Route,
    person: Person,
    { path = {}, body }: Act,
  ): Promise<{ status: number; text: string; entries: Entry[] }> {
    const correlationId = randomUUID();
    const json = body && { body: JSON.stringify(body), contentType: 'application/json' };
    const asked = { ...route, ...json };
    const claims = { name: 'Ada', email: `${person.sub}@example.com` };
    const authorization = `Bearer ${tokenOf(Object.assign(claims, person))}`;
    const { status, text } = await call(asked, authorization, (name) => path[name]!, correlationId);
    return { status, text, entries: await entriesOf(route.service, correlationId) };
  }

  async function entriesOf(service: string, correlationId: string): Promise<Entry[]> {
    const url = platform.databases[service as (typeof SERVICES)[number]];
    return inDatabase(url, async (client) => {
      const { rows } = await client.query<Entry>(
        `SELECT ${ENTRY} FROM trail WHERE correlation_id = $1 ORDER BY id`,
        [correlationId],
      );
      return rows;
    });
  }

  const routeOf = (name: string): Route => routes.find((route) => route.name === name)!;

  it('has an act for every route that writes for admins, operators, or admins on behalf of customers', () => {
    // An admin who places an order places their own.
    const tested = [...acts.keys(), 'order.placeOrder'];
    expect(tested.toSorted()).toEqual(routes.map(({ name }) => name).toSorted());
  });

  it('has no entry for a refused call: without the role, with an invalid body, for what does not exist', async () => {
    const found: string[] = [];
    for (const route of routes) {
      const isForCustomers = route.audience === 'customer';
      const path = { id: 'none', sku: 'NONE', name: 'none', key: 'none' };
      const refusals: [Person, Act][] = [
        ...(isForCustomers ? [] : [[ADA, { path }] as [Person, Act]]),
        ...(route.contentType === 'application/json'
          ? [[KEEPER, { path, body: { odd: 1 } }] as [Person, Act]]
          : []),
        ...(route.path.includes('{id}') && !route.name.endsWith('eraseCustomer')
          ? [[KEEPER, { path }] as [Person, Act]]
          : []),
      ];
      for (const [person, act] of refusals) {
        const { status, entries } = await attempt(route, person, act);
        if (status < 400 || status >= 500 || entries.length > 0)
          found.push(`${route.name} by ${person.sub}: ${status}, ${entries.length} entries`);
      }
    }
    expect(found).toEqual([]);
  });

  it('has exactly one entry for every act of an admin or operator', async () => {
    const wrong: string[] = [];
    for (const [name, act] of acts) {
      const route = routeOf(name);
      // Steps of other services may have to come first. A refused call leaves no entry.
      const { text, entries } = await eventually(async () => {
        const done = await attempt(route, KEEPER, act);
        if (done.status >= 300) throw new Error(`${name}: ${done.status} ${done.text}`);
        return done;
      }, PATIENCE);
      // What is created gets its id from the service.
      const [named] = Object.values(act.path ?? { id: /"id":"([^"]+)/.exec(text)?.[1] });
      const target = act.target === undefined ? named : act.target;
      const [, operation] = name.split('.');
      const expected = { subject: 'keeper', tenant: TENANT, address: '127.0.0.1', operation, target };
      try {
        expect(entries).toEqual([expect.objectContaining({ ...expected, owner: act.owner ?? null })]);
      } catch {
        wrong.push(`${name}: ${JSON.stringify(entries)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('says what was before and after, and why, and names no personal data', async () => {
    const stock = routeOf('inventory.adjustStock');
    const { entries } = await attempt(stock, KEEPER, {
      path: { sku: 'TEA' },
      body: { delta: -3, reason: 'Broken' },
    });
    const [{ before, after, reason }] = entries as [
      Entry & { before: { onHand: number }; after: { onHand: number } },
    ];
    expect([after.onHand - before.onHand, reason]).toEqual([-3, 'Broken']);
    for (const service of SERVICES) {
      const { rows } = await inDatabase(platform.databases[service], (client) =>
        client.query(`SELECT FROM trail t WHERE t::text ~ 'Ada L|example.com|Elsewhere|St James|path-of-the-partner'
          UNION ALL SELECT FROM dead_letter_log l WHERE l::text LIKE '%Ada%'`),
      );
      expect(rows).toEqual([]);
    }
  });

  it('has no entry for what customers do, and for what an admin does with an own order', async () => {
    const shippingAddress = { name: 'A', line1: 'B', city: 'London', postalCode: 'SW1Y 4JH', country: 'GB' };
    const body = { lines: [{ sku: 'TEA', quantity: 1 }], shippingAddress, paymentMethod: 'pm_card_visa' };
    for (const person of [ADA, KEEPER]) {
      const { status, entries } = await attempt(routeOf('order.placeOrder'), person, { body });
      expect([status, entries]).toEqual([202, []]);
    }
  });

  it('is written with the act or not at all', async () => {
    const { order } = platform.databases;
    await inDatabase(order, (client) =>
      client.query(`ALTER TABLE products ADD CONSTRAINT no_luck CHECK (name <> 'no luck') NOT VALID;
        ALTER TABLE trail ADD CONSTRAINT no_luck CHECK (target <> 'NO-LUCK') NOT VALID`),
    );
    const price = { amount: 1, currency: 'EUR' };
    const route = routeOf('order.putProduct');
    const refusedAct = await attempt(route, KEEPER, {
      path: { sku: 'LUCK' },
      body: { name: 'no luck', price },
    });
    expect([refusedAct.status, refusedAct.entries]).toEqual([500, []]);
    const refusedEntry = await attempt(route, KEEPER, {
      path: { sku: 'NO-LUCK' },
      body: { name: 'luck', price },
    });
    expect([refusedEntry.status, refusedEntry.entries]).toEqual([500, []]);
    const { rows } = await inDatabase(order, (client) =>
      client.query(`SELECT FROM products WHERE sku IN ('LUCK', 'NO-LUCK')`),
    );
    expect(rows).toEqual([]);
  });

  it('has no second entry for a repeated request', async () => {
    const admin = apiOf(platform, 'order', KEEPER);
    const correlationId = randomUUID();
    const headers = { 'idempotency-key': randomUUID(), 'x-correlation-id': correlationId };
    const body = { name: 'Twice', price: { amount: 1, currency: 'EUR' } };
    for (const replayed of [null, 'true']) {
      const answer = await admin.call('PUT', '/v1/products/TWICE', { body, headers });
      expect(answer.headers.get('idempotent-replayed')).toBe(replayed);
    }
    expect(await entriesOf('order', correlationId)).toHaveLength(1);
  });

  it('is read by operators across tenants, and by admins for the admins of their tenant', async () => {
    const list = async (api: Api, query = '') =>
      (await api.get<{ items: (Entry & { role: string })[] }>(`/admin/trail?limit=100${query}`)).items;
    const of = (person: Partial<Person>) => apiOf(platform, 'order', { ...KEEPER, ...person });
    const all = await list(of({ roles: ['operator'], tenant: 'elsewhere' }));
    expect(new Set(all.map(({ role }) => role))).toEqual(new Set(['admin', 'operator']));
    const own = await list(of({ roles: ['admin'] }));
    expect(own).toEqual(all.filter(({ role }) => role === 'admin'));
    expect(await list(of({ roles: ['admin'], tenant: 'elsewhere' }))).toEqual([]);
    expect(await list(of({}), '&operation=cancelOrder&subject=keeper')).toMatchObject([{ owner: ADA.sub }]);
    expect(await list(of({}), `&to=${new Date(0).toISOString()}`)).toEqual([]);
  });

  it('has pages', async () => {
    const api = apiOf(platform, 'order', KEEPER);
    const whole = await api.get<{ items: object[] }>('/admin/trail?limit=100');
    const found: object[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { items: object[]; nextCursor: string | null } = await api.get(
        `/admin/trail?limit=7${cursor && `&cursor=${cursor}`}`,
      );
      found.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(found).toEqual(whole.items);
  });

  it('is joined by the origins of an order, which its admin can read', async () => {
    const { items: orders } = await apiOf(platform, 'order', ADA).get<{ items: { id: string }[] }>(
      '/v1/orders',
    );
    const path = `/v1/orders/${orders[0]!.id}/origin`;
    const { items } = await apiOf(platform, 'order', KEEPER).get<{ items: object[] }>(path);
    expect(items[0]).toMatchObject({ version: 1, userId: ADA.sub, ip: '127.0.0.1' });
    expect((await apiOf(platform, 'order', ADA).call('GET', path)).status).toBe(403);
  });
});
