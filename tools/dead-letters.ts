import { readFileSync } from 'node:fs';
import type { Api } from '@waybill/testing';
import { Advice, conclude, print, serviceApis, table } from '@waybill/shop';
import { dispatch } from './commands/called.js';
import {
  deadLetters,
  discardDeadLetter,
  editDeadLetter,
  listDeadLetters,
  redriveDeadLetters,
  showDeadLetter,
} from './commands/operate.js';

/** Commands that take the id of a dead letter. */
const ID_OF = [showDeadLetter, editDeadLetter, redriveDeadLetters, discardDeadLetter];

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

const values = deadLetters.opts();

function run(): Promise<void> {
  return dispatch({
    list: () => (listDeadLetters.opts().group ? groups() : list()),
    show: async () => print(await onDeadLetter((api, path) => api.get<object>(path))),
    edit,
    redrive: () => (redriveDeadLetters.opts().all ? redriveAll() : redriveOne()),
    discard: async () =>
      print(await onDeadLetter((api, path) => api.post<object>(`${path}/discard`, discardDeadLetter.opts()))),
  });
}

async function list(): Promise<void> {
  const rows: (DeadLetter & { service: string })[] = [];
  for (const [service, api] of await apis()) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const query = new URLSearchParams({
        ...filter(listDeadLetters.opts()),
        limit: '100',
        ...(cursor && { cursor }),
      });
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
    const path = `/admin/dead-letters/fingerprints?${new URLSearchParams(filter(listDeadLetters.opts())).toString()}`;
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
  const { value: given } = editDeadLetter.opts();
  const value = given.startsWith('@') ? readFileSync(given.slice(1), 'utf8') : given;
  print(await onDeadLetter((api, path) => api.put<object>(path, { value })));
}

async function redriveOne(): Promise<void> {
  const { dryRun = false } = redriveDeadLetters.opts();
  const { items } = await onDeadLetter((api, path) =>
    api.post<{ items: Result[] }>(`${path}/redrive`, { dryRun }),
  );
  tell(items);
}

async function redriveAll(): Promise<void> {
  const results: Result[] = [];
  const { dryRun = false } = redriveDeadLetters.opts();
  const { status: _, ...matching } = filter(redriveDeadLetters.opts());
  for (const [, api] of await apis()) {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const body = { filter: matching, dryRun, ...(cursor && { cursor }) };
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
async function onDeadLetter<T>(call: (api: Api, path: string) => Promise<T>): Promise<T> {
  const [id] = ID_OF.flatMap((command) => command.args);
  if (!id) throw new Advice('name the ID of a dead letter (list shows the ids), or use --all');
  const path = `/admin/dead-letters/${encodeURIComponent(id)}`;
  for (const [, api] of await apis()) {
    const { status } = await api.call('GET', path);
    if (status !== 404) return call(api, path);
  }
  throw new Advice(`no service has a dead letter ${id}; npm run dead-letters -- list shows all`);
}

const apis = () => serviceApis(values);

function filter(options: ReturnType<typeof redriveDeadLetters.opts>): Record<string, string> {
  const { status = 'open', type, consumer, error: errorCode, fingerprint } = options;
  const given = { ...(status === 'all' ? {} : { status }), type, consumer, errorCode, fingerprint };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => !!entry[1]));
}

await conclude(run);
