import { randomBytes } from 'node:crypto';
import { type Clock, type Ids, Repetition, type Timers } from '@waybill/kernel';
import type { Performer, BatchRunner } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { Gateway } from '../gateway/gateway.js';
import { type Report, reconcile } from './reconcile.js';
import { reconciliations } from './reconciliation.rows.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface DayBegun {
  readonly day: string;
}

export interface DailyOptions {
  readonly unitOfWork: BatchRunner;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly report: (error: unknown, message: string) => void;
}

/** Starts the comparison of each day an hour after its end. All instances check; the row of the day lets only one start it. */
export class DailyReconciliation extends Repetition {
  constructor(private readonly options: DailyOptions) {
    super(options.timers, HOUR_MS);
  }

  protected async turn(): Promise<void> {
    const { unitOfWork, clock, ids, report } = this.options;
    const day = new Date(clock.now().getTime() - DAY_MS - HOUR_MS).toISOString().slice(0, 10);
    const messageId = ids.next();
    const traceparent = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
    const consumer = 'payment.daily-reconciliation';
    const context = { messageId, consumer, correlationId: messageId, tenant: 'default', traceparent };
    try {
      await unitOfWork.run(context, async (tx) => {
        if (await tx.load(reconciliations, { day })) return;
        tx.save(reconciliations, { day, compared: 0, differences: [], begunAt: tx.at, finishedAt: null });
        const payload: DayBegun = { day };
        tx.effect({ kind: 'payment.reconcile', key: 'reconciliation', payload });
      });
    } catch (error) {
      report(error, 'the daily reconciliation did not begin; trying again in an hour');
    }
  }
}

/** Runs the comparison and stores its result for `/admin/reconciliations`. */
export function reconcileDay(pool: Pool, gateway: Gateway): Performer<DayBegun, Report> {
  return {
    perform({ day }) {
      const from = new Date(`${day}T00:00:00Z`);
      return reconcile(pool, gateway, { from, to: new Date(from.getTime() + DAY_MS) });
    },
    async answer(tx, { compared, differences }, { day }) {
      const row = await tx.load(reconciliations, { day });
      if (row) tx.save(reconciliations, { ...row, compared, differences, finishedAt: tx.at });
    },
  };
}
