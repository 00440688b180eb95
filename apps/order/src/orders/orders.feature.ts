import { eventStoreErrors, eventStoreSchema } from '@waybill/event-store';
import type { DataClasses, Feature } from '@waybill/platform';
import type { OrderSettings } from '../order.settings.js';
import type { CustomerRepository } from '../customers/customer.repository.js';
import { CancelOrderHandler } from './commands/cancel-order.js';
import { ChangeAddressHandler } from './commands/change-address.js';
import { ChangeDraftHandler } from './commands/change-draft.js';
import { ChangeLinesHandler } from './commands/change-lines.js';
import { DraftOrderHandler } from './commands/draft-order.js';
import { DraftQuota } from './commands/draft-quota.js';
import { PlaceDraftHandler } from './commands/place-draft.js';
import { PlaceOrderHandler } from './commands/place-order.js';
import type { PriceList } from './commands/price.js';
import { ReceiveReturnHandler, RequestReturnHandler } from './commands/return-goods.js';
import { orderErrors } from './domain/order.errors.js';
import { ContactEmails1760000001021 } from './migrations/contact-emails.js';
import { ContactWords1760000001027 } from './migrations/contact-words.js';
import { Contacts1760000001007 } from './migrations/contacts.js';
import { DraftCounts1760000001031 } from './migrations/draft-counts.js';
import { OrderLists1760000001005 } from './migrations/order-lists.js';
import { OrderTables1760000001000 } from './migrations/order-tables.js';
import { OrderChanges } from './order-changes.js';
import { OrderQueriesController } from './order-queries.controller.js';
import type { OrderSignals } from './order-signals.js';
import { UpdateOrderSummary } from './order-summary.handler.js';
import { Contact, OrderSummary } from './order-summary.js';
import { PublishOrderEvents } from './order.publication.js';
import type { OrderRepository } from './order.repository.js';
import type { OrderRows } from './order.rows.js';
import { OrdersController } from './orders.controller.js';
import { OriginsController } from './origins.controller.js';
import { GetHistoryHandler } from './queries/get-history.js';
import { CompareOrderHandler, GetOrderThenHandler } from './queries/get-order-then.js';
import { AwaitOrderHandler, GetOrderHandler } from './queries/get-order.js';
import { ListOrdersHandler } from './queries/list-orders.js';
import { queryErrors } from './queries/query.errors.js';
import { ReturnsController } from './returns.controller.js';

interface Needs extends Pick<OrderSettings, 'DRAFTS_PER_CUSTOMER'> {
  readonly orders: OrderRepository;
  readonly customers: CustomerRepository;
  readonly prices: PriceList;
  readonly rows: OrderRows;
  /** Over connections of their own, so that callers who wait take none from others. */
  readonly waitRows: OrderRows;
  readonly signals: OrderSignals;
}

const OLD_REASONS = 'customers: reasons of earlier releases, which no answer shows after an erasure';
const EVENT_STORE: DataClasses = {
  streams: { none: ['id', 'type', 'head'] },
  events: {
    none: ['stream_id', 'id', 'type', 'aggregate_type'],
    kept: { data: OLD_REASONS, metadata: OLD_REASONS },
  },
  snapshots: { none: ['stream_id'], kept: { state: OLD_REASONS } },
  request_origins: { none: ['id'], customer: { ip: 'request origins', user_agent: 'request origins' } },
};

/** Orders and their returns, event-sourced. */
export const ordersFeature: Feature<Needs> = {
  entities: [...eventStoreSchema.entities, OrderSummary, Contact],
  migrations: [
    ...eventStoreSchema.migrations,
    OrderTables1760000001000,
    OrderLists1760000001005,
    Contacts1760000001007,
    ContactEmails1760000001021,
    ContactWords1760000001027,
    DraftCounts1760000001031,
  ],
  dataClasses: {
    ...EVENT_STORE,
    order_summaries: {
      none: ['id', 'tenant', 'customer_id', 'status', 'currency', 'lines', 'charges'],
      kept: { progress: OLD_REASONS },
    },
    contacts: {
      none: ['id'],
      customer: { customer_name: 'contacts', email: 'contacts', address: 'contacts', words: 'contacts' },
    },
  },
  errors: { ...orderErrors, ...queryErrors, ...eventStoreErrors },
  tags: {
    orders: 'Drafts and orders: place, change, cancel, follow.',
    returns: 'Returns of delivered orders.',
  },
  controllers: [OrdersController, OrderQueriesController, OriginsController, ReturnsController],
  compose: ({ ids }, { orders, prices, rows, waitRows, signals, customers, DRAFTS_PER_CUSTOMER }) => ({
    handlers: [
      new PlaceOrderHandler(orders, ids, prices, customers),
      new DraftOrderHandler(orders, ids, prices, customers, new DraftQuota(rows, DRAFTS_PER_CUSTOMER)),
      new ChangeDraftHandler(orders, prices),
      new PlaceDraftHandler(orders, ids, prices, customers),
      new ChangeLinesHandler(orders, rows, prices),
      new ChangeAddressHandler(orders, rows, ids, prices),
      new CancelOrderHandler(orders, rows, ids),
      new RequestReturnHandler(orders, ids),
      new ReceiveReturnHandler(orders),
      new GetOrderHandler(rows, signals),
      new AwaitOrderHandler(waitRows, signals),
      new ListOrdersHandler(rows),
      new GetHistoryHandler(rows),
      new GetOrderThenHandler(rows),
      new CompareOrderHandler(rows),
    ],
    providers: [orders, rows, new OrderChanges(waitRows, signals)],
    reactions: [new PublishOrderEvents(), new UpdateOrderSummary()],
  }),
};
