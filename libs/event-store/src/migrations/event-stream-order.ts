import { runInBatches, runWithShortLock } from '@waybill/unit-of-work';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Keeps the global order true to each stream. A transaction has its number before it waits for a stream's lock, so a later version could
 * stand before an earlier one. From now on an event is given at least the number of its predecessor. Readers stay safe: that number is
 * the higher one, and they wait for both transactions.
 */
export class EventStreamOrder1760000000020 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    // Once a statement: once a row would double the cost of an insert. The service's role may only add events, so the trigger works with
    // the rights of the owner. A number that this server has not given out comes from a restored dump: `after-restore` moves the event.
    await runWithShortLock(
      runner,
      `
      CREATE OR REPLACE FUNCTION events_after_predecessors() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path FROM CURRENT AS $$
      DECLARE
        event record;
      BEGIN
        IF EXISTS (
          SELECT FROM added a JOIN events p ON p.stream_id = a.stream_id AND p.version = a.version - 1 WHERE p.tx > a.tx
        ) THEN
          FOR event IN SELECT stream_id, version FROM added ORDER BY stream_id, version LOOP
            UPDATE events e SET tx = p.tx FROM events p
            WHERE e.stream_id = event.stream_id AND e.version = event.version
              AND p.stream_id = event.stream_id AND p.version = event.version - 1 AND p.tx > e.tx
              AND p.tx < e.tx + pg_snapshot_xmax(pg_current_snapshot())::text::bigint - pg_current_xact_id()::text::bigint;
          END LOOP;
        END IF;
        RETURN NULL;
      END $$;
      CREATE OR REPLACE TRIGGER events_after_predecessors AFTER INSERT ON events REFERENCING NEW TABLE AS added
        FOR EACH STATEMENT EXECUTE FUNCTION events_after_predecessors()`,
    );
    // Each batch begins with the last event of the one before, whose number is right by now.
    await runInBatches(
      runner,
      `
      WITH batch AS (
        SELECT stream_id, version, tx FROM events WHERE (stream_id, version) >= ($1, $2) ORDER BY stream_id, version LIMIT 5000
      ), ordered AS (
        SELECT stream_id, version, tx, max(tx) OVER (PARTITION BY stream_id ORDER BY version) AS at_least FROM batch
      ), moved AS (
        UPDATE events e SET tx = o.at_least FROM ordered o, event_epoch
        WHERE e.stream_id = o.stream_id AND e.version = o.version AND o.at_least > o.tx
          AND o.at_least < pg_snapshot_xmax(pg_current_snapshot())::text::bigint + event_epoch.before
      )
      SELECT stream_id, version FROM batch
      WHERE (stream_id, version) > ($1, $2) ORDER BY stream_id DESC, version DESC LIMIT 1`,
      ['', 0],
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'DROP TRIGGER events_after_predecessors ON events; DROP FUNCTION events_after_predecessors',
    );
  }
}
