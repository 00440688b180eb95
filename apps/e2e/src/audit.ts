import { type Broker, readTopics } from '@waybill/messaging';
import type { ServiceApp } from '@waybill/platform';
import { type Audit, type Finding, auditPlatform } from '@waybill/audit';
import type { Platform } from '@waybill/shop';
import { eventually } from '@waybill/testing';
import { inventoryApp } from '../../inventory/src/inventory.app.js';
import { notificationApp } from '../../notification/src/notification.app.js';
import { orderApp } from '../../order/src/order.app.js';
import { paymentApp } from '../../payment/src/payment.app.js';
import { shippingApp } from '../../shipping/src/shipping.app.js';
import { PATIENCE } from './shop.js';

const APPS = [orderApp, inventoryApp, paymentApp, shippingApp, notificationApp] as unknown as ServiceApp[];

export interface AuditedPlatform extends Pick<Platform, 'databases' | 'auditUrls'> {
  readonly read: Broker['read'];
  /** When the platform was started. Older messages in its topics belong to an earlier platform. */
  readonly since: Date;
  /** The services that were started; all by default. Orders are only audited if all were. */
  readonly services?: readonly string[];
  /** Settings of the services. Some of them, such as `FULFILMENT`, decide which service handles a message. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Reads topics of a Kafka cluster. */
export function kafkaRead(brokers: string): NonNullable<Broker['read']> {
  return (reading) => readTopics({ brokers, ...reading });
}

/** Audits an idle platform: no messages or effects are pending. */
export function auditOf({
  databases,
  auditUrls,
  read,
  since,
  environment,
  ...rest
}: AuditedPlatform): Promise<Audit> {
  const apps = APPS.filter(({ name }) => rest.services?.includes(name) ?? true);
  const services = apps.map((app) => {
    const name = app.name as keyof typeof databases;
    return { app, databaseUrl: auditUrls[name], ownerUrl: databases[name] };
  });
  return auditPlatform({
    services,
    read,
    since,
    graceMs: 0,
    views: true,
    ...(environment && { environment }),
  });
}

/** `equation id` of each finding. */
export function named(findings: readonly Finding[]): string[] {
  return findings.map(({ equation, id }) => `${equation} ${id}`);
}

/** Repeats the audit until it has no findings. Throws the last findings after the timeout. */
export function auditedClean(platform: AuditedPlatform): Promise<Audit> {
  return eventually(async () => {
    const audit = await auditOf(platform);
    if (audit.findings.length > 0)
      throw new Error(`the audit finds ${JSON.stringify(audit.findings, null, 2)}`);
    return audit;
  }, PATIENCE);
}
