import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { run } from './simulate/run.js';

const { values } = parseArgs({
  options: { runs: { type: 'string' }, seed: { type: 'string' }, trace: { type: 'boolean' } },
});
const runs = Number(values.runs ?? 1);
const first = Number(values.seed ?? 1);
const clock = performance.now.bind(performance);
const start = clock();
for (let seed = first; seed < first + runs; seed++) {
  const result = await run({ seed, ...(values.trace && { onTrace: (line: string) => console.log(line) }) });
  console.log(
    seed,
    result.hash,
    result.orders,
    'orders',
    result.fired.length,
    'faults',
    Math.round(result.simulatedMs / 1000),
    's',
    result.violations.length,
    Math.round(clock() - start),
    'ms',
  );
  for (const violation of result.violations) console.log('   ', violation);
  for (const line of result.story) console.log('      ', line);
}
