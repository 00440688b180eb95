import type { DueWithin, MemoryDatabase } from '@waybill/unit-of-work';
import { stepOf } from '../log.js';
import { type Saga, sagas } from '../saga.js';
import { ALARMING_ATTEMPT, ASLEEP_AFTER_MS, type SagaStore, type StuckSaga } from '../saga-store.js';

export class MemorySagaStore implements SagaStore {
  constructor(private readonly database: MemoryDatabase) {}

  due({ withinMs, limit }: DueWithin): ReturnType<SagaStore['due']> {
    const due = this.inFlight((_, wakeAt) => wakeAt <= this.now + withinMs).slice(0, limit);
    return Promise.resolve(
      due.map(({ id, tenant, wakeAt }) => ({ row: { id, tenant }, waitMs: Number(wakeAt) - this.now })),
    );
  }

  stuck(limit: number): Promise<readonly StuckSaga[]> {
    const stuck = this.inFlight(
      (saga, wakeAt) =>
        isAlarming(saga) || (wakeAt < this.now - ASLEEP_AFTER_MS && isBefore(saga.deadline, this.now)),
    );
    return Promise.resolve(
      stuck.slice(0, limit).map((saga) => {
        const { id, name, tenant, attempt, deadline, log } = saga;
        const last = log.at(-1);
        const why = isAlarming(saga) ? 'unanswered' : 'asleep';
        return { id, name, tenant, attempt, deadline, why, last: last && stepOf(last) };
      }),
    );
  }

  countOverdue(): Promise<number> {
    const overdue = this.inFlight(
      ({ deadline }, wakeAt) => wakeAt < this.now && isBefore(deadline, this.now),
    );
    return Promise.resolve(overdue.length);
  }

  countAlarming(): Promise<number> {
    return Promise.resolve(this.inFlight(isAlarming).length);
  }

  /** Sagas with a wake-up time, sorted by it. */
  private inFlight(holds: (saga: Saga, wakeAt: number) => boolean): Saga[] {
    return this.database
      .select(sagas, (saga) => saga.wakeAt !== null && holds(saga, saga.wakeAt.getTime()))
      .sort((a, b) => Number(a.wakeAt) - Number(b.wakeAt) || (a.id < b.id ? -1 : 1));
  }

  private get now(): number {
    return this.database.clock.now().getTime();
  }
}

function isAlarming({ attempt }: Saga): boolean {
  return attempt >= ALARMING_ATTEMPT;
}

function isBefore(deadline: Date | null, time: number): boolean {
  return deadline !== null && deadline.getTime() < time;
}
