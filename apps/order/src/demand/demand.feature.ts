import { hostname } from 'node:os';
import type { Feature } from '@waybill/platform';
import type { OrderSettings } from '../order.settings.js';
import { DemandCounter } from './demand-counter.js';
import { ProductDemand1760000001004 } from './migrations/product-demand.js';
import { DemandShare, ProductDemand } from './product-demand.js';

/** How many units of each product were ordered and cancelled. */
export const demandFeature: Feature<Pick<OrderSettings, 'INSTANCE_NAME'>> = {
  entities: [ProductDemand, DemandShare],
  migrations: [ProductDemand1760000001004],
  dataClasses: { product_demand: { none: ['tenant', 'sku', 'instance'] } },
  compose: ({ pool, timers, report }, { INSTANCE_NAME = hostname() }) => ({
    background: [
      new DemandCounter({
        pool,
        timers,
        instance: INSTANCE_NAME,
        onError: (error) => report(error, 'demand was not counted'),
      }),
    ],
  }),
};
