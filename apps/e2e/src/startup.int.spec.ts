import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { provision } from '@waybill/platform';
import {
  Api,
  DEVELOPMENT_KEY,
  type EmbeddedKafka,
  ROOT,
  type ServiceProcess,
  dropDatabase,
  eventually,
  freePort,
  freePorts,
  startEmbeddedKafka,
  startProcess,
  testDatabaseUrl,
  token,
  uniqueName,
} from '@waybill/testing';
import { LateLink } from './late-link.js';
import { type Order, PATIENCE, Shop, customerOf } from './shop.js';

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

const GOOD = {
  DATABASE_URL: 'postgres://waybill:secret@127.0.0.1:1/nowhere',
  KAFKA_BROKERS: '127.0.0.1:1',
  JWT_KEY: DEVELOPMENT_KEY,
  HOST: '127.0.0.1',
};

/** Runs a service from source until its process exits. */
function run(service: string, environment: Readonly<Record<string, string | undefined>>): Promise<Ended> {
  const source = ['--conditions=@waybill/source', '--import', join(ROOT, 'tools/source.mjs')];
  const main = join(ROOT, 'apps', service, 'src/main.ts');
  const env = { PATH: process.env['PATH'], ...GOOD, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [...source, main], { cwd: ROOT, env }, (failed, out, error) => {
      resolve({ code: failed ? Number(failed.code) : 0, out, error });
    });
  });
}

describe('a service with invalid settings', () => {
  it.each([
    ['order', { JWT_KEY: undefined, POSTAGE: '-5' }, ['POSTAGE: .+', 'JWKS_URL or JWT_KEY is missing']],
    ['inventory', { DATABASE_URL: undefined }, ['DATABASE_URL is missing']],
    [
      'payment',
      { KAFKA_BROKERS: 'kafka', STRIPE_API_KEY: '' },
      ['KAFKA_BROKERS: .+', 'STRIPE_API_KEY is missing'],
    ],
    ['shipping', { CARRIER_URL: 'http://carrier', DISPATCH_AFTER: 'soon' }, ['DISPATCH_AFTER: .+']],
    ['notification', { SMTP_URL: 'http://mail' }, ['SMTP_URL: .+']],
  ])('%s exits immediately and reports each of them', async (service, environment, problems) => {
    const { code, out, error } = await run(service, environment);
    const lines = [`the ${service} service cannot start:`, ...problems.map((problem) => `  - ${problem}`)];
    expect(error).toMatch(new RegExp(`^${[...lines, 'See docs/configuration\\.md\\.'].join('\n')}\n$`));
    expect({ code, out }).toEqual({ code: 1, out: '' });
  });

  it('reports that the schema registry is unreachable', async () => {
    const { code, error } = await run('inventory', { SCHEMA_REGISTRY_URL: 'http://127.0.0.1:1' });
    expect(error).toBe(
      'the inventory service cannot start: no schema registry answers at http://127.0.0.1:1 (connect ECONNREFUSED 127.0.0.1:1): start it, correct SCHEMA_REGISTRY_URL, or unset it to run without a registry\n',
    );
    expect(code).toBe(1);
  });

  it('reports the port that is in use', async () => {
    const taken = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => taken.listen(port, '127.0.0.1', resolve));
    const { code, error } = await run('inventory', { PORT: String(port) });
    expect(error).toBe(
      `the inventory service cannot start: port ${port} is in use; stop what listens there or set PORT\n`,
    );
    expect(code).toBe(1);
    await new Promise((resolve) => taken.close(resolve));
  });
});

interface Health {
  readonly status: string;
  readonly dependencies: readonly {
    readonly name: string;
    readonly state: string;
    readonly since: string;
    readonly lastError?: string;
    readonly lastErrorAt?: string;
  }[];
}

