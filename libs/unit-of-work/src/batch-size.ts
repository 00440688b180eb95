import type { Clock, Context } from '@waybill/kernel';

export interface BatchSizeOptions {
  readonly clock: Clock;
  /** Maximum number of handler calls per transaction. */
  readonly maxBatchSize?: number;
  /** While requests arrive, a batch takes only as many calls as run in about this time: a request waits for the running batch. */
  readonly requestWaitMs?: number;
}

/** A smaller batch costs noticeably more per call. */
const SMALLEST = 32;
/** Batches stay small for this long after the last request. */
const REQUESTS_MS = 1_000;
/** The share of the last batch in the average time of a call. */
const LATEST = 1 / 4;

/** Decides how many calls a batch takes. */
export class BatchSize {
  private lastRequest = -Infinity;
  private msPerCall = 0;

  constructor(private readonly options: BatchSizeOptions) {}

  /** Reports a call that was added to the queue. */
  added({ context: { awaited } }: { readonly context: Pick<Context, 'awaited'> }): void {
    if (awaited) this.lastRequest = this.options.clock.now().getTime();
  }

  get most(): number {
    const { clock, maxBatchSize = 200, requestWaitMs = 100 } = this.options;
    if (clock.now().getTime() - this.lastRequest > REQUESTS_MS || this.msPerCall === 0) return maxBatchSize;
    const affordable = Math.max(SMALLEST, Math.floor(requestWaitMs / this.msPerCall));
    return Math.min(maxBatchSize, affordable);
  }

  /** Reports a finished batch. */
  done(calls: number, ms: number): void {
    const latest = ms / calls;
    this.msPerCall = this.msPerCall === 0 ? latest : this.msPerCall + (latest - this.msPerCall) * LATEST;
  }
}
