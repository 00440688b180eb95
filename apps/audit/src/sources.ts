import { LISTENERS } from '@waybill/contracts';
import type { Broker } from '@waybill/messaging';
import { brokerFrom } from '@waybill/platform';
import { Advice, allApps, runningPlace } from '@waybill/shop';
import pg from 'pg';
import type { AuditPlatformOptions } from './audit-platform.js';

/** All services that can be audited. */
export const APPS = await allApps();

/** Services that may be missing. */
const OPTIONAL = new Set<string>(['notification', ...LISTENERS]);

const HINT = `Set these variables:
  DATABASE_URL      the server with waybill_order, waybill_inventory, …, with a role that may read them, such as waybill_audit; or
                    one URL per service: ORDER_DATABASE_URL, INVENTORY_DATABASE_URL, PAYMENT_DATABASE_URL, SHIPPING_DATABASE_URL,
                    NOTIFICATION_DATABASE_URL, ANALYTICS_DATABASE_URL
  OWNER_URL_ORDER, … the database of a service with its owner's role; needed to compare views. OWNER_URL with {service} as
                    placeholder is that of all services without one of their own
  BROKER_URL        or KAFKA_BROKERS: the broker of the services; with KAFKA_TLS, KAFKA_SASL_MECHANISM and so on, as the services
Nothing is needed while npm run demo or npm run dev runs on this machine.`;

export interface Sources {
  readonly services: AuditPlatformOptions['services'];
  /** Undefined if the broker keeps no handled messages, or runs in the process of the services. */
  readonly broker: Broker | undefined;
}

/** Finds the databases and the broker by the environment, or the demo on this machine. Throws Advice. */
export async function sources(environment: Readonly<Record<string, string | undefined>>): Promise<Sources> {
  const services: Sources['services'][number][] = [];
  for (const app of APPS) {
    const url = urlOf(app.name, environment);
    const ownerUrl = ownerUrlOf(app.name, environment);
    if (url && (await exists(url, app.name))) services.push({ app, databaseUrl: url, ownerUrl });
    else if (!OPTIONAL.has(app.name))
      throw new Advice(`The database of the ${app.name} service was not found. ${HINT}`);
  }
  const brokerUrl = environment['BROKER_URL'] ?? kafka(environment) ?? runningPlace()?.brokerUrl;
  return {
    services,
    broker: brokerUrl ? brokerFrom(environment, 'waybill-audit', brokerUrl) : undefined,
  };
}

function urlOf(name: string, environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const own = environment[`${name.toUpperCase()}_DATABASE_URL`];
  const shared = environment['DATABASE_URL'] ?? runningPlace()?.auditUrl;
  return own ?? (shared && databaseOf(name, shared));
}

function ownerUrlOf(name: string, environment: Readonly<Record<string, string | undefined>>) {
  const demo = environment['DATABASE_URL'] ? undefined : runningPlace()?.ownerUrl;
  const given = environment[`OWNER_URL_${name.toUpperCase()}`] ?? environment['OWNER_URL'];
  return given?.replaceAll('{service}', name) ?? (demo && databaseOf(name, demo));
}

function databaseOf(service: string, server: string): string {
  const url = new URL(server);
  url.pathname = `/waybill_${service}`;
  return url.href;
}

function kafka({ KAFKA_BROKERS }: Readonly<Record<string, string | undefined>>): string | undefined {
  return KAFKA_BROKERS && `kafka://${KAFKA_BROKERS}`;
}

/** False if the server has no such database. Throws Advice if the connection fails. */
async function exists(url: string, name: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '3D000') return false;
    throw new Advice(`Cannot connect to the database of the ${name} service: ${(error as Error).message}`);
  } finally {
    await client.end().catch(() => undefined);
  }
}
