import { createIndexConcurrently, runInBatches, runWithShortLock } from '@waybill/unit-of-work';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each event names the type of its aggregate, so that a category can be read by an index. During a rolling deployment services of the
 * build before append without it: the default lets them, and the trigger sets the stream's type before they commit. A transaction writes
 * the stream as well, but in no fixed order, so the trigger is deferred. Events that name their type do not fire it.
 */
export class EventAggregateTypes1760000000021 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // The service's role may only add events; the trigger works with the rights of the owner.
    await runWithShortLock(
      runner,
      `
      ALTER TABLE events ADD COLUMN IF NOT EXISTS aggregate_type text NOT NULL DEFAULT '';
      CREATE OR REPLACE FUNCTION event_aggregate_type() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path FROM CURRENT AS $$
      BEGIN
        UPDATE events SET aggregate_type = s.type FROM streams s
        WHERE s.id = stream_id AND stream_id = NEW.stream_id AND events.version = NEW.version;
        IF NOT FOUND THEN
          RAISE EXCEPTION 'event % of stream % has no aggregate type', NEW.version, NEW.stream_id
            USING HINT = 'Write aggregate_type, or add the stream to "streams" in the same transaction.';
        END IF;
        RETURN NULL;
      END $$;
      DROP TRIGGER IF EXISTS events_aggregate_type ON events;
      CREATE CONSTRAINT TRIGGER events_aggregate_type AFTER INSERT ON events DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.aggregate_type = '') EXECUTE FUNCTION event_aggregate_type()`,
    );
    await runInBatches(
      runner,
      `
      WITH batch AS (
        SELECT stream_id, version FROM events WHERE (stream_id, version) > ($1, $2) ORDER BY stream_id, version LIMIT 5000
      ), named AS (
        UPDATE events e SET aggregate_type = s.type FROM batch b JOIN streams s ON s.id = b.stream_id
        WHERE e.stream_id = b.stream_id AND e.version = b.version AND e.aggregate_type = ''
      )
      SELECT stream_id, version FROM batch ORDER BY stream_id DESC, version DESC LIMIT 1`,
      ['', 0],
    );
    await createIndexConcurrently(runner, 'events_by_type', 'events (type, tx, position)');
    await createIndexConcurrently(runner, 'events_by_category', 'events (aggregate_type, tx, position)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX events_by_type, events_by_category;
      DROP TRIGGER events_aggregate_type ON events;
      DROP FUNCTION event_aggregate_type;
      ALTER TABLE events DROP aggregate_type`);
  }
}
