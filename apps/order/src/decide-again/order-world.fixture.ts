import { type StoredEvent, storedEvents } from '@waybill/event-store';
import { type Clock, type Context, type Ids, type Message, type Timers, contextOf } from '@waybill/kernel';
import { type Saga, labelOf, sagas } from '@waybill/saga';
import { type MemoryDatabase, Reactions, type UnitOfWork } from '@waybill/unit-of-work';
import { products } from '../catalog/product.js';
import { CustomerRepository } from '../customers/customer.repository.js';
import { FulfilmentConsumer } from '../fulfilment/fulfilment.consumer.js';
import { FulfilmentProcess, type FulfilmentRun } from '../fulfilment/fulfilment.process.js';
import { ImportOrderHandler } from '../imports/import-order.js';
import { CancelOrderHandler } from '../orders/commands/cancel-order.js';
import { ChangeAddressHandler } from '../orders/commands/change-address.js';
import { ChangeDraftHandler } from '../orders/commands/change-draft.js';
import { ChangeLinesHandler } from '../orders/commands/change-lines.js';
import { DraftOrderHandler } from '../orders/commands/draft-order.js';
import { DraftQuota } from '../orders/commands/draft-quota.js';
import { PlaceDraftHandler } from '../orders/commands/place-draft.js';
import { PlaceOrderHandler } from '../orders/commands/place-order.js';
import { PriceList } from '../orders/commands/price.js';
import { ReceiveReturnHandler, RequestReturnHandler } from '../orders/commands/return-goods.js';
import type { FulfilmentMode } from '../orders/domain/fulfilment-mode.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { contacts } from '../orders/order-summary.js';
import { memoryOrders } from '../orders/memory-orders.fixture.js';
import type { OrderRepository } from '../orders/order.repository.js';
import type { OrderRows } from '../orders/order.rows.js';

const SKUS = ['MUG', 'TEA'];

type AboutOrder = Message<string, { readonly orderId: string }>;

export interface Surroundings {
  readonly clock: Clock & { advance(ms: number): void };
  readonly ids: Ids;
  readonly timers: Timers;
  /** Price of each product in minor units. Default 1,250. */
  readonly price?: number | undefined;
}

/** The order service in memory with all its command handlers. The test controls clock and ids. */
export class OrderWorld {
  readonly clock: Surroundings['clock'];
  /** Ids to return before generated ones. */
  readonly nextIds: string[] = [];
  readonly ids: Ids;
  readonly database: MemoryDatabase;
  readonly orders: OrderRepository<FulfilmentRun>;
  readonly handlers: ReturnType<typeof handlersOf>;
  private readonly unitOfWork: UnitOfWork;
  private readonly consumer: FulfilmentConsumer;
  private readonly ready: Promise<void>;

  constructor(mode: FulfilmentMode, { clock, ids, timers, price = 1_250 }: Surroundings) {
    this.clock = clock;
    this.ids = { next: () => this.nextIds.shift() ?? ids.next() };
    const { database, unitOfWork, orders } = memoryOrders({
      clock,
      ids: this.ids,
      timers,
      process: new FulfilmentProcess(mode),
      code: '1.2.3',
    });
    this.database = database;
    this.unitOfWork = unitOfWork;
    this.orders = orders;
    this.consumer = new FulfilmentConsumer(orders);
    this.handlers = handlersOf(orders, this.ids, this.rows());
    this.ready = unitOfWork.run(this.context('catalog'), (tx) => {
      for (const sku of SKUS) {
        const row = { tenant: 'default', sku, name: sku, currency: 'EUR', taxClass: 'standard', version: 1 };
        tx.save(products, { ...row, price, active: true, updatedAt: tx.at });
      }
      return Promise.resolve();
    });
  }

  async started(): Promise<this> {
    await this.ready;
    return this;
  }

  context(consumer: string, more: Partial<Context> = {}): Context {
    const { messageId = this.ids.next() } = more;
    return {
      messageId,
      consumer,
      correlationId: messageId,
      tenant: 'default',
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      ...more,
    };
  }

  events(id: string): StoredEvent[] {
    return this.database
      .rows(storedEvents)
      .filter(({ streamId }) => streamId === id)
      .sort((a, b) => a.version - b.version);
  }

  saga(id: string): Saga | undefined {
    return this.database.rows(sagas).find((saga) => saga.id === id);
  }

  /** The id of the saga's newest command with this label. */
  commandId(id: string, label: string, attempt?: number): string {
    const found = this.saga(id)?.log.findLast(
      (entry) => labelOf(entry) === label && (attempt === undefined || entry.attempt === attempt),
    );
    if (!found) throw new Error(`the saga of ${id} has sent no command "${label}"`);
    return found.commandId;
  }

  /** Delivers a service's message about an order. */
  receive(type: string, data: AboutOrder['data'], context: Context, causationId: string): Promise<unknown> {
    const { messageId: id, consumer, ...rest } = context;
    const message: AboutOrder = {
      ...rest,
      id,
      type,
      version: 1,
      source: '/test',
      key: data.orderId,
      time: this.clock.now(),
      data,
      causationId,
    };
    const own = contextOf(message, consumer);
    switch (type) {
      case 'shipping.shorted':
        return this.consumer.shorted(message as never, own);
      case 'shipping.shipped':
        return this.consumer.shipped(message as never, own);
      case 'shipping.delivered':
        return this.consumer.delivered(message as never, own);
      default:
        return this.consumer.answer(message, own);
    }
  }

  /** Deletes the personal data of all orders, as the erasure of a customer does. */
  async erase(): Promise<void> {
    const rows = this.database.rows(contacts);
    await this.unitOfWork.run(this.context('erasure'), async (tx) => {
      for (const { id } of rows) await tx.load(contacts, { id });
      for (const { id } of rows) tx.remove(contacts, { id });
    });
  }

  /** The queries that command handlers run outside the unit of work. */
  private rows(): OrderRows {
    const events = (id: string) => Promise.resolve(this.events(id) as unknown as OrderEvent[]);
    return { events } as OrderRows;
  }
}

function handlersOf(orders: OrderRepository<FulfilmentRun>, ids: Ids, rows: OrderRows) {
  const customers = new CustomerRepository(new Reactions(ids));
  const prices = new PriceList({ postage: 495 });
  return {
    place: new PlaceOrderHandler(orders, ids, prices, customers),
    import: new ImportOrderHandler(orders, ids, prices),
    draft: new DraftOrderHandler(orders, ids, prices, customers, new DraftQuota(rows, 0)),
    changeDraft: new ChangeDraftHandler(orders, prices),
    placeDraft: new PlaceDraftHandler(orders, ids, prices, customers),
    changeLines: new ChangeLinesHandler(orders, rows, prices),
    changeAddress: new ChangeAddressHandler(orders, rows, ids, prices),
    cancel: new CancelOrderHandler(orders, rows, ids),
    requestReturn: new RequestReturnHandler(orders, ids),
    receiveReturn: new ReceiveReturnHandler(orders),
  };
}
