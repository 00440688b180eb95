import { randomBytes } from 'node:crypto';
import { type Broker, type Delivery, MemoryBroker } from '@waybill/messaging';
import {
  type ProvisionedDatabase,
  type RunningService,
  type ServiceApp,
  bootstrap,
  provision,
} from '@waybill/platform';
import { SERVICES } from '@waybill/contracts';
import { type Platform, type ServiceName, provisionAuditRole } from '@waybill/shop';
import {
  Api,
  DEVELOPMENT_KEY,
  dropDatabase,
  eventually,
  freePort,
  testDatabaseUrl,
  token,
} from '@waybill/testing';
import type { Database } from '@waybill/unit-of-work';
import { type Logger, pino } from 'pino';
import { inventoryApp } from '../../inventory/src/inventory.app.js';
import { notificationApp } from '../../notification/src/notification.app.js';
import { orderApp } from '../../order/src/order.app.js';
import { paymentApp } from '../../payment/src/payment.app.js';
import { startSandbox } from '../../sandbox/src/sandbox.app.js';
import { shippingApp } from '../../shipping/src/shipping.app.js';
import { PATIENCE } from './shop.js';

const APPS = {
  order: orderApp,
  inventory: inventoryApp,
  payment: paymentApp,
  shipping: shippingApp,
  notification: notificationApp,
} as unknown as Readonly<Record<ServiceName, ServiceApp>>;

export interface OneProcess extends Pick<Platform, 'api' | 'urls' | 'databases' | 'auditUrls' | 'stop'> {
  readonly broker: MemoryBroker;
  /** Starts another instance of the service with these settings, and then stops the one before. */
  replace(service: ServiceName, environment: Readonly<Record<string, string>>): Promise<void>;
  /** All messages of all topics so far. */
  readonly heard: readonly Delivery[];
  /** Reads `heard` from the beginning, for the audit. The in-memory broker does not keep handled messages. */
  readonly read: NonNullable<Broker['read']>;
}

export interface OneProcessOptions {
  /** Wraps the database of the order service. */
  readonly order?: (database: Database) => Database;
  /** Settings for all services. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Settings of single services. */
  readonly environments?: Partial<Record<ServiceName, Readonly<Record<string, string>>>>;
  /** Of all services; default: silent. */
  readonly logger?: Logger;
  /** Wraps the broker of all services. */
  readonly between?: (broker: Broker) => Broker;
}

/** Starts all services in this process with one in-memory broker. Tests can wrap the broker and the order service's database. */
export async function startOneProcess(options: OneProcessOptions = {}): Promise<OneProcess> {
  const { logger = pino({ level: 'silent' }) } = options;
  const suffix = `_e2e_${randomBytes(4).toString('hex')}`;
  const webhookSecret = 'carrier-secret-of-the-tests';
  const sandbox = await startSandbox({ carrierDeliversAfter: 20, carrierWebhookSecret: webhookSecret });
  const { gateway, carrier, smtp, inbox } = sandbox.ports;
  const at = (port: number): string => `http://127.0.0.1:${port}`;
  const shippingPort = await freePort();
  const broker = new MemoryBroker();
  const topics = orderApp.topics({ partitions: 6, retentionDays: 7 });
  await broker.ensureTopics(topics);
  const heard: Delivery[] = [];
  await broker.subscribe({
    group: 'e2e',
    topics: topics.map(({ name }) => name),
    handle: async (records) => void heard.push(...records),
  });
  const databases = {} as Record<ServiceName, string>;
  const provisioned = new Map<ServiceName, ProvisionedDatabase>();
  const start = async (
    name: ServiceName,
    own: Readonly<Record<string, string>> = options.environments?.[name] ?? {},
  ): Promise<RunningService> => {
    const isFirst = !provisioned.has(name);
    if (isFirst) provisioned.set(name, await provision(testDatabaseUrl(), name, suffix));
    const { url, ownerUrl, adminUrl } = provisioned.get(name)!;
    databases[name] = adminUrl;
    const environment = {
      DATABASE_URL: url,
      DATABASE_OWNER_URL: ownerUrl,
      BROKER_URL: 'memory://',
      HOST: '127.0.0.1',
      PORT: name === 'shipping' && isFirst ? String(shippingPort) : '0',
      JWT_KEY: DEVELOPMENT_KEY,
      STRIPE_API_KEY: 'sk_test_sandbox',
      STRIPE_API_BASE: at(gateway),
      CARRIER_URL: at(carrier),
      DISPATCH_AFTER: '0ms',
      CARRIER_WEBHOOK_SECRET: webhookSecret,
      CARRIER_WEBHOOK_URL: `${at(shippingPort)}/v1/webhooks/carrier`,
      SMTP_URL: `smtp://127.0.0.1:${smtp}`,
      MAIL_CHOICE_KEY: 'the key of links in mails, for tests',
      MAIL_CHOICE_URL: 'http://localhost/mails',
      ...options.environment,
      ...own,
    };
    const wrapDatabase = name === 'order' && options.order ? { wrapDatabase: options.order } : {};
    return bootstrap(APPS[name], { environment, broker: ofServices, logger, ...wrapDatabase });
  };
  const ofServices = options.between?.(broker) ?? broker;
  const first = await Promise.all(SERVICES.map(async (name) => [name, await start(name)] as const));
  const services = new Map<ServiceName, RunningService>(first);
  await eventually(() => Promise.all([...services.values()].map(upOrThrow)), PATIENCE);
  const auditUrls = await provisionAuditRole(testDatabaseUrl(), {
    services: SERVICES,
    password: 'secret',
    suffix,
  });
  const urls = {
    gateway: at(gateway),
    carrier: at(carrier),
    inbox: at(inbox),
    ...Object.fromEntries(first.map(([name, { url }]) => [name, url])),
  } as Record<string, string>;
  return {
    broker,
    heard,
    databases,
    auditUrls,
    read: async ({ topics: wanted, handle }) => handle(heard.filter(({ topic }) => wanted.includes(topic))),
    urls: urls as Platform['urls'],
    api: async (service, claims) => new Api(urls[service]!, await token(claims)),
    async replace(name, environment) {
      const [before, after] = [services.get(name)!, await start(name, environment)];
      await eventually(() => upOrThrow(after), PATIENCE);
      services.set(name, after);
      urls[name] = after.url;
      await before.stop();
    },
    async stop() {
      await Promise.all([...services.values()].map((service) => service.stop()));
      await broker.close();
      await sandbox.close();
      for (const name of SERVICES) await dropDatabase(testDatabaseUrl(), `waybill_${name}${suffix}`);
    },
  };
}

function upOrThrow({ dependencies: { all } }: RunningService): Promise<void> {
  const up = all.length > 1 && all.every(({ state }) => state === 'up');
  return up ? Promise.resolve() : Promise.reject(new Error(JSON.stringify(all)));
}
