import type { AuditRecord, WaitingRecord } from './audit-records.js';
import type { Snapshot } from './snapshot.js';

/** Everything that waits in a service to be published, performed, or handled by an operator. */
export async function* waitingRecords(service: string, snapshot: Snapshot): AsyncGenerator<AuditRecord> {
  const sql = service === 'payment' ? WAITING + ALARMS : WAITING;
  for await (const row of snapshot.rows<Omit<WaitingRecord, 'kind' | 'service'>>(sql))
    yield { kind: 'waiting', service, ...row };
}

const WAITING = `
  SELECT 'message' AS what, id, time AS since, type || ' of ' || key AS detail FROM outbox
  UNION ALL SELECT 'effect', id, due_at, kind || ' of ' || key FROM effects WHERE due_at <= now()
  UNION ALL SELECT 'parked key', key, since, waiting || ' messages of ' || topic || ' at ' || consumer FROM parked_keys
  UNION ALL SELECT 'parked outbox key', key, parked_at, type || ': ' || error FROM outbox_parked
  UNION ALL SELECT 'dead letter', id, last_at, error_code || ': ' || error_message FROM dead_letters
    WHERE status = 'open' AND place IS NULL`;

const ALARMS = `
  UNION ALL SELECT 'payment alarm', order_id, raised_at, kind || ': ' || detail FROM payment_alarms WHERE settled_at IS NULL`;
