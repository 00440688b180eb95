import { codeOf } from '@waybill/kernel';
import type { Pool } from 'pg';

/** The publication that the outbox's migration creates. */
export const OUTBOX_PUBLICATION = 'waybill_outbox';

export interface SlotState {
  /** Whether a reader is connected. */
  readonly active: boolean;
  /** Bytes of WAL that the server retains for it. */
  readonly bytes: number;
  /** `reserved`, `extended`, `unreserved` (about to be lost) or `lost` (unread messages are gone). */
  readonly status: string;
}

/** Slots belong to the server, so the name contains the database. */
export function outboxSlotOf(url: string): string {
  const database = decodeURIComponent(new URL(url).pathname.slice(1));
  return `${database
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, 56)}_outbox`;
}

/**
 * Creates the slot if it does not exist. Call it before the first transient message: what is written and deleted without a slot is never
 * published.
 */
export async function ensureSlot(pool: Pool, slot: string): Promise<void> {
  if (await slotState(pool, slot)) return;
  const { rows } = await pool.query<{ waiting: number }>('SELECT count(*)::int AS waiting FROM outbox');
  const { waiting } = rows[0]!;
  if (waiting > 0)
    throw new Error(
      `${waiting} messages in the outbox would be overtaken by newer ones: run with OUTBOX_RELAY=polling until the outbox is empty (docs/cdc.md)`,
    );
  try {
    await pool.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [slot]);
  } catch (error) {
    const code = codeOf(error);
    // Another instance was faster.
    if (code === '42710') return;
    const advice = ADVICE[code ?? ''];
    throw advice
      ? new Error(`cannot create the replication slot ${slot}: ${advice} (docs/cdc.md)`, { cause: error })
      : error;
  }
}

export async function slotState(pool: Pool, slot: string): Promise<SlotState | undefined> {
  const { rows } = await pool.query<SlotState>(
    `SELECT active, coalesce(wal_status, 'reserved') AS status,
       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::float AS bytes
     FROM pg_replication_slots WHERE slot_name = $1`,
    [slot],
  );
  return rows[0];
}

const ADVICE: Readonly<Record<string, string>> = {
  '42501': 'the service’s role needs ALTER ROLE … REPLICATION',
  '55000': 'the server needs wal_level=logical',
  '53400': 'all slots are taken, raise max_replication_slots',
};
