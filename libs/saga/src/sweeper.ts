import { Repetition, type Timers } from '@waybill/kernel';
import type { Pool } from 'pg';
import { labelOf } from './log.js';
import type { LogEntry } from './saga.js';

/** From this attempt on a command that gets no answer that helps is somebody's business. */
export const ALARMING_ATTEMPT = 5;

/** A saga that does not go on by itself, and why that is believed. */
export interface StuckSaga {
  readonly id: string;
  readonly name: string;
  readonly tenant: string;
  /** `asleep`: its waking came to nothing. `unanswered`: what it sends again and again does not help. */
  readonly why: 'asleep' | 'unanswered';
  /** What was sent last: `undo capture`. */
  readonly step: string | null;
  readonly attempt: number;
  readonly deadline: Date | null;
}

export interface SweeperOptions {
  readonly pool: Pool;
  readonly timers: Timers;
  readonly everyMs?: number;
  /** Told once of each saga, and again when it is stuck at another step. */
  readonly alarm: (saga: StuckSaga) => void;
  readonly onError?: (error: unknown) => void;
}

/** Sagas of which `alarm` should hear, oldest waking first. All that are in flight are in the index of wakings. */
export async function findStuckSagas(pool: Pool): Promise<StuckSaga[]> {
  const { rows } = await pool.query<Omit<StuckSaga, 'step'> & { last: LogEntry | null }>(
    `SELECT id, name, tenant, attempt, deadline, log -> -1 AS last,
       CASE WHEN attempt >= $1 THEN 'unanswered' ELSE 'asleep' END AS why
     FROM sagas
     WHERE wake_at IS NOT NULL AND (attempt >= $1 OR wake_at < now() - interval '1 minute' AND deadline < now())
     ORDER BY wake_at LIMIT 1000`,
    [ALARMING_ATTEMPT],
  );
  return rows.map(({ last, ...saga }) => ({ ...saga, step: last && labelOf(last) }));
}

/** How many sagas send the same command for the fifth time or more. */
export async function alarmingSagas(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ alarming: number }>(
    `SELECT count(*)::int AS alarming FROM sagas WHERE wake_at IS NOT NULL AND attempt >= $1`,
    [ALARMING_ATTEMPT],
  );
  return rows[0]!.alarming;
}

/** Looks for sagas that are stuck, and raises an alarm for each. */
export class SagaSweeper extends Repetition {
  private known: ReadonlySet<string> = new Set();

  constructor(private readonly options: SweeperOptions) {
    super(options.timers, options.everyMs ?? 30_000);
  }

  protected async turn(): Promise<void> {
    const { pool, alarm, onError } = this.options;
    try {
      const stuck = await findStuckSagas(pool);
      for (const saga of stuck) if (!this.known.has(nameOf(saga))) alarm(saga);
      this.known = new Set(stuck.map(nameOf));
    } catch (error) {
      onError?.(error);
    }
  }
}

function nameOf({ id, why, step }: StuckSaga): string {
  return `${id} ${why} ${step}`;
}
