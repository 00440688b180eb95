import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { print } from '@waybill/shop';
import { AuditMetrics } from './audit-metrics.js';
import { auditPlatform } from './audit-platform.js';
import type { Audit } from './audit.js';
import { linesOf } from './lines.js';
import { type Sources, sources } from './sources.js';

/** As the command line gives them. */
export interface AuditOptions {
  readonly json?: true | undefined;
  /** Seconds: younger differences are ignored. */
  readonly grace: number;
  /** Of messages in the topics; default 144, with `watch` 1. */
  readonly hours?: number | undefined;
  readonly views: boolean;
  readonly topics: boolean;
  readonly watch?: true | undefined;
  /** Seconds between two audits. */
  readonly every: number;
  /** Of /metrics. */
  readonly port: number;
}

const HOUR = 3_600_000;

/** Audits once, or for ever with `watch`, and prints the findings. Sets the exit code to 1 if there are any. */
export async function runAudit(options: AuditOptions): Promise<void> {
  const from = await sources(process.env);
  try {
    await (options.watch ? watch(from, options) : once(from, options));
  } finally {
    await from.broker?.close();
  }
}

function audit({ services, broker }: Sources, options: AuditOptions, hours: number): Promise<Audit> {
  return auditPlatform({
    services,
    read: options.topics ? broker?.read?.bind(broker) : undefined,
    graceMs: options.grace * 1_000,
    since: new Date(Date.now() - hours * HOUR),
    views: options.views,
    environment: settings(),
  });
}

async function once(from: Sources, options: AuditOptions): Promise<void> {
  const result = await audit(from, options, options.hours ?? 144);
  if (options.json) print(result);
  else
    console.log(
      linesOf(result, {
        topics: from.broker?.read !== undefined && options.topics,
        views: from.services.some(({ ownerUrl }) => ownerUrl) && options.views,
      }).join('\n'),
    );
  if (result.findings.length > 0) process.exitCode = 1;
}

async function watch(from: Sources, options: AuditOptions): Promise<never> {
  const metrics = new AuditMetrics();
  const server = createServer((_, response) => {
    void metrics.text().then((text) => response.setHeader('content-type', metrics.contentType).end(text));
  });
  await new Promise<void>((resolve) => server.listen(options.port, resolve));
  for (;;) {
    try {
      const result = await audit(from, options, options.hours ?? 1);
      metrics.tell(result);
      for (const finding of result.findings) console.log(JSON.stringify({ at: result.at, ...finding }));
    } catch (error) {
      // The metric with the age of the last audit keeps growing.
      console.error(error instanceof Error ? error.message : error);
    }
    await setTimeout(options.every * 1_000);
  }
}

/** The services' settings that decide which consumers exist. */
function settings(): Record<string, string> {
  const { FULFILMENT } = process.env;
  return FULFILMENT ? { FULFILMENT } : {};
}
