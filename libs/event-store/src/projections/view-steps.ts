import type { QueryRunner } from 'typeorm';
import { GENERATIONS, type GenerationState } from './tables.js';

/*
 * Steps of a migration that creates or changes a view. Migrations that have been released call them, so each of them must do to a new
 * database what it has done to the standing ones. For another result write another step.
 */

/** A view by the name of its projection and by that of the SQL view; its generations are the tables `<table>_1` and `<table>_2`. */
export interface ViewTables {
  readonly name: string;
  readonly table: string;
}

/** Creates the table of projections. */
export async function createProjections(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE projections (
      name text NOT NULL, generation integer NOT NULL, state text NOT NULL, tx bigint NOT NULL, position bigint NOT NULL,
      events bigint NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (name, generation)
    );
  `);
}

/** Creates both generations of a view, and the SQL view over the live one. `columns` is what stands between the brackets of CREATE TABLE. */
export async function createView(
  runner: QueryRunner,
  { name, table, columns }: ViewTables & { readonly columns: string },
): Promise<void> {
  for (const generation of GENERATIONS) {
    const one = `${table}_${generation}`;
    await addGeneration(runner, name, generation, generation === 1 ? 'live' : 'idle');
    await runner.query(`
      CREATE TABLE ${one} (${columns}) WITH (fillfactor = 70);
      CREATE TABLE ${one}_memos (stream_id text NOT NULL, memo jsonb NOT NULL, PRIMARY KEY (stream_id)) WITH (fillfactor = 70);
      DO $$ DECLARE who name;
      BEGIN
        FOR who IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
          WHERE table_name = '${one}' AND privilege_type = 'DELETE' AND grantee NOT IN ('PUBLIC', current_user)
        LOOP EXECUTE format('GRANT TRUNCATE ON ${one}, ${one}_memos TO %I', who);
        END LOOP;
      END $$`);
  }
  await runner.query(viewOverLive({ name, table }));
}

/**
 * Changes both generations of a view: `change` is what follows `ALTER TABLE <name>`, such as `ADD COLUMN returned bigint NOT NULL DEFAULT 0`.
 * A new column needs a default or must be nullable, because services of the version before go on writing rows without it.
 */
export async function alterView(runner: QueryRunner, view: ViewTables, change: string): Promise<void> {
  // A SQL view keeps the columns that its tables had when it was created, so it is created again, with the grants that it had.
  await runner.query(`
    DO $$ DECLARE
      grants aclitem[] := (SELECT relacl FROM pg_class WHERE oid = '${view.table}'::regclass);
      granted record;
    BEGIN
      DROP VIEW ${view.table};
      ${GENERATIONS.map((generation) => `ALTER TABLE ${view.table}_${generation} ${change};`).join('\n')}
      ${viewOverLive(view)};
      FOR granted IN SELECT DISTINCT grantee::regrole AS role, privilege_type AS privilege FROM aclexplode(grants) WHERE grantee <> 0
      LOOP EXECUTE format('GRANT %s ON ${view.table} TO %s', granted.privilege, granted.role);
      END LOOP;
    END $$`);
}

/** Has an inline view rebuilt and verified; its table is the service's own. */
export async function createInlineView(runner: QueryRunner, name: string): Promise<void> {
  await addGeneration(runner, name, 1, 'idle');
}

export async function dropView(runner: QueryRunner, { name, table }: ViewTables): Promise<void> {
  await runner.query(`DROP VIEW ${table}; DELETE FROM projections WHERE name = '${name}'`);
  for (const generation of GENERATIONS)
    await runner.query(`DROP TABLE ${table}_${generation}, ${table}_${generation}_memos`);
}

async function addGeneration(
  runner: QueryRunner,
  name: string,
  generation: number,
  state: GenerationState,
): Promise<void> {
  await runner.query(`
    INSERT INTO projections (name, generation, state, tx, position, events, updated_at)
    VALUES ('${name}', ${generation}, '${state}', 0, 0, 0, now())`);
}

/** A SQL view over the generation that is live: to switch is one update of `projections`. */
function viewOverLive({ name, table }: ViewTables): string {
  const live = GENERATIONS.map(
    (generation) => `SELECT * FROM ${table}_${generation}
      WHERE (SELECT state FROM projections WHERE name = '${name}' AND generation = ${generation}) = 'live'`,
  );
  return `CREATE VIEW ${table} AS ${live.join(' UNION ALL ')}`;
}
