import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allApps } from '@waybill/shop';
import { ROOT } from '@waybill/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { MIGRATION_LOCK, type MigrationHashes, completed, migrationHashes } from './migration-lock.js';

const [app] = await allApps();

/** An app with one migration, which creates a table with these columns. */
function withColumns(columns: string) {
  class Accounts1760000000099 implements MigrationInterface {
    async up(runner: QueryRunner): Promise<void> {
      // eslint-disable-next-line waybill/migration -- the mistake that this is about
      await runner.query(`CREATE TABLE accounts (${columns})`);
    }

    async down(): Promise<void> {}
  }
  return { ...app!, entities: [], migrations: [Accounts1760000000099] };
}

describe('the lock of the migrations', () => {
  it('has every migration of every service, with the statements that it was released with', async () => {
    const locked = JSON.parse(await readFile(join(ROOT, MIGRATION_LOCK), 'utf8')) as MigrationHashes;
    expect(await migrationHashes(await allApps())).toEqual(locked);
  });

  it('tells a migration with another statement from what it was, and not one that was only indented', async () => {
    const before = await migrationHashes([withColumns('id text')]);
    expect(await migrationHashes([withColumns('id  text')])).toEqual(before);
    const after = await migrationHashes([withColumns('id text, name text')]);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['Accounts1760000000099']);
  });

  it('takes up new migrations and keeps the hashes of the others', () => {
    expect(JSON.parse(completed({ Old1: 'as it was' }, { Old1: 'changed', New2: 'new' }))).toEqual({
      Old1: 'as it was',
      New2: 'new',
    });
  });

  it('refuses two migrations of one name', async () => {
    const apps = [withColumns('id text'), { ...withColumns('id uuid'), name: 'other' }];
    await expect(migrationHashes(apps)).rejects.toThrow(
      'two migrations have the name Accounts1760000000099; name the one of other differently',
    );
  });
});
