import { type Clock, type Context, Pace, type Timers, sleep } from '@waybill/kernel';

export interface GatheringOptions {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Under load, a batch collects for as long as the previous batch took, at most this long. An idle runner never waits. */
  readonly gatherMs?: number | undefined;
  /** Every batch collects for this long, also on an idle runner. For work without a waiting caller: larger batches cost less. */
  readonly lingerMs?: number;
  /** A batch in which every call is `deferrable` waits this long for others. A call that is not starts it at once. */
  readonly deferMs?: number;
}

interface Call {
  readonly context: Pick<Context, 'deferrable'>;
}

interface Calls {
  readonly length: number;
  every(holds: (call: Call) => boolean): boolean;
}

/** With this many calls in the queue, a batch starts without collecting more. */
const FULL_ENOUGH = 32;

/** Decides how long a batch collects calls before it starts. */
export class Gathering {
  private readonly pace: Pace;
  private lingering: AbortController | undefined;
  private deferring: AbortController | undefined;

  constructor(private readonly options: GatheringOptions) {
    const { timers, clock, gatherMs = 0 } = options;
    this.pace = new Pace(timers, gatherMs, () => clock.now().getTime());
  }

  /** Reports a call that was added to the queue. */
  added({ context }: Call, length: number): void {
    // With a reason, because abort() without one creates an error with a stack.
    if (length >= FULL_ENOUGH || !context.deferrable) this.deferring?.abort('a caller waits');
    if (length >= FULL_ENOUGH) this.lingering?.abort('full enough');
  }

  /** Resolves when the batch may start. */
  async collect(queue: Calls): Promise<void> {
    const { timers, lingerMs = 0, deferMs = 0 } = this.options;
    if (queue.length >= FULL_ENOUGH) return;
    const isDeferrable = deferMs > 0 && queue.every(({ context }) => context.deferrable === true);
    if (isDeferrable) await sleep(timers, deferMs, (this.deferring = new AbortController()).signal);
    if (queue.length >= FULL_ENOUGH) return;
    const { signal } = (this.lingering = new AbortController());
    if (lingerMs > 0 && !isDeferrable) await sleep(timers, lingerMs, signal);
    await this.pace.turn(signal);
  }

  /** Reports a finished batch. */
  done(calls: number, ms: number): void {
    this.pace.done(calls, ms);
  }
}
