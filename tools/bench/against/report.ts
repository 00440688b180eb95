import type { RowResults } from './results.js';
import { LOADS, ROWS, ROW_NAMES, type RowName } from './rows.js';
import { median } from './statistics.js';
import { type Bar, CONFIDENCE, type Ratios, newToOld, sameBuild, barResult } from './bar-result.js';

export interface Report {
  readonly old: string;
  readonly new: string;
  readonly rows: readonly RowResults[];
  readonly bars: Readonly<Partial<Record<RowName, readonly Bar[]>>>;
}

const PERCENT = `${CONFIDENCE * 100} %`;
const HEAD = ['row', 'load', 'old', 'new', 'new/old', PERCENT, 'A/A', PERCENT, 'pairs', 'bar', 'result'];

const EXPLAINED = `new/old  median of the pairs' ratios; behind it the interval that holds the true one with ${PERCENT} certainty (order statistics)
A/A      the same for one build measured twice in a row: what noise alone does
old, new medians of this machine in those hours, to give an idea; only the ratios compare the builds`;

/** The table of all rows that were measured so far. */
export function reportText(report: Report): string {
  const rows = [...report.rows].sort((a, b) => ROW_NAMES.indexOf(a.row) - ROW_NAMES.indexOf(b.row));
  const lines = rows.flatMap((row) => linesOf(row, report.bars[row.row] ?? []));
  const reasons = rows.flatMap((row) => reasonsOf(row, report.bars[row.row] ?? []));
  return [
    `old: ${report.old}`,
    `new: ${report.new}`,
    '',
    ...aligned([HEAD, ...lines]),
    ...(reasons.length > 0 ? ['', ...reasons] : []),
    '',
    EXPLAINED,
  ].join('\n');
}

/** Whether all results of each row meet its bars. */
export function allMet({ rows, bars }: Pick<Report, 'rows' | 'bars'>): boolean {
  return Object.entries(bars).every(([name, ofRow]) => {
    const measured = rows.filter(({ row }) => row === name);
    return (
      measured.length > 0 &&
      measured.every(({ pairs }) => ofRow.every((bar) => barResult(pairs, bar).outcome === 'met'))
    );
  });
}

function linesOf({ row, settings, pairs }: RowResults, bars: readonly Bar[]): string[][] {
  const { unit, load } = ROWS[row];
  const rate = settings.rate === undefined ? '' : `${settings.rate}/s `;
  const figures = [
    row,
    `${load} ${rate}${settings.seconds} s`,
    `${shown(median(pairs.map((pair) => pair.old)))} ${unit}`,
    `${shown(median(pairs.map((pair) => pair.new)))} ${unit}`,
    ...ratioOf(newToOld(pairs)),
    ...ratioOf(sameBuild(pairs)),
    String(pairs.length),
  ];
  if (bars.length === 0) return [[...figures, '', '']];
  return bars.map((bar) => [...figures, barText(bar), barResult(pairs, bar).outcome]);
}

function reasonsOf({ row, pairs }: RowResults, bars: readonly Bar[]): string[] {
  return bars.flatMap((bar) => {
    const { outcome, because } = barResult(pairs, bar);
    return because === undefined ? [] : [`${row} ${barText(bar)}: ${outcome}, because ${because}`];
  });
}

function ratioOf({ median: middle, interval: { low, high, coverage } }: Ratios): string[] {
  const range = `${low.toFixed(3)} to ${high.toFixed(3)}`;
  const weaker = coverage < CONFIDENCE ? ` (${Math.floor(coverage * 100)} %)` : '';
  return [middle.toFixed(3), `${range}${weaker}`];
}

function barText({ relation, value }: Bar): string {
  return `${relation} ${value}`;
}

function shown(value: number): string {
  return value.toPrecision(3).includes('e') ? value.toFixed(0) : value.toPrecision(3);
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** One line that describes the measurement, printed at the start of a run. */
export function planText(
  rows: readonly RowName[],
  seconds: Readonly<Record<keyof typeof LOADS, number>>,
): string {
  const loads = [...new Set(rows.map((row) => ROWS[row].load))];
  return `Rows: ${rows.join(', ')}; loads: ${loads.map((load) => `${load} ${seconds[load]} s`).join(', ')}`;
}
