import { brokerFrom } from '@waybill/platform';
import { type Audit, auditPlatform } from '@waybill/audit';
import { type Platform, allApps } from '@waybill/shop';
import { eventually } from '@waybill/testing';

/** Audits the platform until nothing is found after a load test. Returns the last audit if findings remain. */
export async function auditLoad(
  { databases, auditUrls }: Pick<Platform, 'databases' | 'auditUrls'>,
  brokers: string,
  since: Date,
): Promise<Audit> {
  const services = (await allApps()).flatMap((app) => {
    const name = app.name as keyof typeof databases;
    return databases[name] ? [{ app, databaseUrl: auditUrls[name], ownerUrl: databases[name] }] : [];
  });
  const broker = brokerFrom(process.env, 'waybill-load', `kafka://${brokers}`);
  const read = broker.read?.bind(broker);
  let audit: Audit | undefined;
  await eventually(
    async () => {
      audit = await auditPlatform({ services, read, graceMs: 0, since, views: true });
      if (audit.findings.length > 0) throw new Error(`${audit.findings.length} findings`);
    },
    { within: 120_000, every: 2_000 },
  ).catch((error: unknown) => {
    if (!audit) throw error;
  });
  return audit!;
}
