import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RowName } from './rows.js';
import type { Pair } from './bar-result.js';

/** Settings of a measurement. Only results with the same settings are compared; others are stored separately. */
export interface RowSettings {
  readonly seconds: number;
  readonly warmUp: number;
  /** Orders per second of the flood. */
  readonly rate?: number;
}

export interface RowResults {
  readonly row: RowName;
  readonly settings: RowSettings;
  readonly pairs: readonly Pair[];
}

interface Kept {
  readonly old: string;
  readonly new: string;
  readonly floodRate?: number;
  readonly rows: readonly RowResults[];
}

/** The results of one pair of builds in a file that is written after every pair, so that a run may be stopped at any time. */
export class Results {
  private kept: Kept;

  constructor(
    readonly file: string,
    builds: { readonly old: string; readonly new: string },
  ) {
    this.kept = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as Kept)
      : { old: builds.old, new: builds.new, rows: [] };
  }

  get rows(): readonly RowResults[] {
    return this.kept.rows;
  }

  /** 1.3 times the rate that the old build confirmed, once it is known. */
  get floodRate(): number | undefined {
    return this.kept.floodRate;
  }

  set floodRate(floodRate: number) {
    this.keep({ ...this.kept, floodRate });
  }

  pairsOf(row: RowName, settings: RowSettings): readonly Pair[] {
    return this.kept.rows.find(isOf(row, settings))?.pairs ?? [];
  }

  add(
    measured: readonly { readonly row: RowName; readonly settings: RowSettings; readonly pair: Pair }[],
  ): void {
    let { rows } = this.kept;
    for (const { row, settings, pair } of measured) {
      const pairs = [...this.pairsOf(row, settings), pair];
      rows = [...rows.filter((kept) => !isOf(row, settings)(kept)), { row, settings, pairs }];
    }
    this.keep({ ...this.kept, rows });
  }

  private keep(kept: Kept): void {
    this.kept = kept;
    mkdirSync(dirname(this.file), { recursive: true });
    const unfinished = `${this.file}.unfinished`;
    writeFileSync(unfinished, `${JSON.stringify(kept, null, 2)}\n`);
    renameSync(unfinished, this.file);
  }
}

function isOf(row: RowName, settings: RowSettings): (kept: RowResults) => boolean {
  const wanted = keyOf(row, settings);
  return (kept) => keyOf(kept.row, kept.settings) === wanted;
}

function keyOf(row: RowName, { seconds, warmUp, rate }: RowSettings): string {
  return JSON.stringify([row, seconds, warmUp, rate]);
}
