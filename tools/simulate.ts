import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import type { FulfilmentMode } from '@waybill/contracts';
import { type RunResult, run } from './simulate/run.js';
import { runAll } from './simulate/runs.js';
import { shrink } from './simulate/shrink.js';
import { Table } from './simulate/table.js';
import { simulate as command } from './commands/verify.js';

/** Stop after this many failing seeds. */
const ENOUGH = 3;

const values = command.opts();
const { seed, fulfilment } = values;
const count = values.runs ?? (seed === undefined ? 100 : 1);

if (seed !== undefined && count === 1) await replay(seed);
else await simulate(seed ?? 1 + (Date.now() % 1_000_000_000), count);

/** Repeats one seed. */
async function replay(seed: number): Promise<void> {
  const options = values.trace ? { onTrace: (line: string) => console.log(line) } : {};
  const result = await run({ seed, fulfilment, ...options });
  console.log(
    `seed ${seed}: ${result.orders} orders, ${result.fired.length} faults, finished after ${Math.round(result.simulatedMs / 1_000)} s of simulated time, trace ${result.hash}`,
  );
  if (result.violations.length > 0) await explain(result);
}

/** Runs new seeds and the recorded regressions. */
async function simulate(first: number, count: number): Promise<void> {
  const known = seed === undefined ? regressions() : [];
  const seeds = [...known, ...Array.from({ length: count }, (_, index) => first + index)];
  console.log(`${count} runs starting at seed ${first}, and ${known.length} regression seeds`);
  const table = new Table(fulfilment);
  const failed: RunResult[] = [];
  const start = performance.now();
  await runAll(
    seeds,
    (result) => {
      table.add(result);
      if (result.violations.length > 0) failed.push(result);
      return failed.length < ENOUGH;
    },
    fulfilment,
  );
  const minutes = (performance.now() - start) / 60_000;
  console.log(`\n${String(table)}, ${Math.round(table.runs / minutes)} runs per minute`);
  for (const result of failed) await explain(result);
  if (failed.length === 0) console.log('All runs finished, and all checks passed.');
  if (table.missing.length > 0) {
    console.error(`Not exercised by any run: ${table.missing.join(', ')}`);
    process.exitCode = 1;
  }
}

async function explain(result: RunResult): Promise<void> {
  process.exitCode = 1;
  console.error(
    `\nseed ${result.seed} FAILED; to reproduce it: npm run simulate -- --seed ${result.seed} --trace${fulfilment === 'orchestrated' ? '' : ` --fulfilment ${fulfilment}`}`,
  );
  for (const violation of result.violations.slice(0, 20)) console.error(`  ${violation}`);
  const least = await shrink(result);
  console.error(`Reduced to ${least.steps.length} steps and ${least.fired.length} faults:`);
  for (const step of least.steps) console.error(`  step  ${JSON.stringify(step)}`);
  for (const { kind, nth } of least.fired) console.error(`  fault ${kind}, occurrence ${nth}`);
  for (const violation of least.violations) console.error(`  ${violation}`);
  for (const line of least.history) console.error(`    ${line}`);
}

function regressions(): readonly number[] {
  const text = readFileSync(new URL('./simulate/regressions.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as Record<FulfilmentMode, readonly number[]>)[fulfilment];
}
