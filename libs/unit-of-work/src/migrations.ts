import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How long claims are kept: longer than the retention of a topic, so that a redelivered message finds its claim. */
export const CLAIM_DAYS = 14;

/** Inbox, effects and idempotency keys of every service. */
export class ShellTables1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        day date NOT NULL, consumer text NOT NULL, message_id text NOT NULL, PRIMARY KEY (day, consumer, message_id)
      ) PARTITION BY RANGE (day);
      SELECT maintain_partitions('inbox', 14);
      CREATE TABLE effects (
        id text NOT NULL, shard smallint NOT NULL, kind text NOT NULL, key text NOT NULL, payload jsonb NOT NULL,
        context jsonb NOT NULL, attempt integer NOT NULL, due_at timestamptz NOT NULL, PRIMARY KEY (id)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
      CREATE INDEX effects_due ON effects (due_at);
      CREATE TABLE idempotency_keys (
        scope text NOT NULL, fingerprint text NOT NULL, answer json NOT NULL, created_at timestamptz NOT NULL,
        PRIMARY KEY (scope)
      );
      CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE idempotency_keys, effects, inbox`);
  }
}
