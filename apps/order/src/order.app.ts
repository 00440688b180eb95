import { hostname } from 'node:os';
import { fulfilment, messageTypes, topicTable } from '@waybill/contracts';
import {
  EventLog,
  EventOrder1760000000014,
  EventTables1760000000004,
  EventVersions1760000000015,
  InlineViews,
  ProjectionDesk,
  ProjectionGeneration,
  Projector,
  RequestOrigin,
  RequestOrigins1760000000017,
  Snapshot,
  SnapshotTable1760000000016,
  StoredEvent,
  Stream,
} from '@waybill/event-store';
import type { ServiceApp } from '@waybill/platform';
import {
  Deadlines,
  Saga,
  SagaSweeper,
  SagaTable1760000000005,
  SagaVersions1760000000018,
  alarmingSagas,
  stuckSagas,
} from '@waybill/saga';
import { postgresDatabase } from '@waybill/unit-of-work';
import { z } from 'zod';
import { CatalogController } from './catalog/catalog.controller.js';
import { Product, ProductVersion } from './catalog/product.js';
import { Customer } from './customers/customer.js';
import { CustomerErasure } from './customers/erasure.js';
import { CustomersController } from './customers/customers.controller.js';
import { OrderTables1760000001000 } from './database/order-tables.js';
import { OrderLists1760000001005 } from './database/order-lists.js';
import { Erasure1760000001003 } from './database/erasure.js';
import { Contacts1760000001007 } from './database/contacts.js';
import { TaxClasses1760000001008 } from './database/tax-classes.js';
import { Versions1760000001002 } from './database/versions.js';
import { DemandCounter } from './demand/demand-counter.js';
import { DemandShare, ProductDemand, ProductDemand1760000001004 } from './demand/product-demand.js';
import { ImportedOrders1760000001009 } from './database/imported-orders.js';
import { FulfilmentConsumer } from './fulfilment/fulfilment.consumer.js';
import { FulfilmentProcess } from './fulfilment/fulfilment.process.js';
import { wakeOverdue } from './fulfilment/overdue.js';
import { SagasController } from './fulfilment/sagas.controller.js';
import { ImportOrderHandler } from './imports/import-order.js';
import { ImportedOrder } from './imports/imported-order.js';
import { ImportsController } from './imports/imports.controller.js';
import { MarketplacePayer } from './imports/marketplace-payer.js';
import { CancelOrderHandler } from './orders/commands/cancel-order.js';
import { ChangeAddressHandler } from './orders/commands/change-address.js';
import { ChangeDraftHandler } from './orders/commands/change-draft.js';
import { ChangeLinesHandler } from './orders/commands/change-lines.js';
import { DraftOrderHandler } from './orders/commands/draft-order.js';
import { PlaceDraftHandler } from './orders/commands/place-draft.js';
import { PlaceOrderHandler } from './orders/commands/place-order.js';
import { PriceList } from './orders/commands/price.js';
import { ReceiveReturnHandler, RequestReturnHandler } from './orders/commands/return-goods.js';
import { OrderChanges } from './orders/order-changes.js';
import { OrderSignals } from './orders/order-signals.js';
import { Contact, OrderSummary } from './orders/order-summary.js';
import { OrderRepository } from './orders/order.repository.js';
import { orderUpcasters } from './orders/domain/order.upcasters.js';
import { OrderRows } from './orders/order.rows.js';
import { OrdersController } from './orders/orders.controller.js';
import { ReturnsController } from './orders/returns.controller.js';
import { orderSummary } from './projections/order-summary.js';
import {
  OrderSummaryView1760000001006,
  orderViewEntities,
  orderViews,
  OrderViews1760000001001,
} from './projections/order-views.js';
import { ProjectionsController } from './projections/projections.controller.js';
import { COMMON_RATES, taxRates, taxTable } from './tax/tax-rates.js';
import { ViewsController } from './projections/views.controller.js';
import { CompareOrderHandler, GetOrderThenHandler } from './orders/queries/get-order-then.js';
import { GetHistoryHandler } from './orders/queries/get-history.js';
import { AwaitOrderHandler, GetOrderHandler } from './orders/queries/get-order.js';
import { ListOrdersHandler } from './orders/queries/list-orders.js';

const settings = z.object({
  FULFILMENT: fulfilment,
  POSTAGE: z.coerce
    .number()
    .int()
    .min(0)
    .default(495)
    .meta({ description: 'Postage of an order in minor units of its currency; 0 for none' }),
  TAX: z.enum(['none', 'inclusive', 'exclusive']).default('none').meta({
    description: 'Whether tax is taken, and whether it is in the catalog’s prices or comes on top of them',
  }),
  TAX_RATES: taxTable.optional().meta({
    description:
      'Percent by country and by the products’ `taxClass`, as JSON or as the name of a file of it: `{"DE": {"standard": 19, "reduced": 7}}`; some countries’ of 2026 when absent',
  }),
  BAZAAR_PAYMENT_METHOD: z.string().min(1).max(255).optional().meta({
    description:
      'The gateway’s token for the method by which the marketplace Bazaar pays for what it sold; without it `POST /v1/imports/orders` answers 404. See [borders](borders.md)',
  }),
  INSTANCE_NAME: z.string().min(1).max(100).optional().meta({
    description:
      'Name of this instance in what several count at once (product demand), better the same after a restart; that of the host when absent',
  }),
});

/** The saga, for the documents that are made of it. */
export { fulfilment as fulfilmentSaga } from './fulfilment/fulfilment.process.js';

