import type { Feature } from '@waybill/platform';
import type { PriceList } from '../orders/commands/price.js';
import type { OrderRepository } from '../orders/order.repository.js';
import type { OrderSettings } from '../order.settings.js';
import { importErrors } from './import.errors.js';
import { ImportOrderHandler } from './import-order.js';
import { ImportedOrder } from './imported-order.js';
import { ImportsController } from './imports.controller.js';
import { MarketplacePayer } from './marketplace-payer.js';
import { RunningImports } from './running-imports.js';
import { ImportReferences1760000001033 } from './migrations/import-references.js';
import { ImportedOrders1760000001009 } from './migrations/imported-orders.js';

type Needs = Pick<OrderSettings, 'BAZAAR_PAYMENT_METHOD' | 'IMPORTS_PER_TENANT'> & {
  readonly orders: OrderRepository;
  readonly prices: PriceList;
};

/** Imports orders from marketplaces. */
export const importsFeature: Feature<Needs> = {
  entities: [ImportedOrder],
  migrations: [ImportedOrders1760000001009, ImportReferences1760000001033],
  dataClasses: {
    imported_orders: { none: ['tenant', 'marketplace', 'external_id', 'order_id', 'fingerprint'] },
  },
  errors: importErrors,
  tags: { imports: 'Orders of marketplaces.' },
  controllers: [ImportsController],
  compose: ({ ids }, { BAZAAR_PAYMENT_METHOD, IMPORTS_PER_TENANT, orders, prices }) => ({
    handlers: [new ImportOrderHandler(orders, ids, prices)],
    providers: [new MarketplacePayer(BAZAAR_PAYMENT_METHOD), new RunningImports(IMPORTS_PER_TENANT)],
  }),
};
