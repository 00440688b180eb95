import { openApiOf } from '@waybill/platform';
import { allApps } from '@waybill/shop';

/** Settings that are sufficient to compose a service. It connects to none of these addresses. */
const NOWHERE = {
  DATABASE_URL: 'postgres://nobody@localhost/nothing',
  BROKER_URL: 'memory://',
  JWT_KEY: 'x'.repeat(32),
  STRIPE_API_KEY: 'sk_test_nobody',
  STRIPE_API_BASE: 'memory://',
  CARRIER_URL: 'memory://',
  SMTP_URL: 'discard://',
};

/** The OpenAPI document of each service, by name. */
export async function openApiDocuments(): Promise<ReadonlyMap<string, object>> {
  const documents = (await allApps()).map(async (app) => [app.name, await openApiOf(app, NOWHERE)] as const);
  return new Map(await Promise.all(documents));
}
