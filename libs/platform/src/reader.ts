import pg from 'pg';
import { withPath } from './database.js';

export interface ReaderOptions {
  readonly role: string;
  readonly password: string;
  /** Databases that exist. Tables that their owner creates later are readable as well. */
  readonly databases: readonly string[];
}

/**
 * Creates a role that may read every table of these databases and write none, for audits and reports. Safe to repeat. Returns
 * the role's URL of each database, in their order.
 */
export async function provisionReader(
  ownerUrl: string,
  { role, password, databases }: ReaderOptions,
): Promise<string[]> {
  const name = pg.escapeIdentifier(role);
  await inDatabase(ownerUrl, async (client) => {
    const { rowCount: found } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
    await client.query(`
      ${found ? 'ALTER' : 'CREATE'} ROLE ${name} LOGIN PASSWORD ${client.escapeLiteral(password)};
      ALTER ROLE ${name} SET default_transaction_read_only = on`);
  });
  for (const database of databases)
    await inDatabase(withPath(ownerUrl, { database }), (client) =>
      client.query(`
        GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${name};
        GRANT USAGE ON SCHEMA public TO ${name};
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name};
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO ${name}`),
    );
  return databases.map((database) => withPath(ownerUrl, { database, user: role, password }));
}

async function inDatabase(url: string, act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await act(client);
  } finally {
    await client.end();
  }
}
