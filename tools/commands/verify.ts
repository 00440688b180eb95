// Commands that test and measure the platform.
import { Option } from '@commander-js/extra-typings';
import { FIGURES, ONLY_WHEN_NAMED } from '../bench/figure-names.js';
import { LOADS, LOAD_NAMES, ROWS, ROW_NAMES } from '../bench/against/rows.js';
import { PROOFS } from '../proofs.js';
import { collect, command, positive, wholeNumber } from './command.js';

/** What follows the name of a command goes to the program that it runs. */
export const test = command('test', 'starts one Postgres and one Kafka, and runs the tests with Jest', [
  'libs/outbox',
  'apps/order --testNamePattern cancel',
])
  .argument('[arguments...]', 'folders or files, and options of Jest; npx jest --help lists them')
  .allowUnknownOption();

export const testBrokers = command(
  'test:brokers',
  'tests all brokers on real servers, and kills consumers and servers under load; AMQP_URL or REDIS_URL name a running server',
);

export const testCdc = command('test:cdc', 'checks that Debezium publishes the same records as the relay');

export const lintApi = command(
  'lint:api',
  'checks docs/openapi with Redocly and Spectral, and docs/asyncapi with Spectral; exits with 1 if one finds an error or a warning',
);

export const simulate = command(
  'simulate',
  'simulates the platform with injected faults; exits with 1 if a check fails',
  ['--runs 300', '--seed 17 --trace'],
)
  .option(
    '--runs <n>',
    'number of runs, each with its own seed, and those of tools/simulate/regressions.json (default: 100)',
    wholeNumber,
  )
  .option('--seed <n>', 'repeats the run of this seed; with --runs: the seed of the first run', wholeNumber)
  .option('--trace', 'with --seed: prints every step of the run')
  .addOption(
    new Option('--fulfilment <mode>', 'how orders are driven')
      .choices(['orchestrated', 'choreographed', 'hybrid'] as const)
      .default('orchestrated' as const),
  );

export const prove = command('prove', 'runs proofs at full length; docs/proofs.md describes each', [
  'messaging',
  'messaging 3 9',
])
  .argument('<group>', 'one of those below')
  .argument('[numbers...]', 'only these proofs (default: all of the group)')
  .addHelpText(
    'after',
    `\nProofs:\n${lines(Object.entries(PROOFS).map(([group, proofs]) => [group, Object.keys(proofs).join(', ')]))}`,
  );

export const bench = command(
  'bench',
  'measures the figures of docs/performance.md, or compares with another commit',
  ['--only idle-post', '--against main --only cpu-per-order'],
)
  .option('--only <name>', 'only this figure, or this row of the comparison; may be repeated', collect)
  .option(
    '--seconds <n>',
    'length of the sustained runs (default: 60), or of the loads of the comparison; LOAD=N of one load',
    collect,
  )
  .optionsGroup('Figures of this working tree:')
  .option('--rate <n>', 'orders per second of the flood', positive, 200)
  .option('--idle <n>', 'seconds without work before memory is read', positive, 300)
  .option('--outbox-seconds <n>', 'how long the outbox grows', positive, 120)
  .option('--json <file>', 'writes the figures there, too')
  .optionsGroup('Comparison with another commit:')
  .option('--against <ref>', 'this working tree ("new") is compared with this commit ("old")')
  .option(
    '--bar <bar>',
    'what the ratio new/old must be: "cpu-per-order<=0.9", "throughput>=1.2", or 0.9 for every row that is to become smaller; ends with 1 unless all are met; may be repeated',
    collect,
  )
  .option('--pairs <n>', 'pairs of sessions, one session of each build (fewer tell nothing apart)', '7')
  .option(
    '--most-pairs <n>',
    'where a bar is not told apart more pairs are run, up to so many (default: three times --pairs)',
  )
  .option('--warm-up <n>', 'seconds of orders before a session measures', '10')
  .option(
    '--flood-rate <n>',
    'orders per second of the flood (default: 1.3 times what the old build confirms)',
  )
  .option(
    '--together',
    'the services of the working tree run in one process, those of the other commit in one each',
  )
  .option(
    '--instances <n>',
    'each service of the working tree runs N times (1 to 4), each of the other commit once',
    '1',
  )
  .addHelpText('after', () =>
    [
      `\nFigures:\n${lines(Object.entries(FIGURES).map(([name, what]) => [name, `${what}${ONLY_WHEN_NAMED.includes(name) ? ' (only when named)' : ''}`]))}`,
      `\nRows of the comparison (load, what is measured):\n${lines(ROW_NAMES.map((name) => [name, `${ROWS[name].load.padEnd(12)}${ROWS[name].what}, ${ROWS[name].unit}`]))}`,
      `\nLoads (seconds, what happens):\n${lines(LOAD_NAMES.map((name) => [name, `${String(LOADS[name].seconds).padEnd(12)}${LOADS[name].what}`]))}`,
      '\nResults of comparisons are kept in .waybill/bench: a run that was stopped goes on when the same command is given again, and rows\nof several runs make one report.',
    ].join('\n'),
  );

function lines(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([name, what]) => `  ${name.padEnd(26)}${what}`).join('\n');
}
