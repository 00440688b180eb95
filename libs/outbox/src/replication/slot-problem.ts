import type { SlotState } from './slot.js';

/** What publishes the outbox: a relay that polls, a relay that reads the WAL, or Debezium. */
export type OutboxMode = 'polling' | 'replication' | 'off';

/** If a slot retains this much WAL, its reader is too slow. */
export const SLOT_WARNING_BYTES = 512 * 1024 * 1024;

/** The problem of the outbox's slot and what to do, as one line for the log; undefined if there is none. */
export function slotProblem(
  mode: OutboxMode,
  slot: string,
  state: SlotState | undefined,
): string | undefined {
  if (mode === 'polling') {
    if (!state || state.active) return undefined;
    return `nobody reads the slot ${slot} and OUTBOX_RELAY is polling: it keeps WAL for nobody; drop it (docs/runbook.md)`;
  }
  if (!state)
    return `there is no slot ${slot}: messages that are committed now are published by nobody, ever (docs/cdc.md)`;
  if (state.status === 'lost')
    return `the slot ${slot} is lost: it kept more WAL than max_slot_wal_keep_size, and messages are gone (docs/runbook.md)`;
  const size = `${Math.round(state.bytes / 1024 ** 2)} MB`;
  if (state.status === 'unreserved')
    return `the slot ${slot} is about to be lost: it keeps ${size} of WAL, more than max_slot_wal_keep_size (docs/runbook.md)`;
  if (state.bytes >= SLOT_WARNING_BYTES)
    return `the slot ${slot} keeps ${size} of WAL: ${state.active ? 'its reader does not keep up' : 'nobody reads it'} (docs/runbook.md)`;
  return undefined;
}
