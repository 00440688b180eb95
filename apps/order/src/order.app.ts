import { createRequire } from 'node:module';
import { messageTypes, topicTable } from '@waybill/contracts';
import { EventLog } from '@waybill/event-store';
import { type Ports, defineService } from '@waybill/platform';
import { catalogFeature } from './catalog/catalog.feature.js';
import { CustomerRepository } from './customers/customer.repository.js';
import { customersFeature } from './customers/customers.feature.js';
import { demandFeature } from './demand/demand.feature.js';
import { fulfilmentFeature } from './fulfilment/fulfilment.feature.js';
import { FulfilmentProcess } from './fulfilment/fulfilment.process.js';
import { importsFeature } from './imports/imports.feature.js';
import { type OrderSettings, orderSettings } from './order.settings.js';
import { PriceList } from './orders/commands/price.js';
import { orderUpcasters } from './orders/domain/order.upcasters.js';
import { OrderSignals } from './orders/order-signals.js';
import { OrderRepository } from './orders/order.repository.js';
import { OrderRows } from './orders/order.rows.js';
import { ordersFeature } from './orders/orders.feature.js';
import { projectionsFeature } from './projections/projections.feature.js';
import { rewardPointsFeature } from './reward-points/reward-points.feature.js';
import { taxation } from './tax/tax-rates.js';

const VERSION = (createRequire(import.meta.url)('../package.json') as { readonly version: string }).version;

/** The saga, for generated documents. */
export { fulfilment as fulfilmentSaga } from './fulfilment/fulfilment.definition.js';
export type { OrderEvent } from './orders/domain/order.events.js';
export { PROCESS } from './fulfilment/process.js';

/** Orders, catalog and customers; runs the fulfilment saga. */
export const orderApp = defineService({
  name: 'order',
  description: 'Orders from placement to delivery, the catalog, and customers.',
  port: 3000,
  settings: orderSettings,
  messageTypes,
  topics: topicTable,
  share,
  features: [
    ordersFeature,
    catalogFeature,
    customersFeature,
    fulfilmentFeature,
    importsFeature,
    projectionsFeature,
    demandFeature,
    rewardPointsFeature,
  ],
});

/** Instances that several features use. */
function share({ unitOfWork, reactions, pool, waitPool, timers, ids }: Ports, settings: OrderSettings) {
  const waitRows = new OrderRows(waitPool, new EventLog(waitPool, orderUpcasters));
  const signals = new OrderSignals(timers, (known) => waitRows.marks(known));
  const process = new FulfilmentProcess(settings.FULFILMENT);
  const log = new EventLog(pool, orderUpcasters);
  return {
    signals,
    process,
    log,
    customers: new CustomerRepository(reactions),
    rows: new OrderRows(pool, log),
    waitRows,
    prices: new PriceList({ postage: settings.POSTAGE, tax: taxation(settings.TAX, settings.TAX_RATES) }),
    orders: new OrderRepository({
      unitOfWork,
      reactions,
      process,
      signals,
      ids,
      code: codeVersion(settings),
    }),
  };
}

function codeVersion({ BUILD_COMMIT }: OrderSettings): string {
  return BUILD_COMMIT === undefined ? VERSION : `${VERSION}+${BUILD_COMMIT}`;
}
