// `npm run reconcile`: compares our payments with the gateway's.
import { Api } from '@waybill/testing';
import { paymentApp } from '../apps/payment/src/payment.app.js';
import { Advice, conclude, operatorToken, print, table } from '@waybill/shop';
import { reconcile } from './commands/operate.js';

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

const values = reconcile.opts();

async function run(): Promise<void> {
  const { to = new Date(), from = new Date(to.getTime() - 86_400_000) } = values;
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

async function api(): Promise<Api> {
  const address = values.url?.replace(/\/$/, '') ?? `http://127.0.0.1:${paymentApp.port}`;
  await fetch(`${address}/health/live`).catch(() => {
    throw new Advice(
      `the payment service does not answer at ${address}: start it (npm run demo), or set --url`,
    );
  });
  return new Api(address, await operatorToken(values));
}

await conclude(run);
