import { provisionReader } from '@waybill/platform';

export interface AuditRole<Name extends string> {
  readonly services: readonly Name[];
  readonly password: string;
  /** As in the names of the databases. */
  readonly suffix?: string;
}

/** Creates the audit role, which may only read the databases of these services. Returns its URL for each. */
export async function provisionAuditRole<Name extends string>(
  adminUrl: string,
  { services, password, suffix = '' }: AuditRole<Name>,
): Promise<Readonly<Record<Name, string>>> {
  const urls = await provisionReader(adminUrl, {
    role: `waybill_audit${suffix}`,
    password,
    databases: services.map((service) => `waybill_${service}${suffix}`),
  });
  return Object.fromEntries(services.map((service, index) => [service, urls[index]])) as Record<Name, string>;
}
