import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { dataSourceOf, migrate } from '@waybill/platform';
import { appOf } from '@waybill/shop';
import { ROOT, freshDatabase, queryOn, schemaDrift, testDatabaseUrl } from '@waybill/testing';

/** All migrations in the order of their release. A new database runs them in the order of their numbers. */
const released = Object.keys(
  JSON.parse(readFileSync(join(ROOT, 'docs/migrations.lock.json'), 'utf8')) as object,
);

describe.each([...SERVICES, ...LISTENERS])(
  'a database of %s that was migrated release by release',
  (name) => {
    it('has the schema of a new one', async () => {
      const app = await appOf(name);
      const standing = await freshDatabase(testDatabaseUrl(), `standing_${name}`);
      const fresh = await freshDatabase(testDatabaseUrl(), `fresh_${name}`);
      try {
        const all = dataSourceOf(app, standing.url).options.migrations as (new () => object)[];
        for (const migration of released.flatMap((one) => all.find((each) => each.name === one) ?? [])) {
          const database = dataSourceOf(app, standing.url).setOptions({ migrations: [migration] });
          await database.initialize();
          await database.runMigrations({ transaction: 'each' }).finally(() => database.destroy());
        }
        expect(await migrate(app, standing.url)).toEqual([]);
        await migrate(app, fresh.url);
        expect(await schemaOf(standing.url)).toEqual(await schemaOf(fresh.url));
        expect(await schemaDrift(app, standing.url)).toEqual([]);
      } finally {
        await standing.drop();
        await fresh.drop();
      }
    });
  },
);

/** Everything that migrations create, in the notation of Postgres, and the rows that they insert. */
async function schemaOf(url: string): Promise<object[]> {
  const found = await queryOn(
    url,
    `
    WITH ours AS (
      SELECT oid, relname, relkind FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND NOT relispartition AND relname <> 'migrations'
    )
    SELECT 'column' AS what, o.relname || '.' || a.attname AS name,
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity, pg_get_expr(d.adbin, d.adrelid)) AS definition
    FROM ours o JOIN pg_attribute a ON a.attrelid = o.oid LEFT JOIN pg_attrdef d ON d.adrelid = o.oid AND d.adnum = a.attnum
    WHERE o.relkind IN ('r', 'p', 'v') AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL SELECT 'view', relname, pg_get_viewdef(oid) FROM ours WHERE relkind = 'v'
    UNION ALL SELECT 'index', relname, pg_get_indexdef(oid) FROM ours WHERE relkind IN ('i', 'I')
    UNION ALL SELECT 'constraint', conname || ' of ' || o.relname, pg_get_constraintdef(c.oid)
      FROM pg_constraint c JOIN ours o ON o.oid = c.conrelid
    UNION ALL SELECT 'trigger', tgname || ' of ' || o.relname, pg_get_triggerdef(t.oid)
      FROM pg_trigger t JOIN ours o ON o.oid = t.tgrelid WHERE NOT tgisinternal
    UNION ALL SELECT 'function', proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    UNION ALL SELECT 'lease', name || ' ' || shard, '' FROM leases
    ORDER BY 1, 2`,
  );
  expect(found.length).toBeGreaterThan(100);
  return found;
}
