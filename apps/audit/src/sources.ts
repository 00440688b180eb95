import { type Broker, brokerAt } from '@waybill/messaging';
import { LISTENERS } from '@waybill/contracts';
import { Advice, allApps, demoPlace } from '@waybill/shop';
import pg from 'pg';
import type { AuditPlatformOptions } from './audit-platform.js';

/** Every service whose books are read. */
export const APPS = await allApps();

/** Services of the platform that need not be there. */
const OPTIONAL = new Set<string>(['notification', ...LISTENERS]);

const HINT = `Name the databases and the broker:
  DATABASE_URL      a role that may read waybill_order, waybill_inventory, … on that server, such as waybill_audit; or each by
                    itself: ORDER_DATABASE_URL, INVENTORY_DATABASE_URL, PAYMENT_DATABASE_URL, SHIPPING_DATABASE_URL,
                    NOTIFICATION_DATABASE_URL, ANALYTICS_DATABASE_URL
  OWNER_URL         the owners' role, with {service} in the place of the service's name: views are compared only with it
  BROKER_URL        or KAFKA_BROKERS: what the services use
  of npm run demo   nothing: it is found while it runs`;

export interface Sources {
  readonly services: AuditPlatformOptions['services'];
  /** Undefined where the broker keeps nothing that was handled, or lives in the services' own process. */
  readonly broker: Broker | undefined;
}

/** What is to be audited, by the environment: else the demo of this machine. Throws Advice. */
export async function sources(environment: Readonly<Record<string, string | undefined>>): Promise<Sources> {
  const services: Sources['services'][number][] = [];
  for (const app of APPS) {
    const url = urlOf(app.name, environment);
    const ownerUrl = ownerUrlOf(app.name, environment);
    if (url && (await exists(url, app.name))) services.push({ app, databaseUrl: url, ownerUrl });
    else if (!OPTIONAL.has(app.name))
      throw new Advice(`Where is the database of the ${app.name} service? ${HINT}`);
  }
  const brokerUrl = environment['BROKER_URL'] ?? kafka(environment) ?? demoPlace()?.brokerUrl;
  return {
    services,
    broker: brokerUrl ? brokerAt(brokerUrl, { clientId: 'waybill-audit', random: Math.random }) : undefined,
  };
}

function urlOf(name: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const own = environment[`${name.toUpperCase()}_DATABASE_URL`];
  const shared = environment['DATABASE_URL'] ?? demoPlace()?.auditUrl;
  return own ?? (shared && databaseOf(name, shared));
}

function ownerUrlOf(name: string, environment: Readonly<Record<string, string | undefined>>) {
  const demo = environment['DATABASE_URL'] ? undefined : demoPlace()?.ownerUrl;
  return environment['OWNER_URL']?.replaceAll('{service}', name) ?? (demo && databaseOf(name, demo));
}

function databaseOf(service: string, server: string): string {
  const url = new URL(server);
  url.pathname = `/waybill_${service}`;
  return url.href;
}

function kafka({ KAFKA_BROKERS }: Readonly<Record<string, string | undefined>>): string | undefined {
  return KAFKA_BROKERS && `kafka://${KAFKA_BROKERS}`;
}

/** False when the server has no such database; throws Advice when it does not answer or lets nobody in. */
async function exists(url: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false;
    throw new Advice(
      `The database of the ${name} service does not let the audit in: ${(error as Error).message}`,
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
