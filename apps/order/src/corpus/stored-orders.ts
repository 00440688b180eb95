import { storedEvents, streams } from '@waybill/event-store';
import type { Clock, Context, Ids, Timers } from '@waybill/kernel';
import { type Saga, sagas } from '@waybill/saga';
import { MemoryDatabase, Shell } from '@waybill/unit-of-work';
import { FulfilmentProcess, type FulfilmentRun } from '../fulfilment/fulfilment.process.js';
import { orderReactions } from '../orders/order-reactions.fixture.js';
import { type OrderSummary, contacts, orderSummaries } from '../orders/order-summary.js';
import { OrderRepository } from '../orders/order.repository.js';
import { OrderSignals } from '../orders/order-signals.js';
import type { StoredStream } from './corpus.js';

export interface Surroundings {
  readonly clock: Clock & { advance(ms: number): void };
  readonly ids: Ids;
  readonly timers: Timers;
  contextFor(messageId: string, consumer: string): Context;
}

/** The order service of today over the rows that another build stored. */
export class StoredOrders {
  readonly database: MemoryDatabase;
  readonly shell: Shell;
  readonly orders: OrderRepository<FulfilmentRun>;
  readonly ids: Ids;

  constructor(
    readonly surroundings: Surroundings,
    process = new FulfilmentProcess(),
  ) {
    const { clock, timers } = surroundings;
    this.database = new MemoryDatabase(clock);
    // None of them is stored already.
    this.ids = { next: () => surroundings.ids.next().replace('-7000-', '-7fff-') };
    const { database, ids } = this;
    this.shell = new Shell({ database, ids, clock, source: '/order', timers, random: () => 0.5 });
    this.orders = new OrderRepository({
      shell: this.shell,
      reactions: orderReactions(ids),
      process,
      signals: new OrderSignals(timers),
      ids,
    });
  }

  context(consumer: string): Context {
    return this.surroundings.contextFor(this.ids.next(), consumer);
  }

  /** Stores the first events of a stream and its other rows; `aggregate_type` is what the migration fills in. */
  store(
    { id, events, contact }: StoredStream,
    rows: { readonly summary: OrderSummary; readonly saga?: Saga; readonly version?: number },
  ): Promise<void> {
    const { summary, saga, version = events.length } = rows;
    return this.shell.run(this.context('store'), async (tx) => {
      await tx.load(streams, { id });
      const stored = events.slice(0, version);
      for (const event of stored) tx.append(storedEvents, { ...event, aggregateType: 'order' });
      tx.save(streams, { id, type: 'order', version, head: stored.at(-1)!.id });
      tx.save(orderSummaries, summary);
      if (saga) tx.save(sagas, saga);
      if (contact) tx.save(contacts, contact);
    });
  }
}
