import type { MigrationInterface, QueryRunner } from 'typeorm';

export class EventTables1760000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE streams (
        id text NOT NULL, type text NOT NULL, version integer NOT NULL, head text NOT NULL, PRIMARY KEY (id)
      ) WITH (fillfactor = 70);
      CREATE TABLE events (
        stream_id text NOT NULL, version integer NOT NULL, position bigint GENERATED ALWAYS AS IDENTITY,
        id text NOT NULL, type text NOT NULL, data jsonb NOT NULL, metadata jsonb NOT NULL, at timestamptz NOT NULL,
        PRIMARY KEY (stream_id, version)
      );
      CREATE UNIQUE INDEX events_position ON events (position);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE events, streams`);
  }
}

/**
 * The order of commits. Numbers of a sequence become visible out of order, so a reader of "greater than the last one" skips
 * what commits late; with transaction ids, `pg_snapshot_xmin` shows when no older event can appear. `event_epoch` is
 * added to the transaction ids of this cluster, which start again after a dump was restored.
 */
export class EventOrder1760000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION event_tx() RETURNS bigint LANGUAGE sql STABLE AS 'SELECT pg_current_xact_id()::text::bigint';
      ALTER TABLE events ADD tx bigint NOT NULL DEFAULT event_tx();
      CREATE INDEX events_order ON events (tx, position);
      DROP INDEX events_position;
      CREATE TABLE event_epoch (before bigint NOT NULL);
      INSERT INTO event_epoch VALUES (0);
    `);
    // Facts are not changed: roles that may write this table may from now on only add to it.
    await runner.query(`
      DO $$ DECLARE who name;
      BEGIN
        FOR who IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
          WHERE table_name = 'events' AND grantee NOT IN ('PUBLIC', current_user)
        LOOP EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON events FROM %I', who);
        END LOOP;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNIQUE INDEX events_position ON events (position);
      DROP TABLE event_epoch;
      ALTER TABLE events DROP tx;
      DROP FUNCTION event_tx;
    `);
  }
}

/** Stores the version of each event's type; existing events are version 1. */
export class EventVersions1760000000015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events ADD schema_version smallint NOT NULL DEFAULT 1');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE events DROP schema_version');
  }
}
