import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A service's database by the URLs of three roles, each with a password of its own. */
export interface ProvisionedDatabase {
  /** With the service's role, which only reads and writes rows. */
  readonly url: string;
  /** With the role that owns the database and migrates it. */
  readonly ownerUrl: string;
  /** With the role of the given URL. */
  readonly adminUrl: string;
}

/**
 * Creates the database `waybill_<service>`, a role of the same name that may only read and write its rows, and the role `…_owner` that
 * migrates it. Neither may connect to another database. Safe to repeat: both roles then get new passwords. Throws if the database
 * exists and belongs to another role.
 */
export async function provision(
  adminUrl: string,
  service: string,
  suffix = '',
): Promise<ProvisionedDatabase> {
  const name = `waybill_${service}${suffix}`;
  const roles = { service: roleOf(name), owner: roleOf(`${name}_owner`) };
  await inDatabase(adminUrl, async (admin) => {
    for (const role of [roles.service, roles.owner]) await createRole(admin, role);
    await createDatabase(admin, name, roles.owner.user);
  });
  const url = withPath(adminUrl, { database: name, ...roles.service });
  const ownerUrl = withPath(adminUrl, { database: name, ...roles.owner });
  await grant(ownerUrl, name);
  return { url, ownerUrl, adminUrl: withPath(adminUrl, { database: name }) };
}

/** Needed for `OUTBOX_RELAY=replication` only: a role with REPLICATION can read the WAL of the whole server. */
export async function allowReplication(adminUrl: string, role: string): Promise<void> {
  await inDatabase(adminUrl, (admin) => admin.query(`ALTER ROLE ${pg.escapeIdentifier(role)} REPLICATION`));
}

/** Grants the service's role access to everything that the owner creates from now on. */
export async function grant(ownerUrl: string, role: string): Promise<void> {
  const name = pg.escapeIdentifier(role);
  await inDatabase(ownerUrl, (owner) =>
    owner.query(`
      REVOKE CREATE ON SCHEMA public FROM PUBLIC;
      GRANT USAGE ON SCHEMA public TO ${name};
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${name};
      ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO ${name};`),
  );
}

export interface ReaderOptions {
  readonly role: string;
  readonly password: string;
  /** Databases that exist. Tables that their owners create later are readable as well. */
  readonly databases: readonly string[];
}

/**
 * Creates a role that may read every table of these databases and write none, for audits and reports. Safe to repeat. Returns
 * the role's URL of each database, in their order.
 */
export async function provisionReader(
  adminUrl: string,
  { role, password, databases }: ReaderOptions,
): Promise<string[]> {
  const name = pg.escapeIdentifier(role);
  await inDatabase(adminUrl, async (admin) => {
    await createRole(admin, { user: role, password });
    await admin.query(`ALTER ROLE ${name} SET default_transaction_read_only = on`);
  });
  for (const database of databases)
    await inDatabase(withPath(adminUrl, { database }), async (admin) => {
      const owner = pg.escapeIdentifier((await ownerOf(admin, database))!);
      await admin.query(`
        GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${name};
        GRANT USAGE ON SCHEMA public TO ${name};
        GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${name};
        ALTER DEFAULT PRIVILEGES FOR ROLE ${owner} IN SCHEMA public GRANT SELECT ON TABLES TO ${name}`);
    });
  return databases.map((database) => withPath(adminUrl, { database, user: role, password }));
}

interface Role {
  readonly user: string;
  readonly password: string;
}

function roleOf(user: string): Role {
  return { user, password: randomBytes(16).toString('hex') };
}

async function createRole(admin: pg.Client, { user, password }: Role): Promise<void> {
  const { rowCount: found } = await admin.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
  await admin.query(
    `${found ? 'ALTER' : 'CREATE'} ROLE ${pg.escapeIdentifier(user)} LOGIN PASSWORD ${admin.escapeLiteral(password)}`,
  );
}

async function createDatabase(admin: pg.Client, name: string, owner: string): Promise<void> {
  const found = await ownerOf(admin, name);
  if (found !== undefined && found !== owner)
    throw new Error(
      `the database ${name} belongs to the role ${found}, and each service’s database belongs to an owner of its own now: ` +
        `drop it, or hand it and its tables over to ${owner}`,
    );
  const [database, role] = [name, owner].map(pg.escapeIdentifier);
  // An administrator who is no superuser must be a member of a role to give it a database.
  await admin.query(`GRANT ${role} TO CURRENT_USER`);
  if (found === undefined) await admin.query(`CREATE DATABASE ${database} OWNER ${role}`);
  await admin.query(`REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`);
  await admin.query(`GRANT CONNECT ON DATABASE ${database} TO ${pg.escapeIdentifier(name)}`);
}

async function ownerOf(admin: pg.Client, database: string): Promise<string | undefined> {
  const { rows } = await admin.query<{ owner: string }>(
    'SELECT pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datname = $1',
    [database],
  );
  return rows[0]?.owner;
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

function withPath(url: string, { database, ...role }: { database: string } & Partial<Role>): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  if (role.user) changed.username = role.user;
  if (role.password) changed.password = role.password;
  return changed.href;
}
