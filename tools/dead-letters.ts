import { readFileSync } from 'node:fs';
import type { Api } from '@waybill/testing';
import { Advice, commandLine, conclude, print, serviceApis, table, wrongUsage } from '@waybill/shop';

const USAGE = `npm run dead-letters -- <command>
  list      lists open dead letters of all services (filters: --status, --type, --consumer, --error, --fingerprint; --group: by cause)
  show      shows one dead letter (ID)
  edit      replaces the value of an open dead letter (ID --value TEXT, or --value @FILE)
  redrive   sends it to its consumer again (ID, or --all with the filters of list; --dry-run shows the changes)
  discard   closes it without handling the message (ID --reason TEXT)
All commands: --service NAME (default: all), --url URL (one service), --token TOKEN, --as NAME (for the trail; default: your user name), --json`;

const { values, positionals } = options();
const [command = 'list', id] = positionals;

interface DeadLetter {
  readonly id: string;
  readonly type: string | null;
  readonly key: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly fingerprint: string;
  readonly status: string;
  readonly place: number | null;
  readonly lastAt: string;
}
interface Group extends Pick<DeadLetter, 'fingerprint' | 'type' | 'errorCode' | 'errorMessage' | 'lastAt'> {
  readonly consumer: string;
  readonly open: number;
  readonly count: number;
  readonly firstAt: string;
}
interface Result {
  readonly id: string;
  readonly outcome: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly planned?: Planned;
}
interface Planned {
  readonly tables: readonly { table: string; inserts: object[]; updates: object[]; removals: object[] }[];
  readonly messages: readonly { topic: string; key: string; type: string; data: unknown }[];
  readonly effects: readonly { kind: string; key: string; payload: unknown }[];
}

async function run(): Promise<void> {
  switch (command) {
    case 'list':
      return values.group ? groups() : list();
    case 'show':
      return print(await onLetter((api, path) => api.get<object>(path)));
    case 'edit':
      return edit();
    case 'redrive':
      return values.all ? redriveAll() : redriveOne();
    case 'discard':
      if (!values.reason) throw new Advice('--reason is missing: --reason "…"');
      return print(
        await onLetter((api, path) => api.post<object>(`${path}/discard`, { reason: values.reason })),
      );
    default:
      return wrongUsage(`Unknown command "${command}".`, USAGE);
  }
}

async function list(): Promise<void> {
  const rows: (DeadLetter & { service: string })[] = [];
  for (const [service, api] of await apis()) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = new URLSearchParams({ ...filter(), limit: '100', ...(cursor && { cursor }) });
      const page: { items: DeadLetter[]; nextCursor: string | null } = await api.get(
        `/admin/dead-letters?${query.toString()}`,
      );
      rows.push(...page.items.map((item) => ({ ...item, service })));
      cursor = page.nextCursor;
    }
  }
  if (values.json) return print(rows);
  table(
    ['service', 'id', 'type', 'key', 'error', 'fingerprint', 'status', 'last'],
    rows.map(({ service, id: deadLetter, type, key, errorCode, fingerprint, status, place, lastAt }) => [
      service,
      deadLetter,
      type ?? '-',
      key,
      errorCode,
      fingerprint,
      place === null ? status : `${status} (position ${place} of its key)`,
      lastAt,
    ]),
    'No dead letters.',
  );
}

async function groups(): Promise<void> {
  const rows: (Group & { service: string })[] = [];
  for (const [service, api] of await apis()) {
    const path = `/admin/dead-letters/fingerprints?${new URLSearchParams(filter()).toString()}`;
    const { items } = await api.get<{ items: Group[] }>(path);
    rows.push(...items.map((item) => ({ ...item, service })));
  }
  if (values.json) return print(rows);
  table(
    ['fingerprint', 'open', 'all', 'consumer', 'type', 'error', 'first', 'last'],
    rows.map(({ fingerprint, open, count, consumer, type, errorCode, errorMessage, firstAt, lastAt }) => [
      fingerprint,
      String(open),
      String(count),
      consumer,
      type ?? '-',
      `${errorCode}: ${errorMessage.replaceAll('\n', ' ').slice(0, 60)}`,
      firstAt,
      lastAt,
    ]),
    'No dead letters.',
  );
}

