import { afterEach, describe, expect, it } from '@jest/globals';
import { type RunningService, type ServiceApp, bootstrap, parseSettings } from '@waybill/platform';
import { allApps } from '@waybill/shop';
import { Api, DEVELOPMENT_KEY, eventually, testDatabaseUrl } from '@waybill/testing';
import { pino } from 'pino';
import { inventoryApp } from '../../inventory/src/inventory.app.js';

const SECRET = 'hunter2correcthorse';
/** Nothing listens there. */
const NOWHERE = '127.0.0.1:1';
const DATABASE = `postgres://waybill_inventory:${SECRET}@${NOWHERE}/waybill_inventory`;
const BROKER = `amqp://waybill:${SECRET}@${NOWHERE}`;

let service: RunningService | undefined;
afterEach(async () => {
  await service?.stop();
  service = undefined;
});

/** Everything that the service logs and shows while it cannot reach its servers. */
async function shownWith(environment: Readonly<Record<string, string>>): Promise<string> {
  const lines: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  service = await bootstrap(inventoryApp, {
    environment: { JWT_KEY: DEVELOPMENT_KEY, HOST: '127.0.0.1', PORT: '0', ...environment },
    logger,
  });
  const api = new Api(service.url);
  const shown = await eventually(async () => {
    const { body } = await api.call<{ dependencies: { name: string; lastError?: string }[] }>(
      'GET',
      '/health/ready',
    );
    for (const name of ['database', 'broker'])
      expect(body.dependencies.find((one) => one.name === name)).toHaveProperty('lastError');
    return JSON.stringify(body);
  });
  expect(lines.join('')).toContain('cannot be reached');
  return `${shown}\n${lines.join('')}`;
}

describe('a password in an address', () => {
  const elsewhere = new URL(testDatabaseUrl());
  elsewhere.password = SECRET;

  it.each([
    ['RabbitMQ', DATABASE, BROKER],
    ['RabbitMQ with TLS', DATABASE, `amqps://waybill:${SECRET}@${NOWHERE}/vhost`],
    ['Redis', DATABASE, `redis://:${SECRET}@${NOWHERE}/0`],
    ['Redis with TLS', DATABASE, `rediss://waybill:${SECRET}@${NOWHERE}/0`],
    ['Postgres that refuses it', elsewhere.href, BROKER],
    ['Postgres, as a parameter', `postgres://${NOWHERE}/db?user=me&password=${SECRET}`, BROKER],
    ['Postgres with a CA that is missing', `${DATABASE}?sslmode=verify-full&sslrootcert=/none.pem`, BROKER],
  ])('is in no log and no health response: %s', async (_, DATABASE_URL, BROKER_URL) => {
    expect(await shownWith({ DATABASE_URL, BROKER_URL })).not.toContain(SECRET);
  });
});

const apps = await allApps();
const ADDRESSES = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'BROKER_URL',
  'KAFKA_BROKERS',
  'SCHEMA_REGISTRY_URL',
  'JWKS_URL',
  'RATE_LIMIT_REDIS_URL',
];

describe.each(apps.map((app) => [app.name, app] as const))('bad settings of %s', (name, app: ServiceApp) => {
  const BAD = ['', ':', '://', `user:${SECRET}@`, `//user:${SECRET}@host:99999`, `ftp://user:${SECRET}@host`];

  it('do not repeat what may contain a password', () => {
    const own = Object.keys(app.settings.shape).filter((setting) => /URL|KEY|SECRET/.test(setting));
    for (const setting of [...ADDRESSES, 'JWT_KEY', ...own])
      for (const bad of BAD) {
        const value = `${bad}${SECRET}`;
        try {
          parseSettings(name, app.settings, { [setting]: value });
        } catch (error) {
          expect(String(error)).not.toContain(SECRET);
        }
      }
  });
});
