import { randomBytes } from 'node:crypto';
import { type ServiceApp, dataSourceOf } from '@waybill/platform';
import type { DataSource } from 'typeorm';
import { type Catalog, compareCatalogs, readCatalog } from './catalog.js';

/**
 * Compares a migrated database with the entities of its service. Returns one sentence per difference, such as `column orders.total is
 * bigint in the database and integer in the entity`, and nothing when they agree.
 *
 * TypeORM creates the entities' tables in an empty schema of the same database, so that Postgres itself spells out every type, default,
 * index and check on both sides. Tables without an entity are ignored, and of indexes that entities cannot describe
 * (`synchronize: false`) only the name is compared. `ownerUrl` needs a role that may create a schema; `migrate` must
 * have run on it. Throws what Postgres says when an entity cannot be created, for example because of an unknown type.
 */
export async function schemaDrift(
  app: Pick<ServiceApp, 'name' | 'entities' | 'migrations'>,
  ownerUrl: string,
): Promise<string[]> {
  const database = dataSourceOf(app, ownerUrl);
  const scratch = `drift_${randomBytes(4).toString('hex')}`;
  await database.initialize();
  try {
    await database.query(`CREATE SCHEMA ${scratch}`);
    try {
      await synchronize(dataSourceOf(app, ownerUrl), scratch);
      const migrated = await readCatalog(database, 'public');
      return compareCatalogs(
        migrated,
        withOwnIndexes(await readCatalog(database, scratch), migrated, database),
      );
    } finally {
      await database.query(`DROP SCHEMA ${scratch} CASCADE`);
    }
  } finally {
    await database.destroy();
  }
}

/** Creates the tables of the entities in a schema; what defaults call, such as functions of a migration, is found in `public`. */
async function synchronize(entities: DataSource, schema: string): Promise<void> {
  const options = `-c search_path=${schema},public`;
  const { extra } = entities.options as { extra: object };
  // TypeORM creates the indexes of a table at once, on one connection.
  entities.setOptions({ schema, extra: { ...extra, options, pipeline: true } } as object);
  await entities.initialize();
  try {
    await entities.synchronize();
  } finally {
    await entities.destroy();
  }
}

/** Adds the indexes with expressions or operator classes, as the migrations define them. */
function withOwnIndexes(entities: Catalog, migrated: Catalog, { entityMetadatas }: DataSource): Catalog {
  const own = entityMetadatas.flatMap(({ tableName, indices }) =>
    indices
      .filter(({ synchronize }) => !synchronize)
      .map(({ name }) => ({ tableName, rule: `index ${name}` })),
  );
  return Object.fromEntries(
    Object.entries(entities).map(([table, { columns, rules }]) => {
      const added = own
        .filter(({ tableName }) => tableName === table)
        .map(({ rule }) => [rule, migrated[table]?.rules[rule] ?? 'of its migration'] as const);
      return [table, { columns, rules: { ...rules, ...Object.fromEntries(added) } }];
    }),
  );
}
