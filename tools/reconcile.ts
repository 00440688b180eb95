// `npm run reconcile`: compares our payments with the gateway's.
import { Api } from '@waybill/testing';
import { paymentApp } from '../apps/payment/src/payment.app.js';
import { Advice, commandLine, conclude, operatorToken, print, table } from '@waybill/shop';

const USAGE = `npm run reconcile -- [--from DAY or TIME] [--to DAY or TIME]
  compares the payments of a period (default: the last 24 hours) with the gateway's; exits with 1 if they differ
  --url URL (the payment service), --token TOKEN, --as NAME (for the trail; default: your user name), --json`;

interface Report {
  readonly compared: number;
  readonly differences: readonly {
    readonly kind: string;
    readonly orderId: string | null;
    readonly gatewayId: string;
    readonly ours: string;
    readonly theirs: string;
    readonly advice: string;
  }[];
}

const values = options();

async function run(): Promise<void> {
  const to = instant(values.to, new Date());
  const from = instant(values.from, new Date(to.getTime() - 86_400_000));
  const report = await (await api()).post<Report>('/admin/reconciliations', { from, to });
  const { compared, differences } = report;
  if (differences.length > 0) process.exitCode = 1;
  if (values.json) return print({ from, to, ...report });
  table(
    ['kind', 'order', 'gateway', 'ours', 'theirs'],
    differences.map(({ kind, orderId, gatewayId, ours, theirs }) => [
      kind,
      orderId ?? '-',
      gatewayId,
      ours,
      theirs,
    ]),
    `No difference among ${compared} payments from ${from.toISOString()} to ${to.toISOString()}.`,
  );
  const advice = new Map(differences.map((difference) => [difference.kind, difference.advice]));
  if (advice.size > 0) console.log(`\n${differences.length} differences among ${compared} payments:`);
  for (const [kind, what] of advice) console.log(`  ${kind}: ${what}`);
}

function instant(given: string | undefined, otherwise: Date): Date {
  if (given === undefined) return otherwise;
  const at = new Date(given);
  if (Number.isNaN(at.getTime()))
    throw new Advice(`"${given}" is not a valid time: use 2026-03-01 or 2026-03-01T12:00:00Z`);
  return at;
}

async function api(): Promise<Api> {
  const address = values.url?.replace(/\/$/, '') ?? `http://127.0.0.1:${paymentApp.port}`;
  await fetch(`${address}/health/live`).catch(() => {
    throw new Advice(
      `the payment service does not answer at ${address}: start it (npm run demo), or set --url`,
    );
  });
  return new Api(address, await operatorToken(values));
}

function options() {
  return commandLine(USAGE, {
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
      as: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  }).values;
}

await conclude(run);
