import { createHash } from 'node:crypto';
import { type ServiceApp, dataSourceOf } from '@waybill/platform';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hashes of the statements of all migrations, by class name. */
export type MigrationHashes = Readonly<Record<string, string>>;

export const MIGRATION_LOCK = 'docs/migrations.lock.json';

/** Hashes the statements of each migration for an empty database. Needs no database, because no statement depends on a result. */
export async function migrationHashes(apps: readonly ServiceApp[]): Promise<MigrationHashes> {
  const hashes = new Map<string, string>();
  for (const app of apps) {
    const migrations = dataSourceOf(app, 'postgres://localhost').options.migrations as MigrationClass[];
    for (const migration of migrations) {
      const hash = await hashOf(migration);
      if ((hashes.get(migration.name) ?? hash) !== hash)
        throw new Error(
          `two migrations have the name ${migration.name}; name the one of ${app.name} differently`,
        );
      hashes.set(migration.name, hash);
    }
  }
  return Object.fromEntries(hashes);
}

type MigrationClass = new () => MigrationInterface;

async function hashOf(migration: MigrationClass): Promise<string> {
  const statements: [sql: string, parameters: readonly unknown[]][] = [];
  const recorder = {
    query(sql: string, parameters: readonly unknown[] = []) {
      // Indentation is not part of a statement.
      statements.push([sql.replace(/\s+/g, ' ').trim(), parameters]);
      return Promise.resolve([]);
    },
  };
  await new migration().up(recorder as unknown as QueryRunner);
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex').slice(0, 16);
}

/**
 * The lock file with new migrations added at the end, so that it lists migrations in the order of their release. Existing hashes are
 * never changed.
 */
export function completed(locked: MigrationHashes, hashes: MigrationHashes): string {
  return `${JSON.stringify({ ...locked, ...hashes, ...locked }, null, 2)}\n`;
}