describe('a service that starts before its dependencies', () => {
  const suffix = `_${uniqueName('e2e').replace('-', '_')}`;
  const services = ['order', 'inventory'] as const;
  const processes: ServiceProcess[] = [];
  const customer = customerOf('main-street');
  let kafka: EmbeddedKafka;
  let link: LateLink;
  let order: Api;
  let shop: Shop;
  let sku: string;

  const ready = async () =>
    (await order.call<Health>('GET', '/health/ready')) as { status: number; body: Health };
  const state = async (name: string) => {
    const { status, body } = await ready();
    return { status, is: body.status, ...body.dependencies.find((one) => one.name === name)! };
  };
  const become = (status: number, is: string) =>
    eventually(async () => {
      const now = await ready();
      expect({ status: now.status, is: now.body.status }).toEqual({ status, is });
    }, PATIENCE);
  const accepted = async (): Promise<Order> => {
    const { status, body } = await shop.place(customer, { sku });
    expect({ status, is: body.status }).toEqual({ status: 202, is: 'PENDING' });
    return body;
  };

  beforeAll(async () => {
    kafka = await startEmbeddedKafka();
    await kafka.kill();
    const ports = await freePorts(3);
    link = new LateLink(ports[2]!, testDatabaseUrl());
    const logFolder = join(ROOT, '.waybill', 'logs', suffix);
    for (const [index, name] of services.entries()) {
      const { url, ownerUrl } = await provision(testDatabaseUrl(), name, suffix);
      const reach = (address: string): string => (name === 'order' ? link.by(address) : address);
      const environment = {
        ...GOOD,
        DATABASE_URL: reach(url),
        DATABASE_OWNER_URL: reach(ownerUrl),
        KAFKA_BROKERS: kafka.brokers,
        PORT: String(ports[index]),
      };
      processes.push(startProcess({ name, environment, logFolder }));
    }
    const urls = { order: `http://127.0.0.1:${ports[0]}`, inventory: `http://127.0.0.1:${ports[1]}` };
    order = new Api(urls.order);
    shop = new Shop({ urls: urls as never }, 'main-street');
    await eventually(() => order.get('/health/live'), PATIENCE);
  });

  afterAll(async () => {
    await Promise.all(processes.map((service) => service.stop()));
    await link?.close();
    await kafka?.stop();
    for (const name of services) await dropDatabase(testDatabaseUrl(), `waybill_${name}${suffix}`);
  });

  it('is live and not ready, and reports what it waits for and since when', async () => {
    expect(await order.call('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'up' } });
    for (const [name, port] of [
      ['database', link.port],
      ['broker', kafka.brokers.split(':')[1]],
    ] as const) {
      await eventually(async () => {
        expect(await state(name)).toMatchObject({
          status: 503,
          is: 'down',
          state: 'starting',
          since: expect.stringMatching(/^\d{4}-/),
          lastError: expect.stringContaining(`ECONNREFUSED 127.0.0.1:${port}`),
        });
      }, PATIENCE);
    }
    expect(JSON.stringify((await ready()).body)).not.toContain('secret');
  });

  it('refuses requests that need the database while there is none', async () => {
    const early = { status: 503, body: { code: 'UNAVAILABLE' } };
    expect(await shop.place(customer, { sku: 'none' })).toMatchObject(early);
    const api = new Api(order.url, await token(customer));
    for (const path of ['/v1/products', '/v1/orders', '/v1/orders/none']) {
      expect(await api.call('GET', path)).toMatchObject(early);
    }
    expect((await order.call('GET', '/metrics')).status).toBe(200);
  });

  it('becomes ready without a restart when the database is up', async () => {
    await link.open();
    await become(200, 'degraded');
    expect(await state('database')).toMatchObject({
      state: 'up',
      lastError: expect.anything(),
      lastErrorAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('accepts orders without a broker, and continues when it is up', async () => {
    sku = await eventually(() => shop.sells('mug', { pieces: 3 }), PATIENCE);
    const { id } = await accepted();
    expect(await state('broker')).toMatchObject({ status: 200, is: 'degraded', state: 'starting' });
    await kafka.restart();
    await shop.until(customer, id, 'RESERVED');
    await become(200, 'up');
  });

  it('accepts orders after the broker has died, and continues when it is back', async () => {
    await kafka.kill();
    const { id } = await accepted();
    await become(200, 'degraded');
    expect(await state('broker')).toMatchObject({ state: 'down', lastError: expect.anything() });
    await kafka.restart();
    await shop.until(customer, id, 'RESERVED');
    await become(200, 'up');
    expect(await shop.stock(sku)).toEqual({ onHand: 3, reserved: 2, available: 1 });
  });

  it('responds with 503 while the database is down, and accepts orders when it is back', async () => {
    await link.close();
    expect(await shop.place(customer, { sku })).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    await become(503, 'down');
    expect(await order.call('GET', '/health/live')).toMatchObject({ status: 200 });
    expect(await state('database')).toMatchObject({ state: 'down', lastError: expect.anything() });
    await link.open();
    const { id } = await eventually(accepted, PATIENCE);
    await shop.until(customer, id, 'RESERVED');
    await become(200, 'up');
  });
});