async function edit(): Promise<void> {
  if (values.value === undefined) throw new Advice('--value is missing: --value TEXT or --value @FILE');
  const value = values.value.startsWith('@') ? readFileSync(values.value.slice(1), 'utf8') : values.value;
  print(await onLetter((api, path) => api.put<object>(path, { value })));
}

async function redriveOne(): Promise<void> {
  const dryRun = values['dry-run'];
  const { items } = await onLetter((api, path) =>
    api.post<{ items: Result[] }>(`${path}/redrive`, { dryRun }),
  );
  tell(items);
}

async function redriveAll(): Promise<void> {
  const results: Result[] = [];
  const { status: _, ...matching } = filter();
  for (const [, api] of await apis()) {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const body = { filter: matching, dryRun: values['dry-run'], ...(cursor && { cursor }) };
      const page: { items: Result[]; nextCursor: string | null } = await api.post(
        '/admin/dead-letters/redrive',
        body,
      );
      results.push(...page.items);
      cursor = page.nextCursor;
    }
  }
  tell(results);
}

function tell(results: readonly Result[]): void {
  if (results.some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
  if (values.json) return print(results);
  table(
    ['id', 'outcome', 'error'],
    results.map(({ id: deadLetter, outcome, errorCode, errorMessage }) => [
      deadLetter,
      outcome,
      errorCode ? `${errorCode}: ${errorMessage}` : '',
    ]),
    'No dead letter matches.',
  );
  for (const { id: deadLetter, planned } of results) if (planned) describe(deadLetter, planned);
}

function describe(deadLetter: string, { tables, messages, effects }: Planned): void {
  console.log(`\n${deadLetter} would`);
  const row = (verb: string, where: string, what: unknown) =>
    console.log(`  ${verb.padEnd(8)} ${where}  ${JSON.stringify(what)}`);
  for (const { table: name, inserts, updates, removals } of tables) {
    for (const one of inserts) row('insert', name, one);
    for (const one of updates) row('update', name, one);
    for (const one of removals) row('remove', name, one);
  }
  for (const { topic, key, type, data } of messages) row('publish', `${type} to ${topic} (${key})`, data);
  for (const { kind, key, payload } of effects) row('call', `${kind} (${key})`, payload);
}

/** Calls the service that has the dead letter. */
async function onLetter<T>(call: (api: Api, path: string) => Promise<T>): Promise<T> {
  if (!id) throw new Advice(`ID is missing: npm run dead-letters -- ${command} ID (list shows the ids)`);
  const path = `/admin/dead-letters/${encodeURIComponent(id)}`;
  for (const [, api] of await apis()) {
    const { status } = await api.call('GET', path);
    if (status !== 404) return call(api, path);
  }
  throw new Advice(`no service has a dead letter ${id}; npm run dead-letters -- list shows all`);
}

const apis = () => serviceApis(values);

function filter(): Record<string, string> {
  const { status = 'open', type, consumer, error: errorCode, fingerprint } = values;
  const given = { ...(status === 'all' ? {} : { status }), type, consumer, errorCode, fingerprint };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]));
}

function options() {
  return commandLine(USAGE, {
    allowPositionals: true,
    options: {
      service: { type: 'string' },
      url: { type: 'string' },
      token: { type: 'string' },
      as: { type: 'string' },
      status: { type: 'string' },
      type: { type: 'string' },
      consumer: { type: 'string' },
      error: { type: 'string' },
      fingerprint: { type: 'string' },
      value: { type: 'string' },
      reason: { type: 'string' },
      all: { type: 'boolean', default: false },
      group: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
    },
  });
}

await conclude(run);
