import { type Parts, LOADS, ROWS, type RowName } from './rows.js';
import type { Results, RowSettings } from './results.js';
import { type Bar, type Pair, type Side, barResult } from './bar-result.js';

/** The figures of one session, by row. */
export type Figures = Readonly<Partial<Record<RowName, number>>>;

export interface WantedRow {
  readonly row: RowName;
  readonly settings: RowSettings;
  readonly bars: readonly Bar[];
}

export interface Alternation {
  readonly wanted: readonly WantedRow[];
  readonly results: Results;
  readonly pairs: number;
  readonly mostPairs: number;
  /** Measures these rows in one session: with new servers, and services of this build. */
  measure(side: Side, parts: Parts, rows: readonly RowName[]): Promise<Figures>;
  say(line: string): void;
}

/**
 * Measures the two builds in turns (ABBA) until every row has its pairs, so that a slow machine affects both. The last session of a
 * pair and the first one of the next have the same build: they are the A/A comparison.
 */
export async function alternate(alternation: Alternation): Promise<void> {
  for (const parts of ['in-process', 'real'] as const) await alternateWith(parts, alternation);
}

async function alternateWith(parts: Parts, alternation: Alternation): Promise<void> {
  const { results, measure, say } = alternation;
  const wanted = alternation.wanted.filter(({ row }) => LOADS[ROWS[row].load].parts === parts);
  for (const { row, settings } of wanted) {
    const { length } = results.pairsOf(row, settings);
    if (length > 0) say(`Pairs kept of ${row}: ${length}`);
  }
  let last: { readonly side: Side; readonly figures: Figures } | undefined;
  for (;;) {
    const open = wanted.filter((row) => pairsMissing(row, alternation) > 0);
    if (open.length === 0) return;
    const missing = Math.max(...open.map((row) => pairsMissing(row, alternation)));
    const rows = open.map(({ row }) => row);
    const started = performance.now();
    const first = nextFirst(results.pairsOf(open[0]!.row, open[0]!.settings));
    const usable = last?.side === first && rows.every((row) => last!.figures[row] !== undefined);
    // Before the first pair of a run, one session more is measured for the A/A comparison.
    const before = usable ? last!.figures : await measure(first, parts, rows);
    const figuresOfFirst = await measure(first, parts, rows);
    const second = other(first);
    const figuresOfSecond = await measure(second, parts, rows);
    const measured = { [first]: figuresOfFirst, [second]: figuresOfSecond } as Record<Side, Figures>;
    results.add(
      open.map(({ row, settings }) => ({
        row,
        settings,
        pair: { first, before: before[row]!, old: measured.old[row]!, new: measured.new[row]! },
      })),
    );
    last = { side: second, figures: figuresOfSecond };
    if (missing === 1) continue;
    const minutes = Math.ceil(((missing - 1) * (performance.now() - started)) / 60_000);
    say(`Pairs still to measure of ${rows.join(', ')}: ${missing - 1}, about ${minutes} min`);
  }
}

/** Number of pairs that the row still needs, according to its results so far. */
function pairsMissing({ row, settings, bars }: WantedRow, alternation: Alternation): number {
  const { results, pairs: step, mostPairs } = alternation;
  const pairs = results.pairsOf(row, settings);
  if (pairs.length < step) return step - pairs.length;
  // The result is only evaluated after complete steps: evaluating it after every pair would increase false positives.
  const looked = pairs.length - (pairs.length % step);
  const open = bars.some((bar) => barResult(pairs.slice(0, looked), bar).outcome === 'not told apart');
  return open ? Math.max(0, Math.min(looked + step, mostPairs) - pairs.length) : 0;
}

function nextFirst(pairs: readonly Pair[]): Side {
  const last = pairs.at(-1);
  return last ? other(last.first) : 'old';
}

function other(side: Side): Side {
  return side === 'old' ? 'new' : 'old';
}
