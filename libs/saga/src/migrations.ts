import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SagaTable1760000000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sagas (
        id text NOT NULL, name text NOT NULL, tenant text NOT NULL, status text NOT NULL, state jsonb NOT NULL,
        log jsonb NOT NULL, deadline timestamptz, wake_at timestamptz, started_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (id)
      ) WITH (fillfactor = 70);
      CREATE INDEX sagas_wake ON sagas (wake_at) WHERE wake_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sagas`);
  }
}

/** What the saga was given and what it decided. */
export class SagaDecisions1760000000022 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE sagas ADD decisions jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sagas DROP COLUMN decisions');
  }
}

/** Adds versions of definitions and attempts for alarms, and wakes all sagas that have not ended. */
export class SagaVersions1760000000018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sagas
        ADD version integer NOT NULL DEFAULT 1,
        ADD attempt integer NOT NULL DEFAULT 0;
      UPDATE sagas SET wake_at = now(), deadline = now() WHERE wake_at IS NULL AND status <> 'ended';
      ALTER TABLE sagas ADD CONSTRAINT sagas_wake_until_ended CHECK (status = 'ended' OR wake_at IS NOT NULL);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE sagas DROP CONSTRAINT sagas_wake_until_ended, DROP COLUMN attempt, DROP COLUMN version`,
    );
  }
}
