import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@waybill/platform';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { type FreshDatabase, freshDatabase } from './stack/databases.js';
import { testDatabaseUrl } from './stack/test-stack.js';
import { schemaDrift } from './schema-drift.js';

@Entity('parcels')
class Parcel {
  @PrimaryColumn('text') id!: string;
  @Column('integer') grams!: number;
}

class ParcelTable1760000009000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return runner.query(`CREATE TABLE parcels (id text NOT NULL, grams bigint NOT NULL, PRIMARY KEY (id))`);
  }

  down(runner: QueryRunner): Promise<void> {
    return runner.query(`DROP TABLE parcels`);
  }
}

const shell = { name: 'drift', entities: [], migrations: [] };
let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase(testDatabaseUrl(), 'drift');
});
afterAll(() => database.drop());

describe('schema drift', () => {
  it('is none in the tables of the shell, the partitioned ones included', async () => {
    await migrate(shell, database.url);
    expect(await schemaDrift(shell, database.url)).toEqual([]);
  });

  it('shows a column whose type differs', async () => {
    const app = { name: 'drift', entities: [Parcel], migrations: [ParcelTable1760000009000] };
    await migrate(app, database.url);
    expect((await schemaDrift(app, database.url)).join('\n')).toContain('"grams" integer');
  });

  it('shows a table that no migration makes', async () => {
    @Entity('crates')
    class Crate {
      @PrimaryColumn('text') id!: string;
    }
    const [sql] = await schemaDrift({ ...shell, entities: [Crate] }, database.url);
    expect(sql).toContain('CREATE TABLE "crates"');
  });
});
