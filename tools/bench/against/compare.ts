import { constants } from 'node:os';
import { join } from 'node:path';
import { ROOT, type WorkingTreeBuild, builtCommit, builtWorkingTree, commitOf } from '@waybill/testing';
import { type Figures, type WantedRow, alternate } from './alternate.js';
import { bench } from '../../commands/verify.js';
import { type ComparisonOptions, comparisonOptions } from './options.js';
import { allMet, planText, reportText } from './report.js';
import { Results } from './results.js';
import { type Parts, ROWS, type RowName } from './rows.js';
import { measureSession } from './session.js';
import type { Side } from './bar-result.js';

const FLOOD = 1.3;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Compares this working tree with another commit, prints the report, and returns the exit code: 1 unless all bars are met. */
export async function compare(): Promise<number> {
  let options: ComparisonOptions;
  try {
    options = comparisonOptions(bench.opts());
    await commitOf(ROOT, options.against);
  } catch (error) {
    say(`${messageOf(error)}\n\`npm run bench -- --help\` lists rows and options.`);
    return 2;
  }
  const [old, current] = [await builtCommit(options.against, { say }), await builtWorkingTree({ say })];
  const names: Record<Side, string> = { old: shortOf(old.commit), new: nameOf(current, options) };
  const results = new Results(join(ROOT, '.waybill/bench', `${names.old}-${names.new}.json`), names);
  const goesOn = `The same command goes on from what is kept in ${results.file}.`;
  stopOnSignals(goesOn);
  say(planText(options.rows, options.seconds));
  try {
    await measureRows(options, { old: old.root, new: current.root }, results);
  } catch (error) {
    say(`${messageOf(error)}\n${goesOn}`);
    return 2;
  }
  const report = { ...names, rows: results.rows, bars: options.bars };
  console.log(reportText(report));
  say(`\nKept in ${results.file}`);
  return allMet(report) ? 0 : 1;
}

/** Measures both builds in turns until every row has its pairs. */
async function measureRows(
  options: ComparisonOptions,
  roots: Readonly<Record<Side, string>>,
  results: Results,
): Promise<void> {
  const { seconds, warmUp, pairs, mostPairs } = options;
  let floodRate = options.floodRate ?? results.floodRate;
  const measure = async (side: Side, parts: Parts, rows: readonly RowName[]): Promise<Figures> => {
    const started = performance.now();
    const root = roots[side];
    const suffix = `_${side}`;
    const { together, instances } = side === 'new' ? options : { together: false, instances: 1 as const };
    const session = { root, parts, rows, seconds, warmUp, floodRate, suffix, together, instances, say };
    const figures = await measureSession(session);
    const shown = rows.map((row) => `${row} ${figures[row]} ${ROWS[row].unit}`);
    say(`  ${side}: ${shown.join(', ')} (${Math.round((performance.now() - started) / 1_000)} s)`);
    return figures;
  };
  if (options.rows.includes('flood') && floodRate === undefined) {
    say('How many orders the old build confirms, for the rate of the flood:');
    const { throughput } = await measure('old', 'in-process', ['throughput']);
    floodRate = results.floodRate = Math.round(FLOOD * throughput!);
  }
  const wanted = options.rows.map((row) => wantedRow(row, options, floodRate));
  await alternate({ wanted, results, pairs, mostPairs, measure, say });
}

function stopOnSignals(message: string): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      say(`Stopped. ${message}`);
      // The exit hooks of the services end them; the servers have guards.
      process.exit(128 + constants.signals[signal]);
    });
}

function wantedRow(row: RowName, options: ComparisonOptions, floodRate: number | undefined): WantedRow {
  const settings = { seconds: options.seconds[ROWS[row].load], warmUp: options.warmUp };
  const flood = row === 'flood' && floodRate !== undefined;
  return {
    row,
    settings: flood ? { ...settings, rate: floodRate } : settings,
    bars: options.bars[row] ?? [],
  };
}

function nameOf({ commit, changes }: WorkingTreeBuild, { together, instances }: ComparisonOptions): string {
  const build = changes === null ? shortOf(commit) : `${shortOf(commit)}+${shortOf(changes)}`;
  if (instances > 1) return `${build}-${instances}-instances`;
  return together ? `${build}-together` : build;
}

function shortOf(id: string): string {
  return id.slice(0, 10);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
