import { storedEvents, streams } from '@waybill/event-store';
import type { Clock, Context, Ids, Timers } from '@waybill/kernel';
import { type Saga, sagas } from '@waybill/saga';
import type { MemoryDatabase, BatchRunner } from '@waybill/unit-of-work';
import { FulfilmentProcess, type FulfilmentRun } from '../fulfilment/fulfilment.process.js';
import { type OrderSummary, contacts, orderSummaries } from '../orders/order-summary.js';
import { OrderRepository } from '../orders/order.repository.js';
import type { StoredStream } from './corpus.js';
import { memoryOrders } from '../orders/memory-orders.fixture.js';

export interface Surroundings {
  readonly clock: Clock & { advance(ms: number): void };
  readonly ids: Ids;
  readonly timers: Timers;
  contextFor(messageId: string, consumer: string): Context;
}

/** The current order service on rows that another build stored. */
export class StoredOrders {
  readonly database: MemoryDatabase;
  readonly unitOfWork: BatchRunner;
  readonly orders: OrderRepository<FulfilmentRun>;
  readonly ids: Ids;

  constructor(
    readonly surroundings: Surroundings,
    process = new FulfilmentProcess(),
  ) {
    const { clock, timers } = surroundings;
    // Ids that cannot occur in the stored rows.
    this.ids = { next: () => surroundings.ids.next().replace('-7000-', '-7fff-') };
    const { database, unitOfWork, orders } = memoryOrders({ clock, ids: this.ids, timers, process });
    this.database = database;
    this.unitOfWork = unitOfWork;
    this.orders = orders;
  }

  context(consumer: string): Context {
    return this.surroundings.contextFor(this.ids.next(), consumer);
  }

  /** Stores the first `version` events of a stream and its other rows. Sets `aggregate_type` and `decisions` as the migrations do. */
  store(
    { id, events, contact }: StoredStream,
    rows: { readonly summary: OrderSummary; readonly saga?: Saga; readonly version?: number },
  ): Promise<void> {
    const { summary, saga, version = events.length } = rows;
    return this.unitOfWork.run(this.context('store'), async (tx) => {
      await tx.load(streams, { id });
      const stored = events.slice(0, version);
      for (const event of stored) tx.append(storedEvents, { ...event, aggregateType: 'order' });
      tx.save(streams, { id, type: 'order', version, head: stored.at(-1)!.id });
      tx.save(orderSummaries, summary);
      if (saga) tx.save(sagas, { ...saga, decisions: [] });
      if (contact) tx.save(contacts, contact);
    });
  }
}
