import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Platform, startPlatform } from '@waybill/shop';
import { ROOT, type Stack, eventually, startStack } from '@waybill/testing';
import { replay as command } from './commands/run.js';
import { readLedger, stockOf } from './replay/ledger.js';
import { bucketsOf } from './replay/buckets.js';
import { count, counted } from './replay/pence.js';
import { type Plan, planOf } from './replay/plan.js';
import { ProgressLine } from './replay/progress-line.js';
import { type TillFile, readTill } from './replay/records.js';
import { notesOf, sumsOf, tableOf } from './replay/report.js';
import { type Outcomes, replay } from './replay/run.js';
import { Shop } from './replay/shop.js';
import { type Check, checksOf } from './replay/sums.js';

const EXCERPT = 'data/online-retail-excerpt.csv';
const SETTLING_MS = 30_000;

const line = new ProgressLine(process.stdout);
const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`;

async function main(): Promise<number> {
  const [path = join(ROOT, EXCERPT)] = command.processedArgs;
  const { speed } = command.opts();
  const file = readTill(readFileSync(path, 'utf8'));
  const plan = planOf(file);
  const invoices = new Set(file.records.map(({ invoice }) => invoice)).size;
  const records = file.records.length + file.unreadable.length;
  console.log(
    `Waybill replays ${counted(invoices, 'invoice')} of a real retailer: ${count(records)} records of ${relative('', path)}\n`,
  );
  const stack = await startStack({ say: (text) => line.say(text) });
  try {
    const { outcomes, checks } = await onPlatform(stack, file, plan, speed);
    console.log(`\n${tableOf(bucketsOf(plan, outcomes))}\n\n${notesOf(file, plan)}\n\n${sumsOf(checks)}`);
    return checks.every(({ good }) => good) ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

async function onPlatform(
  stack: Stack,
  file: TillFile,
  plan: Plan,
  speed: number | undefined,
): Promise<{ outcomes: Outcomes; checks: Check[] }> {
  if (stack.kafkaMissing) throw new Error(stack.kafkaMissing);
  const platform = await startPlatform({
    stack,
    // Separate databases and logs, so that a demo can use the same servers.
    suffix: '_replay',
    environments: {
      order: { POSTAGE: '0' },
      shipping: { DISPATCH_AFTER: 'manual' },
      sandbox: { CARRIER_DELIVERS_AFTER: '0', SMTP_DISCARD: 'true' },
    },
  });
  try {
    line.say('All services and the sandbox are ready');
    return await Promise.race([run(platform, file, plan, speed), firstEnd(platform)]);
  } finally {
    await platform.stop();
  }
}

async function run(
  platform: Platform,
  file: TillFile,
  plan: Plan,
  speed: number | undefined,
): Promise<{ outcomes: Outcomes; checks: Check[] }> {
  const started = performance.now();
  const stockBefore = await stockOf(platform);
  const shop = await Shop.open(platform, `replay-${randomUUID()}`);
  const outcomes = await replay(plan, shop, { speed, progress: (progress) => line.show(progress) });
  line.say(`All invoices were placed and completed after ${seconds(started)}`);
  return { outcomes, checks: await settledChecks(platform, { file, plan, outcomes, stockBefore }) };
}

/** Rejects when a service ends, because then the orders would never end. */
function firstEnd({ processes }: Platform): Promise<never> {
  return Promise.race(
    [...processes.values()].map(async ({ name, ended, logFile }) => {
      const code = await ended;
      throw new Error(`${name} ended with code ${code}; its log is ${relative('', logFile)}`);
    }),
  );
}

/** An order may end shortly before inventory has handled it, so the data is read until it is consistent. */
async function settledChecks(
  platform: Platform,
  story: Omit<Parameters<typeof checksOf>[0], 'ledger'>,
): Promise<Check[]> {
  const ids = [...story.outcomes.values()].flatMap((outcome) =>
    'order' in outcome ? [outcome.order.id] : [],
  );
  let checks: Check[] = [];
  const agree = async (): Promise<void> => {
    checks = checksOf({ ...story, ledger: await readLedger(platform, new Set(ids)) });
    if (!checks.every(({ good }) => good)) throw new Error('the totals do not agree yet');
  };
  await eventually(agree, { within: SETTLING_MS, every: 500 }).catch((error: unknown) => {
    if (checks.length === 0) throw error;
  });
  return checks;
}

// Services only stop on a regular exit of this process, so signals must cause one.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

process.exit(
  await main().catch((error: unknown) => {
    line.clear();
    console.error(`\nThe replay failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }),
);
