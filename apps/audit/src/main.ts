// `npm run audit`: compares the databases and topics of all services. docs/audit.md lists the checks.
import { createServer } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { commandLine, conclude, print, wrongUsage } from '@waybill/shop';
import { AuditMetrics } from './audit-metrics.js';
import { auditPlatform } from './audit-platform.js';
import type { Audit } from './audit.js';
import { linesOf } from './lines.js';
import { type Sources, sources } from './sources.js';

const USAGE = `npm run audit -- [options]; exits with 1 if there are findings
  --json             print the complete result as JSON
  --grace 30         ignore differences younger than this many seconds
  --hours 144        check messages of the last hours in the topics (1 with --watch)
  --no-views         skip the views
  --no-topics        skip the topics
  --watch            repeat the audit, print findings and serve them as metrics
  --every 60         seconds between two audits
  --port 9464        port of /metrics`;

const MINUTE = 60_000;
const { values } = parsed();

function audit({ services, broker }: Sources, hours: number): Promise<Audit> {
  return auditPlatform({
    services,
    read: values['no-topics'] ? undefined : broker?.read?.bind(broker),
    graceMs: number('grace') * 1_000,
    since: new Date(Date.now() - hours * 60 * MINUTE),
    views: !values['no-views'],
    environment: settings(),
  });
}

async function once(from: Sources): Promise<void> {
  const result = await audit(from, number('hours', '144'));
  if (values.json) print(result);
  else
    console.log(
      linesOf(result, {
        topics: from.broker?.read !== undefined && !values['no-topics'],
        views: from.services.some(({ ownerUrl }) => ownerUrl) && !values['no-views'],
      }).join('\n'),
    );
  if (result.findings.length > 0) process.exitCode = 1;
}

async function watch(from: Sources): Promise<never> {
  const metrics = new AuditMetrics();
  const server = createServer((_, response) => {
    void metrics.text().then((text) => response.setHeader('content-type', metrics.contentType).end(text));
  });
  await new Promise<void>((resolve) => server.listen(number('port'), resolve));
  for (;;) {
    try {
      const result = await audit(from, number('hours', '1'));
      metrics.tell(result);
      for (const finding of result.findings) console.log(JSON.stringify({ at: result.at, ...finding }));
    } catch (error) {
      // The metric with the age of the last audit keeps growing.
      console.error(error instanceof Error ? error.message : error);
    }
    await setTimeout(number('every') * 1_000);
  }
}

/** The services' settings that decide which consumers exist. */
function settings(): Record<string, string> {
  const { FULFILMENT } = process.env;
  return FULFILMENT ? { FULFILMENT } : {};
}

function number(name: 'grace' | 'hours' | 'every' | 'port', otherwise = ''): number {
  const value = Number(values[name] ?? otherwise);
  if (!(value >= 0)) wrongUsage(`--${name} must be a number.`, USAGE);
  return value;
}

function parsed() {
  return commandLine(USAGE, {
    options: {
      json: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      grace: { type: 'string', default: '30' },
      hours: { type: 'string' },
      every: { type: 'string', default: '60' },
      port: { type: 'string', default: '9464' },
      'no-views': { type: 'boolean', default: false },
      'no-topics': { type: 'boolean', default: false },
    },
  });
}

await conclude(async () => {
  const from = await sources(process.env);
  try {
    await (values.watch ? watch(from) : once(from));
  } finally {
    await from.broker?.close();
  }
});
