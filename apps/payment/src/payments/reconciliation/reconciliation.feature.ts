import type { Feature } from '@waybill/platform';
import type { Gateway } from '../gateway/gateway.js';
import { DailyReconciliation, reconcileDay } from './daily-reconciliation.js';
import { Reconciliations1760000002005 } from './migrations/reconciliations.js';
import { Reconciler, ReconciliationController } from './reconciliation.controller.js';
import { reconciliationErrors } from './reconciliation.errors.js';
import { ReconciliationRow, newestDifferences } from './reconciliation.rows.js';

/** Compares this service's payments with those of the gateway. */
export const reconciliationFeature: Feature<{ readonly gateway: Gateway }> = {
  entities: [ReconciliationRow],
  migrations: [Reconciliations1760000002005],
  dataClasses: { reconciliations: { none: ['day', 'differences'] } },
  errors: reconciliationErrors,
  controllers: [ReconciliationController],
  compose: ({ unitOfWork, clock, ids, pool, timers, report }, { gateway }) => ({
    providers: [new Reconciler(pool, gateway)],
    effects: { 'payment.reconcile': reconcileDay(pool, gateway) },
    background: [new DailyReconciliation({ unitOfWork, clock, ids, timers, report })],
    gauges: {
      waybill_reconciliation_differences: {
        help: 'Differences with the gateway on the last reconciled day. See /admin/reconciliations',
        read: () => newestDifferences(pool),
      },
    },
  }),
};
