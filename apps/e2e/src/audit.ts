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
  /** When it was started: a topic may hold messages of an earlier platform. */
  readonly since: Date;
  /** Those that were started; all otherwise. Orders are only audited where all are. */
  readonly services?: readonly string[];
  /** Settings of the services that decide who handles what. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** The topics of a Kafka. */
export function kafkaRead(brokers: string): NonNullable<Broker['read']> {
  return (reading) => readTopics({ brokers, ...reading });
}

/** The audit of a platform that has come to rest: nothing is on its way. */
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

/** Waits until the audit finds nothing: what a journey or a proof leaves behind must come to rest, and be true. */
export function auditedClean(platform: AuditedPlatform): Promise<Audit> {
  return eventually(async () => {
    const audit = await auditOf(platform);
    if (audit.findings.length > 0)
      throw new Error(`the audit finds ${JSON.stringify(audit.findings, null, 2)}`);
    return audit;
  }, PATIENCE);
}