/** Orders, catalog and customers; runs the fulfilment saga. */
export const orderApp: ServiceApp<typeof settings.shape> = {
  name: 'order',
  description: 'Orders from placement to delivery, the catalog with its prices, and customers.',
  port: 3000,
  settings,
  entities: [
    Stream,
    StoredEvent,
    Snapshot,
    RequestOrigin,
    ProjectionGeneration,
    Saga,
    OrderSummary,
    Contact,
    Customer,
    Product,
    ProductVersion,
    ProductDemand,
    DemandShare,
    ImportedOrder,
    ...orderViewEntities,
  ],
  migrations: [
    EventTables1760000000004,
    SagaTable1760000000005,
    EventOrder1760000000014,
    EventVersions1760000000015,
    SnapshotTable1760000000016,
    RequestOrigins1760000000017,
    SagaVersions1760000000018,
    OrderTables1760000001000,
    OrderViews1760000001001,
    Versions1760000001002,
    Erasure1760000001003,
    ProductDemand1760000001004,
    OrderLists1760000001005,
    OrderSummaryView1760000001006,
    Contacts1760000001007,
    TaxClasses1760000001008,
    ImportedOrders1760000001009,
  ],
  messageTypes,
  topics: topicTable,
  statuses: {
    ORDER_ALREADY_SHIPPED: 409,
    ORDER_REJECTED: 409,
    ORDER_NOT_DRAFT: 409,
    ORDER_NOT_CHANGEABLE: 409,
    ORDER_CHANGING: 409,
    TOTAL_WOULD_CHANGE: 409,
    ORDER_NOT_DELIVERED: 409,
    RETURN_RECEIVED: 409,
    RETURN_TOO_LARGE: 409,
    VIEW_BEHIND: 409,
    CUSTOMER_HAS_OPEN_ORDERS: 409,
    SAGA_AT_REST: 409,
    STEP_NOT_IN_FLIGHT: 409,
    PRECONDITION_FAILED: 412,
    IF_MATCH_INVALID: 400,
    IMPORTS_NOT_SET_UP: 404,
    // Nobody's request is at fault when a stored order is broken: it is reported.
    STREAM_EMPTY: 500,
    STREAM_NOT_BEGUN: 500,
    STREAM_GAP: 500,
  },
  compose(
    { shell, pool, timers, ids, report },
    { FULFILMENT, POSTAGE, TAX, TAX_RATES, BAZAAR_PAYMENT_METHOD, INSTANCE_NAME = hostname() },
  ) {
    const signals = new OrderSignals(timers);
    const rates = taxRates(TAX_RATES ?? COMMON_RATES);
    const prices = new PriceList({
      postage: POSTAGE,
      tax: TAX === 'none' ? undefined : { mode: TAX, rates },
    });
    const log = new EventLog(pool, orderUpcasters);
    const rows = new OrderRows(pool, log);
    const process = new FulfilmentProcess(FULFILMENT);
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
    const desk = new ProjectionDesk(pool, orderViews, projector, inline);
    const orders = new OrderRepository(shell, process, signals, ids);
    return {
      controllers: [
        OrdersController,
        ReturnsController,
        CatalogController,
        CustomersController,
        SagasController,
        ImportsController,
        FulfilmentConsumer,
        ProjectionsController,
        ViewsController,
      ],
      provide: [
        orders,
        process,
        new OrderChanges(rows, signals),
        new CustomerErasure(shell, pool, ids),
        new PlaceOrderHandler(orders, ids, prices),
        new ImportOrderHandler(orders, ids, prices),
        new MarketplacePayer(BAZAAR_PAYMENT_METHOD),
        new DraftOrderHandler(orders, ids, prices),
        new ChangeDraftHandler(orders, prices),
        new PlaceDraftHandler(orders, ids, prices),
        new ChangeLinesHandler(orders, rows, prices),
        new ChangeAddressHandler(orders, rows, ids, prices),
        new CancelOrderHandler(orders, rows),
        new RequestReturnHandler(orders),
        new ReceiveReturnHandler(orders),
        new GetOrderHandler(rows, signals),
        new AwaitOrderHandler(rows, signals),
        new ListOrdersHandler(rows),
        new GetHistoryHandler(rows),
        new GetOrderThenHandler(rows),
        new CompareOrderHandler(rows),
        desk,
      ],
      gauges: {
        waybill_sagas_stuck: {
          help: 'Fulfilments whose step is not answered although its deadline is over',
          read: () => stuckSagas(pool),
        },
        waybill_sagas_alarming: {
          help: 'Fulfilments that have sent the command in flight five times or more',
          read: () => alarmingSagas(pool),
        },
        waybill_projection_lag_seconds: {
          help: 'Age of the oldest event that a view has not seen',
          read: () => desk.lagSeconds(),
        },
      },
      background: [
        projector,
        new DemandCounter({
          pool,
          timers,
          instance: INSTANCE_NAME,
          onError: (error) => report(error, 'demand was not counted'),
        }),
        new Deadlines({
          pool,
          timers,
          wake: wakeOverdue(orders, process, ids),
          onError: (error) => report(error, 'overdue sagas were not woken'),
        }),
        new SagaSweeper({
          pool,
          timers,
          alarm: (saga) => report(undefined, 'a saga is stuck', { saga }),
          onError: (error) => report(error, 'stuck sagas were not looked for'),
        }),
      ],
    };
  },
};
