import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Outbox, leases, and the function that creates and drops daily partitions. The function runs with its owner's rights, because the
 * service's own role may not create tables, and in UTC, like the days in the message ids.
 */
export class OutboxTables1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY, shard smallint NOT NULL, topic text NOT NULL, key text NOT NULL,
        id text NOT NULL, type text NOT NULL, version integer NOT NULL, source text NOT NULL, time timestamptz NOT NULL,
        correlation_id text NOT NULL, causation_id text NOT NULL, user_id text, tenant text NOT NULL,
        traceparent text NOT NULL, aggregate_type text, aggregate_version integer, body text NOT NULL,
        PRIMARY KEY (position)
      ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);
      CREATE TABLE outbox_sent (
        day date NOT NULL, id text NOT NULL, topic text NOT NULL, key text NOT NULL,
        partition integer NOT NULL, "offset" bigint NOT NULL, PRIMARY KEY (day, id)
      ) PARTITION BY RANGE (day);
      CREATE TABLE leases (
        name text NOT NULL, shard smallint NOT NULL, owner text, token bigint NOT NULL, expires_at timestamptz NOT NULL,
        PRIMARY KEY (name, shard)
      );
      INSERT INTO leases (name, shard, token, expires_at)
        SELECT name, shard, 0, now() FROM unnest(ARRAY['outbox', 'effects']) name, generate_series(0, 15) shard;
      CREATE FUNCTION maintain_partitions(parent text, keep_days integer) RETURNS void
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
      DECLARE
        day date;
        child text;
      BEGIN
        PERFORM pg_advisory_xact_lock(hashtext('maintain_partitions ' || parent));
        FOR day IN SELECT current_date + n FROM generate_series(-keep_days, 2) n LOOP
          child := parent || '_' || to_char(day, 'YYYYMMDD');
          IF to_regclass(child) IS NULL THEN
            EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', child, parent, day, day + 1);
          END IF;
        END LOOP;
        FOR child IN
          SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
          WHERE i.inhparent = to_regclass(parent)
            AND c.relname < parent || '_' || to_char(current_date - keep_days, 'YYYYMMDD')
        LOOP
          EXECUTE format('DROP TABLE %I', child);
        END LOOP;
      END $$;
      SELECT maintain_partitions('outbox_sent', 7);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION maintain_partitions; DROP TABLE leases, outbox_sent, outbox`);
  }
}

/**
 * For relays that read the outbox from the WAL. The publication contains inserts only. A connection with `waybill.outbox=transient` deletes
 * each message in the transaction that wrote it: the WAL contains it, and the table stays empty.
 */
export class OutboxReplication1760000000011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE PUBLICATION waybill_outbox FOR TABLE outbox WITH (publish = 'insert');
      CREATE FUNCTION forget_message() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM outbox WHERE position = NEW.position;
        RETURN NULL;
      END $$;
      CREATE TRIGGER transient_outbox AFTER INSERT ON outbox FOR EACH ROW
        WHEN (current_setting('waybill.outbox', true) = 'transient') EXECUTE FUNCTION forget_message();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP PUBLICATION waybill_outbox;
      DROP TRIGGER transient_outbox ON outbox;
      DROP FUNCTION forget_message;`);
  }
}

/** Keys whose oldest message the broker refuses. */
export class OutboxParked1760000000012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox_parked (
        key text PRIMARY KEY, shard smallint NOT NULL, position bigint NOT NULL, id text NOT NULL, type text NOT NULL,
        topic text NOT NULL, tries integer NOT NULL, error text NOT NULL, parked_at timestamptz NOT NULL,
        retry_at timestamptz NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox_parked');
  }
}

/**
 * Headers that Debezium's router cannot derive from the other columns in the form in which the relay writes them: Connect would turn the
 * text 1.0 into the number 1. Only filled for transient messages.
 */
export class OutboxHeaders1760000000013 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outbox ADD header_time text, ADD header_schema text, ADD header_spec text;
      CREATE FUNCTION fill_headers() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.header_time := to_char(NEW.time AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');
        NEW.header_schema := '/schemas/' || NEW.type || '/' || NEW.version;
        NEW.header_spec := '1.0';
        RETURN NEW;
      END $$;
      CREATE TRIGGER outbox_headers BEFORE INSERT ON outbox FOR EACH ROW
        WHEN (current_setting('waybill.outbox', true) = 'transient') EXECUTE FUNCTION fill_headers();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER outbox_headers ON outbox;
      DROP FUNCTION fill_headers;
      ALTER TABLE outbox DROP header_time, DROP header_schema, DROP header_spec;`);
  }
}
