import { type EventLog, InlineViews, ProjectionAdmin, Projector } from '@waybill/event-store';
import type { Feature } from '@waybill/platform';
import { postgresDatabase } from '@waybill/unit-of-work';
import { projectionMigrations } from './migrations.js';
import { orderSummary } from './order-summary.js';
import { orderViewEntities, orderViews } from './order-views.js';
import { ProjectionsController } from './projections.controller.js';
import { ViewsController } from './views.controller.js';

/** The read models and their administration. */
export const projectionsFeature: Feature<{ readonly log: EventLog }> = {
  entities: orderViewEntities,
  migrations: projectionMigrations,
  dataClasses: {
    projections: { none: ['name', 'state'] },
    memos: { none: ['stream_id', 'memo'] },
    customer_summaries: { none: ['tenant', 'customer_id', 'spent', 'recent'] },
    product_sales: { none: ['tenant', 'sku', 'currency'] },
    orders_by_status: { none: ['tenant', 'status'] },
  },
  tags: {
    projections: 'Views that are computed from events: progress, rebuild and comparison.',
    views: 'Reports and summaries of orders. They lag by up to a second.',
  },
  controllers: [ProjectionsController, ViewsController],
  compose: ({ pool, timers, report }, { log }) => {
    const database = postgresDatabase(pool);
    const inline = new InlineViews({ pool, database, log, views: [orderSummary] });
    const projector = new Projector({
      log,
      database,
      timers,
      projections: orderViews,
      inline,
      onError: (error, projection) => report(error, 'a view cannot go on', { projection }),
    });
    const admin = new ProjectionAdmin(pool, orderViews, projector, inline);
    return {
      providers: [admin],
      background: [projector],
      gauges: {
        waybill_projection_lag_seconds: {
          help: 'Age in seconds of the oldest event that a view has not processed',
          read: () => admin.lagSeconds(),
        },
      },
    };
  },
};
