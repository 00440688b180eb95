import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Reconciliations1760000002005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reconciliations (
        day text NOT NULL, compared integer NOT NULL, differences jsonb NOT NULL, begun_at timestamptz NOT NULL,
        finished_at timestamptz, PRIMARY KEY (day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reconciliations`);
  }
}
