import { setImmediate } from 'node:timers';

interface Event {
  readonly at: number;
  /** Order of events at the same time. */
  readonly rank: number;
  callback: (() => void) | undefined;
}

/**
 * Simulated time, which advances from event to event. All promises that one event resolves are settled before the next event, so
 * a run depends only on the order of the events.
 */
export class SimulatedTime {
  now: number;
  private readonly heap: Event[] = [];

  constructor(
    start: Date,
    private readonly random: () => number,
  ) {
    this.now = start.getTime();
  }

  /** Calls back once after `ms`. The returned function cancels it. */
  after(ms: number, callback: () => void): () => void {
    const event: Event = { at: this.now + Math.max(0, Math.ceil(ms)), rank: this.random(), callback };
    this.push(event);
    return () => (event.callback = undefined);
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.after(ms, resolve));
  }

  /** Advances time until `done`. Returns false if `end` is reached or no events are left. */
  async run(done: () => boolean, end: number): Promise<boolean> {
    while (!done()) {
      const next = this.heap[0];
      if (!next || next.at > end) return false;
      const event = this.pop()!;
      if (!event.callback) continue;
      this.now = event.at;
      event.callback();
      await settled();
    }
    return true;
  }

  private push(event: Event): void {
    const { heap } = this;
    let at = heap.push(event) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(event, heap[parent]!)) break;
      heap[at] = heap[parent]!;
      at = parent;
    }
    heap[at] = event;
  }

  private pop(): Event | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Event, b: Event): boolean {
  return a.at < b.at || (a.at === b.at && a.rank < b.rank);
}

/** `setImmediate` runs after all resolvable promises have been handled. */
function settled(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}
