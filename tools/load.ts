import { execFileSync } from 'node:child_process';
import { linesOf } from '@waybill/audit';
import { type Instances, commandLine, startPlatform, wrongUsage } from '@waybill/shop';
import { ROOT, type Say, startStack } from '@waybill/testing';
import { auditLoad } from './load/audit.js';
import { profileLines, profiling } from './load/profiles.js';
import { type LoadReport, SERVICE_ORDER, WORLD_INSIDE, runLoad, stockUp } from './load/run.js';

const USAGE = `npm run load -- [options]: places orders under load and reports rate, latency and CPU per order
  --clients N        clients that place one order after the other (20)
  --rate N           instead of clients: orders per second, whether or not earlier ones have been answered
  --seconds N        duration (30)
  --bare             gateway, carrier and mail server inside the services: measures the platform alone
  --together         all services in one process
  --instances N      instances of each service, 1 to 4 (1); orders are placed at each of them in turn
  --audit            runs the audit afterwards; exits with 1 if there are findings
  --profile FOLDER   writes a CPU profile of each service, and prints where its time went
  --json             prints the report as JSON`;
const { values } = commandLine(USAGE, {
  options: {
    clients: { type: 'string' },
    rate: { type: 'string' },
    seconds: { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
    bare: { type: 'boolean', default: false },
    together: { type: 'boolean', default: false },
    instances: { type: 'string', default: '1' },
    audit: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const number = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) wrongUsage(`--${name} must be a positive number.`, USAGE);
  return value;
};
const seconds = number(values.seconds, 'seconds')!;
const rate = number(values.rate, 'rate');
const clients = number(values.clients, 'clients') ?? (rate === undefined ? 20 : undefined);
const instances = Number(values.instances) as Instances;
if (![1, 2, 3, 4].includes(instances)) wrongUsage('--instances must be 1, 2, 3 or 4.', USAGE);
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
  together: values.together,
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
