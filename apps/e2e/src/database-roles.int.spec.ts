import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import {
  APPEND_ONLY_TABLES,
  type ProvisionedDatabase,
  READ_ONLY_TABLES,
  migrate,
  provision,
} from '@waybill/platform';
import { allApps } from '@waybill/shop';
import { dropDatabase, queryOn, testDatabaseUrl, uniqueName } from '@waybill/testing';

const NAMES = [...SERVICES, ...LISTENERS];
const suffix = `_${uniqueName('roles').replace('-', '_')}`;
const databases = new Map<string, ProvisionedDatabase>();

beforeAll(async () => {
  for (const { name } of await allApps())
    databases.set(name, await provision(testDatabaseUrl(), name, suffix));
  await Promise.all((await allApps()).map((app) => migrate(app, of(app.name).ownerUrl)));
});
afterAll(async () => {
  for (const name of databases.keys()) await dropDatabase(testDatabaseUrl(), `waybill_${name}${suffix}`);
});

const of = (name: string): ProvisionedDatabase => databases.get(name)!;
const others = (name: string): string[] => NAMES.filter((other) => other !== name);

/** The codes with which Postgres refuses these logins; "none" if it lets one in. */
async function refusalsOf(urls: readonly string[]): Promise<unknown[]> {
  const refusals = urls.map((url) =>
    queryOn(url, 'SELECT').then(
      () => 'none',
      (error: { code?: string }) => error.code ?? error,
    ),
  );
  return [...new Set(await Promise.all(refusals))];
}

/** The URL with parts of another one. */
function mixed(url: string, from: string, ...parts: readonly ('pathname' | 'username')[]): string {
  const result = new URL(url);
  for (const part of parts) result[part] = new URL(from)[part];
  return result.href;
}

const INSUFFICIENT_PRIVILEGE = '42501';
const INVALID_PASSWORD = '28P01';

describe.each(NAMES)('who has stolen the environment of %s', (name) => {
  const stolen = (): string[] => [of(name).url, of(name).ownerUrl];

  it('can log in to its own database', async () => {
    expect(await refusalsOf(stolen())).toEqual(['none']);
  });

  it('cannot log in to another database with its roles', async () => {
    const logins = stolen().flatMap((url) =>
      others(name).map((other) => mixed(url, of(other).url, 'pathname')),
    );
    expect(logins).toHaveLength(2 * (NAMES.length - 1));
    expect(await refusalsOf(logins)).toEqual([INSUFFICIENT_PRIVILEGE]);
  });

  it('cannot log in as another role with its passwords', async () => {
    const roles = [
      ...others(name).flatMap((other) => [of(other).url, of(other).ownerUrl]),
      testDatabaseUrl(),
    ];
    const logins = stolen().flatMap((url) => roles.map((role) => mixed(url, role, 'pathname', 'username')));
    expect(await refusalsOf(logins)).toEqual([INVALID_PASSWORD]);
  });

  it('cannot change the schema as the service, nor become its owner', async () => {
    const owner = new URL(of(name).ownerUrl).username;
    for (const sql of ['CREATE TABLE mine (id text)', 'DROP TABLE inbox', `SET ROLE ${owner}`])
      await expect(queryOn(of(name).url, sql)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });
});

interface Grant {
  readonly table: string;
  readonly rights: readonly string[];
}

/** What the service's role may do with its tables, also by single columns. */
async function rightsOf(name: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const grants = await queryOn<Grant>(
    of(name).url,
    `SELECT t.relname AS table, array_agg(privilege ORDER BY privilege) AS rights
     FROM pg_class t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) privilege
     WHERE t.relnamespace = 'public'::regnamespace AND t.relkind IN ('r', 'p') AND (has_table_privilege(t.oid, privilege)
       OR privilege IN ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege(t.oid, privilege))
     GROUP BY t.relname`,
  );
  return new Map(grants.map(({ table, rights }) => [table, rights]));
}

describe('tables that are only added to', () => {
  it.each(NAMES)('may be read and added to by the role of %s, and its migrations only read', async (name) => {
    const rights = await rightsOf(name);
    expect(rights.get('outbox')).toEqual(['DELETE', 'INSERT', 'SELECT', 'UPDATE']);
    for (const table of APPEND_ONLY_TABLES)
      if (rights.has(table)) expect([table, rights.get(table)]).toEqual([table, ['INSERT', 'SELECT']]);
    for (const table of READ_ONLY_TABLES) expect([table, rights.get(table)]).toEqual([table, ['SELECT']]);
  });

  it('each exist in a service', async () => {
    const found = await Promise.all(NAMES.map(async (name) => [...(await rightsOf(name)).keys()]));
    expect(found.flat()).toEqual(expect.arrayContaining([...APPEND_ONLY_TABLES, ...READ_ONLY_TABLES]));
  });

  it.each([
    `UPDATE dead_letter_log SET actor = 'nobody'`,
    'DELETE FROM dead_letter_log',
    'TRUNCATE dead_letter_log',
    `UPDATE events SET data = '{}'`,
    'DELETE FROM events',
    `INSERT INTO migrations (timestamp, name) VALUES (0, 'Mine')`,
    'DELETE FROM migrations',
  ])('cannot be changed: %s', async (sql) => {
    await expect(queryOn(of('order').url, sql)).rejects.toMatchObject({ code: INSUFFICIENT_PRIVILEGE });
  });

  it('lose the rights that a release before left to the service', async () => {
    const app = (await allApps()).find(({ name }) => name === 'order')!;
    const { url, ownerUrl } = of(app.name);
    await queryOn(ownerUrl, `GRANT ALL ON dead_letter_log, migrations TO ${new URL(url).username}`);
    await queryOn(ownerUrl, 'GRANT DELETE ON dead_letter_log TO PUBLIC');
    await queryOn(url, `UPDATE dead_letter_log SET actor = 'nobody'`);
    expect(await migrate(app, ownerUrl)).toEqual([]);
    const rights = await rightsOf(app.name);
    expect(rights.get('dead_letter_log')).toEqual(['INSERT', 'SELECT']);
    expect(rights.get('migrations')).toEqual(['SELECT']);
  });
});
