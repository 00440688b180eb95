import { commandLine, wrongUsage } from '@waybill/shop';

/** Values of `--only`. The last six take minutes and are only measured when named. */
const FIGURES = {
  messaging: 'the libraries alone: outbox drain, commit to handler, consumer',
  'idle-post': 'one POST /v1/orders while nothing else happens',
  whole: 'orders from POST to DELIVERED, and the bare loop beside them',
  placing: 'POST /v1/orders alone, relay off, and pgbench beside it',
  outage: 'the broker away for a minute',
  real: 'the same way with gateway, carrier and mail server as processes',
  memory: 'resident memory after a time without work',
  bloat: 'how large the outbox grows',
  events: 'the event store, and emmett beside it',
  million: 'a thousand orders stored and a million',
  dbos: 'orders, and those of DBOS Transact beside them',
  streams: 'reads of a customer beside the streams and waits of others',
  growth: 'how the cost of an order grows with load, lines and instances',
} as const;

export type FigureName = keyof typeof FIGURES;
export const ONLY_WHEN_NAMED: readonly string[] = ['bloat', 'events', 'million', 'dbos', 'streams', 'growth'];
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

export function figureOptions(args: readonly string[]): FigureOptions {
  const { values } = commandLine(FIGURES_HELP, {
    args: [...args],
    options: {
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '200' },
      idle: { type: 'string', default: '300' },
      'outbox-seconds': { type: 'string', default: '120' },
      only: { type: 'string', multiple: true },
      json: { type: 'string' },
    },
  });
  const { only } = values;
  const unknown = only?.find((name) => !Object.hasOwn(FIGURES, name));
  if (unknown !== undefined) wrongUsage(`--only does not know "${unknown}".`, FIGURES_HELP);
  return {
    seconds: Number(values.seconds),
    rate: Number(values.rate),
    idle: Number(values.idle),
    outboxSeconds: Number(values['outbox-seconds']),
    json: values.json,
    needsPlatform: !only?.every((name) => WITHOUT_PLATFORM.includes(name)),
    wants: (name) => only?.includes(name) ?? !ONLY_WHEN_NAMED.includes(name),
  };
}

export const FIGURES_HELP = `npm run bench -- [options]: the figures of docs/performance.md for this working tree

  --only NAME         only these figures; may be given several times
  --seconds N         length of the sustained runs (60)
  --rate N            orders per second of the flood (200)
  --idle N            seconds without work before memory is read (300)
  --outbox-seconds N  how long the outbox grows (120)
  --json FILE         writes the figures there, too

Names:
${Object.entries(FIGURES)
  .map(
    ([name, what]) =>
      `  ${name.padEnd(18)}${what}${ONLY_WHEN_NAMED.includes(name) ? ' (only when named)' : ''}`,
  )
  .join('\n')}`;
