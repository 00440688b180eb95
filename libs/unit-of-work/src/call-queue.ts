import type { Context } from '@waybill/kernel';

interface Call {
  readonly context: Pick<Context, 'awaited'>;
}

/** The share of a batch that stays for other calls while calls with a waiting caller fill it. */
const RESERVED = 1 / 4;

/**
 * The calls that wait for a batch. Calls with a waiting caller are taken before all others. The calls of each of the two groups keep
 * their order, so no message overtakes an earlier one.
 */
export class CallQueue<Queued extends Call> {
  private readonly awaited: Queued[] = [];
  private readonly others: Queued[] = [];

  get length(): number {
    return this.awaited.length + this.others.length;
  }

  every(holds: (call: Queued) => boolean): boolean {
    return this.awaited.every(holds) && this.others.every(holds);
  }

  add(call: Queued): void {
    this.of(call).push(call);
  }

  /** Returns calls to the front of the queue. */
  putBack(calls: readonly Queued[]): void {
    for (const call of calls.toReversed()) this.of(call).unshift(call);
  }

  /** Removes the calls of the next batch. */
  take(most: number): Queued[] {
    // A flood of requests must not hold up the messages entirely.
    const reserved = Math.min(this.others.length, Math.ceil(most * RESERVED));
    const awaited = this.awaited.splice(0, most - reserved);
    return [...awaited, ...this.others.splice(0, most - awaited.length)];
  }

  private of({ context: { awaited } }: Call): Queued[] {
    return awaited ? this.awaited : this.others;
  }
}
