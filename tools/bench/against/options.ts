import type { Instances } from '@waybill/shop';
import type { bench } from '../../commands/verify.js';
import { LOADS, LOAD_NAMES, type LoadName, ROWS, ROW_NAMES, type RowName, isLoad, isRow } from './rows.js';
import type { Bar } from './bar-result.js';

export interface ComparisonOptions {
  readonly against: string;
  readonly rows: readonly RowName[];
  readonly bars: Readonly<Partial<Record<RowName, readonly Bar[]>>>;
  readonly pairs: number;
  readonly mostPairs: number;
  readonly seconds: Readonly<Record<LoadName, number>>;
  readonly warmUp: number;
  /** Orders per second of the flood; default: 1.3 times the rate that the old build confirms. */
  readonly floodRate: number | undefined;
  /** The services of the new build share a process. */
  readonly together: boolean;
  /** Instances of each service of the new build; the old build runs one. */
  readonly instances: Instances;
}

/** As the command line gives them. */
type Given = ReturnType<typeof bench.opts>;

/** Checks the options. Throws an error with a message of one line. */
export function comparisonOptions(values: Given): ComparisonOptions {
  if (values.against === undefined) throw new Error('--against needs a commit, a branch or a tag');
  const only = (values.only ?? []).map(rowOf);
  const rows = only.length > 0 ? ROW_NAMES.filter((name) => only.includes(name)) : ROW_NAMES;
  const pairs = positive('--pairs', values.pairs);
  const { floodRate } = values;
  return {
    against: values.against,
    rows,
    bars: barsOf(values.bar ?? [], rows),
    pairs,
    mostPairs: Math.max(pairs, positive('--most-pairs', values.mostPairs ?? String(3 * pairs))),
    seconds: secondsOf(values.seconds ?? []),
    warmUp: positive('--warm-up', values.warmUp),
    floodRate: floodRate === undefined ? undefined : positive('--flood-rate', floodRate),
    together: values.together ?? false,
    instances: instancesOf(values.instances),
  };
}

function instancesOf(text: string): Instances {
  const number = Number(text) as Instances;
  if ([1, 2, 3, 4].includes(number)) return number;
  throw new Error(`--instances must be 1, 2, 3 or 4 (got "${text}")`);
}

function rowOf(name: string): RowName {
  if (isRow(name)) return name;
  throw new Error(`there is no row "${name}": use one of ${ROW_NAMES.join(', ')}`);
}

function barsOf(texts: readonly string[], rows: readonly RowName[]): ComparisonOptions['bars'] {
  const bars: Partial<Record<RowName, Bar[]>> = {};
  for (const text of texts) {
    for (const [row, bar] of parseBar(text, rows)) bars[row] = [...(bars[row] ?? []), bar];
  }
  return bars;
}

function parseBar(text: string, rows: readonly RowName[]): readonly (readonly [RowName, Bar])[] {
  const [, name, relation, number] = /^(?:([a-z0-9-]+)\s*(<=|>=)\s*)?(\S+)$/.exec(text.trim()) ?? [];
  if (number === undefined)
    throw new Error(`--bar does not understand "${text}": write "cpu-per-order<=0.9" or 0.9`);
  const value = positive('--bar', number);
  if (name !== undefined) return [[rowOf(name), { relation: relation as Bar['relation'], value }]];
  return rows
    .filter((row) => ROWS[row].better === 'less')
    .map((row) => [row, { relation: '<=', value }] as const);
}

function secondsOf(texts: readonly string[]): Record<LoadName, number> {
  const chosen = new Map<LoadName, number>();
  for (const text of texts) {
    const [load, number] = text.includes('=') ? (text.split('=', 2) as [string, string]) : [undefined, text];
    if (load !== undefined && !isLoad(load))
      throw new Error(`there is no load "${load}": use one of ${LOAD_NAMES.join(', ')}`);
    for (const name of load === undefined ? LOAD_NAMES : [load])
      chosen.set(name, positive('--seconds', number));
  }
  return Object.fromEntries(
    LOAD_NAMES.map((name) => [name, chosen.get(name) ?? LOADS[name].seconds]),
  ) as Record<LoadName, number>;
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new Error(`${option} must be a positive number (got "${text}")`);
}
