import { bench } from '../commands/verify.js';
import { FIGURES, type FigureName, ONLY_WHEN_NAMED } from './figure-names.js';

/** Figures that need only the libraries or a separate service, not the running platform. */
const WITHOUT_PLATFORM: readonly string[] = ['messaging', ...ONLY_WHEN_NAMED];

export interface FigureOptions {
  /** Length of the sustained runs. */
  readonly seconds: number;
  /** Orders per second of the flood. */
  readonly rate: number;
  /** Seconds without any work before the memory is read. */
  readonly idle: number;
  /** Length of the run that lets the outbox grow. */
  readonly outboxSeconds: number;
  readonly json: string | undefined;
  /** Whether any wanted figure needs the running platform. */
  readonly needsPlatform: boolean;
  wants(name: FigureName): boolean;
}

/** The options of the comparison do not apply here. */
const OF_COMPARISON = ['bar', 'pairs', 'mostPairs', 'warmUp', 'floodRate', 'together', 'instances'] as const;

export function figureOptions(): FigureOptions {
  const { only = [], seconds = [], rate, idle, outboxSeconds, json } = bench.opts();
  const unknown = only.find((name) => !Object.hasOwn(FIGURES, name));
  if (unknown !== undefined) bench.error(`--only does not know ${unknown}`);
  if (OF_COMPARISON.some((name) => bench.getOptionValueSource(name) === 'cli'))
    bench.error('an option of the comparison needs --against REF');
  return {
    seconds: Number(seconds.at(-1) ?? 60),
    rate,
    idle,
    outboxSeconds,
    json,
    needsPlatform: only.length === 0 || !only.every((name) => WITHOUT_PLATFORM.includes(name)),
    wants: (name) => (only.length > 0 ? only.includes(name) : !ONLY_WHEN_NAMED.includes(name)),
  };
}
