import { execFileSync } from 'node:child_process';
import { linesOf } from '@waybill/audit';
import { type Instances, startPlatform } from '@waybill/shop';
import { ROOT, type Say, startStack } from '@waybill/testing';
import { load } from './commands/run.js';
import { auditLoad } from './load/audit.js';
import { profileLines, profiling } from './load/profiles.js';
import { type LoadReport, SERVICE_ORDER, WORLD_INSIDE, runLoad, stockUp } from './load/run.js';

const values = load.opts();
const { seconds, rate } = values;
const clients = values.clients ?? (rate === undefined ? 20 : undefined);
const instances = Number(values.instances) as Instances;
const since = new Date();
const say: Say = (line) => void process.stderr.write(`${line}\n`);

say('Building');
execFileSync('npx', ['nx', 'run-many', '-t', 'build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
const stack = await startStack({ say });
if (!stack.kafkaBrokers) throw new Error(stack.kafkaMissing ?? 'load needs Kafka');
const profiled = values.profile === undefined ? {} : profiling(values.profile);
const platform = await startPlatform({
  stack,
  say,
  fromDist: true,
  together: values.together ?? false,
  instances,
  environment: {
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    ...profiled,
  },
  environments: values.bare ? WORLD_INSIDE : { sandbox: profiled },
});
try {
  await stockUp(platform);
  say(rate === undefined ? `${clients} clients for ${seconds} s` : `${rate} orders/s for ${seconds} s`);
  // Warms up, because the first orders compile code and fill caches.
  await runLoad(platform, stack.kafkaBrokers, { seconds: 3, clients: 5, toTheEnd: false });
  const report = await runLoad(platform, stack.kafkaBrokers, { seconds, clients, rate, toTheEnd: true });
  console.log(values.json ? JSON.stringify(report, null, 2) : table(report));
  if (values.audit) {
    const audit = await auditLoad(platform, stack.kafkaBrokers, since);
    say(linesOf(audit, { topics: true, views: true }).join('\n'));
    if (audit.findings.length > 0) process.exitCode = 1;
  }
} finally {
  const names = new Map([...platform.processes].map(([name, { pid }]) => [pid, name]));
  await platform.stop();
  await stack.stop();
  if (values.profile !== undefined) say(profileLines(values.profile, names).join('\n'));
}
process.exit();

function table(report: LoadReport): string {
  const { placed, confirmed, delivered, errors, confirmMs, placeMs, cpuMsPerOrder } = report;
  const cpu = SERVICE_ORDER.filter((name) => cpuMsPerOrder[name] !== undefined);
  const total = cpu.reduce((sum, name) => sum + cpuMsPerOrder[name]!, 0);
  const line = (name: string, value: string): string => `${name.padEnd(28)} ${value}`;
  return [
    line('placed / confirmed', `${placed} / ${confirmed} (${delivered} delivered)`),
    line('CONFIRMED orders/s', `${report.confirmedPerSecond} (${report.sustainedPerSecond} while placing)`),
    line('backlog at the end', `${report.backlogSeconds} s`),
    line('POST p50 / p95 / p99', `${placeMs.p50} / ${placeMs.p95} / ${placeMs.p99} ms`),
    line('to CONFIRMED p50 / p95 / p99', `${confirmMs.p50} / ${confirmMs.p95} / ${confirmMs.p99} ms`),
    line('errors', Object.keys(errors).length === 0 ? 'none' : JSON.stringify(errors)),
    line('CPU per order', `${total.toFixed(2)} ms`),
    ...cpu.map((name) => line(`  ${name}`, `${cpuMsPerOrder[name]!.toFixed(2)} ms`)),
  ].join('\n');
}
