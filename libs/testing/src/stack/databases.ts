import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { eventually } from './eventually.js';

export interface FreshDatabase {
  readonly name: string;
  /** The admin address with this database in it. */
  readonly url: string;
  /** Drops the database, with the connections that are still open. */
  drop(): Promise<void>;
}

/** Makes an empty database whose name begins with `name` and ends with chance, so that no two tests share one. */
export async function freshDatabase(adminUrl: string, name: string): Promise<FreshDatabase> {
  const prefix = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, 40);
  const unique = `${prefix}_${randomBytes(4).toString('hex')}`;
  await queryOn(adminUrl, `CREATE DATABASE ${unique}`);
  const url = new URL(adminUrl);
  url.pathname = `/${unique}`;
  return { name: unique, url: url.href, drop: () => dropDatabase(adminUrl, unique) };
}

/** Drops a database, with the connections that are still open; quiet if there is none of that name. */
export async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  // FORCE ends connections, not the reader of a replication slot: it needs a moment to see that its client has gone.
  await eventually(() =>
    queryOn(adminUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  );
}

/**
 * A pool whose connections may be ended by the server: `pool.end()` does not wait for its sockets, and the database that is
 * dropped next ends them with an error that has no listener.
 */
export function poolOn(url: string, config: pg.PoolConfig = {}): pg.Pool {
  return new pg.Pool({ ...config, connectionString: url }).on('error', () => undefined);
}

/** The rows of one statement, on a connection of its own. */
export async function queryOn<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
