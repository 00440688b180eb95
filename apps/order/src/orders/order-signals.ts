import type { OrderId } from '@waybill/contracts/ids';
import { type Timers, sleep } from '@waybill/kernel';

/** How often to query for commits of other instances. */
const LOOK_EVERY_MS = 200;

/** How far an order has come. */
export interface OrderMark {
  readonly id: OrderId;
  readonly version: number;
  readonly status: string;
}

/** Reads, in one statement, the marks of those orders that have a newer version than the known one. */
export type ReadMarks = (known: ReadonlyMap<OrderId, number>) => Promise<readonly OrderMark[]>;

/** An order that callers wait for. */
interface Awaited {
  /** Undefined until a commit or a query shows it. */
  mark: OrderMark | undefined;
  /** Each is called with every new mark. */
  readonly waiters: Set<(mark: OrderMark) => void>;
}

/**
 * Wakes callers that wait for an order: immediately after a commit of this instance. For commits of other instances, one query at a time
 * asks about all orders that anybody waits for, so that the number of statements does not depend on the number of callers.
 */
export class OrderSignals {
  private readonly awaited = new Map<OrderId, Awaited>();
  private isLooking = false;

  constructor(
    private readonly timers: Timers,
    private readonly read: ReadMarks,
  ) {}

  /** This instance has committed the order. */
  changed(mark: OrderMark): void {
    const order = this.awaited.get(mark.id);
    // A replayed response has an older version.
    if (!order || mark.version <= (order.mark?.version ?? 0)) return;
    order.mark = mark;
    for (const waiter of [...order.waiters]) waiter(mark);
  }

  /** Waits until the order is as `reached` says, and returns its mark; undefined after `withinMs`, and when `signal` aborts. */
  async until(
    id: OrderId,
    reached: (mark: OrderMark) => boolean,
    withinMs: number,
    signal?: AbortSignal,
  ): Promise<OrderMark | undefined> {
    const order = this.awaited.get(id) ?? { mark: undefined, waiters: new Set() };
    if (signal?.aborted) return undefined;
    if (order.mark && reached(order.mark)) return order.mark;
    return new Promise((resolve) => {
      const done = (mark?: OrderMark): void => {
        cancel();
        signal?.removeEventListener('abort', gone);
        order.waiters.delete(waiter);
        if (order.waiters.size === 0) this.awaited.delete(id);
        resolve(mark);
      };
      const waiter = (mark: OrderMark): void => {
        if (reached(mark)) done(mark);
      };
      const gone = (): void => done();
      const cancel = this.timers.after(withinMs, gone);
      signal?.addEventListener('abort', gone, { once: true });
      order.waiters.add(waiter);
      this.awaited.set(id, order);
      void this.keepLooking();
    });
  }

  /** Queries while anybody waits. */
  private async keepLooking(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    while (this.awaited.size > 0) {
      await sleep(this.timers, LOOK_EVERY_MS);
      await this.look();
    }
    this.isLooking = false;
  }

  private async look(): Promise<void> {
    if (this.awaited.size === 0) return;
    const known = new Map([...this.awaited].map(([id, { mark }]) => [id, mark?.version ?? 0]));
    // While the database does not answer, callers wait on: the next query finds what they wait for.
    const marks = await this.read(known).catch(() => []);
    for (const mark of marks) this.changed(mark);
  }
}
