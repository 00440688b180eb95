import { type Timers, backoff, sleep, within } from '@waybill/kernel';

export interface DependencyState {
  readonly name: string;
  readonly state: 'starting' | 'up' | 'down';
  readonly since: string;
  /** A dependency without which no request can be served. */
  readonly required: boolean;
  readonly address: string;
  /** What the last failed check said, also after it is up again, and when that was. */
  readonly lastError?: string;
  readonly lastErrorAt?: string;
}

interface Watched {
  readonly name: string;
  readonly address: string;
  readonly required: boolean;
  check(): Promise<void>;
}

/** Monitors the dependencies of the service: waits for them at the start, then checks them every five seconds. */
export class Dependencies {
  private readonly states = new Map<string, DependencyState>();
  private readonly left = new AbortController();

  constructor(
    private readonly timers: Timers,
    private readonly log: (message: string, details: object) => void,
  ) {}

  get all(): readonly DependencyState[] {
    return [...this.states.values()];
  }

  /** The service is stopping. */
  get stopping(): boolean {
    return this.left.signal.aborted;
  }

  /** Readiness: false while a required dependency is down, and while the service is stopping. */
  get ready(): boolean {
    return !this.stopping && this.all.every(({ required, state }) => !required || state === 'up');
  }

  /** Whether all required dependencies have been up at least once. */
  get started(): boolean {
    return this.all.every(({ required, state }) => !required || state !== 'starting');
  }

  /** Adds a dependency to the readiness report before `waitFor` is called. */
  expect({ name, required, address }: Watched): void {
    if (this.states.has(name)) return;
    this.states.set(name, { name, state: 'starting', since: new Date().toISOString(), required, address });
  }

  /** Resolves with true after the first successful check, and keeps checking. Resolves with false if the service stops before. */
  async waitFor(watched: Watched): Promise<boolean> {
    this.expect(watched);
    for (let attempt = 0; !(await this.look(watched)); attempt++) {
      await sleep(this.timers, 100 + backoff(attempt, 200, 5_000, Math.random), this.left.signal);
      if (this.left.signal.aborted) return false;
    }
    void this.keepLooking(watched);
    return true;
  }

  stop(): void {
    this.left.abort();
  }

  private async keepLooking(watched: Watched): Promise<void> {
    for (;;) {
      await sleep(this.timers, 5_000, this.left.signal);
      if (this.left.signal.aborted) return;
      await this.look(watched);
    }
  }

  private async look({ name, address, required, check }: Watched): Promise<boolean> {
    const before = this.states.get(name)!;
    let lastError: string | undefined;
    try {
      await within(this.timers, 10_000, check());
    } catch (error) {
      lastError = describe(error);
    }
    const up = lastError === undefined;
    const state = up ? 'up' : before.state === 'starting' ? 'starting' : 'down';
    const since = state === before.state ? before.since : new Date().toISOString();
    const failed = lastError === undefined ? {} : { lastError, lastErrorAt: new Date().toISOString() };
    if (state !== before.state || (!up && before.lastError !== lastError)) {
      this.log(up ? `${name} is up` : `${name} cannot be reached at ${address}: ${lastError}`, {
        name,
        state,
      });
    }
    this.states.set(name, { ...before, state, since, required, address, ...failed });
    return up;
  }
}

function describe(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0]);
  return error instanceof Error ? error.message || error.name : String(error);
}
