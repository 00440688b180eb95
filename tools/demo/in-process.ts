import { randomBytes } from 'node:crypto';
import { MemoryBroker } from '@waybill/messaging';
import { type RunningService, bootstrap, provision, serviceLogger } from '@waybill/platform';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { type Platform, allApps, provisionAuditRole } from '@waybill/shop';
import { DEVELOPMENT_KEY, type Stack, eventually, startTimeoutMs } from '@waybill/testing';
import { startSandbox } from '../../apps/sandbox/src/sandbox.app.js';
import { ownGateway } from './gateway.js';

/** Starts all services in this process with an in-memory broker, for machines without Kafka. */
export async function startInProcess(stack: Stack): Promise<Pick<Platform, 'urls' | 'auditUrls' | 'stop'>> {
  const sandbox = await startSandbox({
    gatewayPort: 3010,
    carrierPort: 3011,
    smtpPort: 3025,
    inboxPort: 3026,
  });
  const broker = new MemoryBroker();
  const apps = await allApps();
  const services = await Promise.all(
    apps.map(async (app): Promise<RunningService> => {
      const { url, ownerUrl } = await provision(stack.databaseUrl, app.name);
      const environment = {
        DATABASE_URL: url,
        DATABASE_OWNER_URL: ownerUrl,
        BROKER_URL: 'memory://',
        HOST: '127.0.0.1',
        JWT_KEY: DEVELOPMENT_KEY,
        CORS_ORIGINS: process.env['CORS_ORIGINS'],
        BAZAAR_PAYMENT_METHOD: 'pm_card_visa',
        STRIPE_API_KEY: 'sk_test_sandbox',
        STRIPE_API_BASE: 'http://127.0.0.1:3010',
        ...ownGateway(process.env),
        CARRIER_URL: 'http://127.0.0.1:3011',
        SMTP_URL: 'smtp://127.0.0.1:3025',
        MAIL_CHOICE_KEY: randomBytes(32).toString('hex'),
        MAIL_CHOICE_URL: 'http://127.0.0.1:3004',
      };
      return bootstrap(app, { environment, broker, logger: serviceLogger(app.name, 'error') });
    }),
  );
  await eventually(() => Promise.all(services.map(upOrThrow)), { within: startTimeoutMs(), every: 50 });
  const urls = Object.fromEntries(apps.map(({ name, port }) => [name, `http://127.0.0.1:${port}`]));
  const auditUrls = await provisionAuditRole(stack.databaseUrl, {
    services: [...SERVICES, ...LISTENERS],
    password: randomBytes(12).toString('hex'),
  });
  return {
    auditUrls,
    urls: {
      ...urls,
      gateway: 'http://127.0.0.1:3010',
      carrier: 'http://127.0.0.1:3011',
      inbox: 'http://127.0.0.1:3026',
    } as Platform['urls'],
    async stop() {
      await Promise.all(services.map((service) => service.stop()));
      await broker.close();
      await sandbox.close();
    },
  };
}

function upOrThrow({ dependencies, url }: RunningService): Promise<void> {
  const missing = dependencies.all.filter(({ state }) => state !== 'up');
  if (dependencies.all.length > 0 && missing.length === 0) return Promise.resolve();
  const names = missing.map(({ name, state, lastError = '' }) =>
    `its ${name} is ${state} ${lastError}`.trim(),
  );
  return Promise.reject(new Error(`the service at ${url} is not ready: ${names.join(', ')}`));
}
