import type { Clock, Ids, Timers } from '@waybill/kernel';
import { MemoryDatabase, type Reactions, BatchRunner } from '@waybill/unit-of-work';
import { orderReactions } from './order-reactions.fixture.js';
import { OrderRepository, type OrderRepositoryOptions, type ProcessRun } from './order.repository.js';
import { OrderSignals } from './order-signals.js';

interface Parts<Run extends ProcessRun> extends Pick<OrderRepositoryOptions<Run>, 'process'> {
  readonly code?: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly timers: Timers;
  /** Defaults to those of the service. */
  readonly reactions?: Reactions;
}

/** The orders in an in-memory database. */
export function memoryOrders<Run extends ProcessRun>(
  parts: Parts<Run>,
): {
  readonly database: MemoryDatabase;
  readonly unitOfWork: BatchRunner;
  readonly orders: OrderRepository<Run>;
} {
  const { clock, ids, timers, reactions = orderReactions(ids), code = 'test', ...options } = parts;
  const database = new MemoryDatabase(clock);
  const unitOfWork = new BatchRunner({ database, ids, clock, source: '/order', timers, random: () => 0.5 });
  const orders = new OrderRepository({
    ...options,
    unitOfWork,
    reactions,
    signals: new OrderSignals(timers, () => Promise.resolve([])),
    ids,
    code,
  });
  return { database, unitOfWork, orders };
}
