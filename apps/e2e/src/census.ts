import { SERVICES } from '@waybill/contracts';
import { Api } from '@waybill/testing';
import pg from 'pg';
import type { OneProcess } from './one-process.js';

/** Number of records that contain a mark, by place (such as `order.outbox`). Places without such a record are absent. */
export type Census = Readonly<Record<string, number>>;

/** Counts the records that contain `mark` in all tables of all services, all topics, the mailbox, the gateway and the carrier. */
export async function census(platform: OneProcess, mark: string): Promise<Census> {
  const tables = await Promise.all(
    SERVICES.map((service) => rowsNaming(platform.databases[service], service, mark)),
  );
  const topics = platform.heard
    .filter(({ headers, value }) => names({ headers, body: value?.toString('utf8') }, mark))
    .map(({ topic }) => `topic ${topic}`);
  const { gateway, carrier, inbox } = platform.urls;
  const world = await Promise.all([
    listed(`${gateway}/sandbox/payments`, 'charge', mark),
    listed(`${carrier}/v1/bookings`, 'booking', mark),
    listed(`${inbox}/api/messages?limit=10000`, 'mail', mark),
  ]);
  return Object.assign({}, ...tables, counted([...topics, ...world.flat()])) as Census;
}

/** Places with more records in `after` than in `before`. */
export function ghosts(before: Census, after: Census): string[] {
  return Object.keys(after)
    .filter((place) => after[place]! > (before[place] ?? 0))
    .sort();
}

async function rowsNaming(url: string, service: string, mark: string): Promise<Census> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
    );
    // A row cast to text contains all its columns, including their JSON.
    const count = ({ name }: { name: string }): string =>
      `SELECT ${client.escapeLiteral(`${service}.${name}`)} AS place, count(*)::int AS count
       FROM ${client.escapeIdentifier(name)} AS t WHERE strpos(t::text, $1) > 0`;
    const { rows } = await client.query<{ place: string; count: number }>(
      tables.map(count).join(' UNION ALL '),
      [mark],
    );
    return Object.fromEntries(
      rows.filter(({ count }) => count > 0).map(({ place, count }) => [place, count]),
    );
  } finally {
    await client.end();
  }
}

async function listed(url: string, place: string, mark: string): Promise<string[]> {
  const { items } = await new Api(url).get<{ items: object[] }>('');
  return items.filter((item) => names(item, mark)).map(() => place);
}

function names(thing: object, mark: string): boolean {
  return JSON.stringify(thing).includes(mark);
}

function counted(places: readonly string[]): Census {
  const counts: Record<string, number> = {};
  for (const place of places) counts[place] = (counts[place] ?? 0) + 1;
  return counts;
}
