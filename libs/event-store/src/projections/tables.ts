import { type Kind, kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn, type QueryRunner } from 'typeorm';

/**
 * One is `live`; the other is `building` until it takes over, `verifying` while it is compared, else `idle`. An inline view has one
 * row: `building` while it is made anew, else `idle`.
 */
export type GenerationState = 'live' | 'building' | 'verifying' | 'idle';

/** How far a generation of a projection has come. Whoever writes the generation's tables holds this row: it is the fence. */
@Entity('projections')
export class ProjectionGeneration {
  @PrimaryColumn('text') name!: string;
  @PrimaryColumn('integer') generation!: number;
  @Column('text') state!: GenerationState;
  @Column('bigint') tx!: number;
  @Column('bigint') position!: number;
  /** Events seen since its begin. */
  @Column('bigint') events!: number;
  @Column('timestamptz') updatedAt!: Date;
}

/** What a projection remembers of a stream. The name is that of no table: each generation has its own. */
@Entity('memos')
export class StreamMemo {
  @PrimaryColumn('text') streamId!: string;
  @Column('jsonb') memo!: unknown;
}

export const generations = kind(ProjectionGeneration, ['name', 'generation']) as unknown as Kind;
const memos = kind(StreamMemo, ['streamId']) as unknown as Kind;

/** The tables of one generation of a view. */
export function tablesOf(view: Kind, generation: number): { rows: Kind; memos: Kind } {
  const table = `${view.table}_${generation}`;
  return { rows: { ...view, table }, memos: { ...memos, table: `${table}_memos` } };
}

/** Entities of the tables of both generations, for TypeORM's look at the schema. */
export function entitiesOf(base: new () => object, table: string): (new () => object)[] {
  const named = (parent: new () => object, name: string): new () => object => {
    const entity = class extends parent {};
    Entity(name)(entity);
    return entity;
  };
  return [1, 2].flatMap((generation) => [
    named(base, `${table}_${generation}`),
    named(StreamMemo, `${table}_${generation}_memos`),
  ]);
}

/** Makes the table of projections. */
export async function createProjections(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE projections (
      name text NOT NULL, generation integer NOT NULL, state text NOT NULL, tx bigint NOT NULL, position bigint NOT NULL,
      events bigint NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (name, generation)
    );
  `);
}

/**
 * Makes both generations of a view, and the view that shows the live one: switching is one update of `projections`.
 * `columns` is what stands between the brackets of CREATE TABLE.
 */
export async function createView(
  runner: QueryRunner,
  { name, table, columns }: { name: string; table: string; columns: string },
): Promise<void> {
  for (const generation of [1, 2]) {
    const one = `${table}_${generation}`;
    await runner.query(`
      CREATE TABLE ${one} (${columns}) WITH (fillfactor = 70);
      CREATE TABLE ${one}_memos (stream_id text NOT NULL, memo jsonb NOT NULL, PRIMARY KEY (stream_id)) WITH (fillfactor = 70);
      INSERT INTO projections VALUES ('${name}', ${generation}, '${generation === 1 ? 'live' : 'idle'}', 0, 0, 0, now());
      DO $$ DECLARE who name;
      BEGIN
        FOR who IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
          WHERE table_name = '${one}' AND privilege_type = 'DELETE' AND grantee NOT IN ('PUBLIC', current_user)
        LOOP EXECUTE format('GRANT TRUNCATE ON ${one}, ${one}_memos TO %I', who);
        END LOOP;
      END $$`);
  }
  const live = (generation: number): string => `SELECT * FROM ${table}_${generation}
    WHERE (SELECT state FROM projections WHERE name = '${name}' AND generation = ${generation}) = 'live'`;
  await runner.query(`CREATE VIEW ${table} AS ${live(1)} UNION ALL ${live(2)}`);
}

/** Has an inline view rebuilt and verified; its table is the service's own. */
export async function createInlineView(runner: QueryRunner, name: string): Promise<void> {
  await runner.query(`INSERT INTO projections VALUES ('${name}', 1, 'idle', 0, 0, 0, now())`);
}

export async function dropView(runner: QueryRunner, { name, table }: { name: string; table: string }) {
  await runner.query(`DROP VIEW ${table}; DELETE FROM projections WHERE name = '${name}'`);
  for (const one of [`${table}_1`, `${table}_2`]) await runner.query(`DROP TABLE ${one}, ${one}_memos`);
}
