import { Pace, type Timers, backoff, sleep } from '@waybill/kernel';
import type { CommittedMessages } from './committed-messages.js';
import { CommittedQueue } from './committed-queue.js';
import { type LookOptions, lookEveryMs } from './hints.js';
import type { Hold } from './lease-store.js';
import type { Leases } from './leases.js';
import type { OutboxMessage } from './outbox-message.js';
import type { OutboxStore, Sent } from './outbox-store.js';
import type { Position, Publisher } from './publisher.js';

export interface RelayOptions extends LookOptions {
  readonly store: OutboxStore;
  readonly leases: Leases;
  readonly publisher: Publisher;
  readonly timers: Timers;
  readonly random: () => number;
  readonly batchSize?: number;
  /** Between two looks for parked keys that should be tried again. Default 5,000. */
  readonly parkedMs?: number | undefined;
  /** Acknowledged messages are moved together after this time. Default 500. */
  readonly moveMs?: number | undefined;
  /** Maximum time that a batch waits for more messages under load; it waits as long as the last batch took. */
  readonly gatherMs?: number | undefined;
  /** Called with the number of messages that were moved together. */
  readonly onBatch?: ((messages: number) => void) | undefined;
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * Publishes the outbox: takes the oldest rows of its shards, sends them, and moves them to `outbox_sent`. Several batches are moved with
 * one statement. A crash between acknowledgement and move sends rows again, so delivery is at least once, in order per key.
 *
 * What its own process commits it takes from memory, as long as it knows every earlier message of the same keys. Otherwise it looks
 * into the table: at the start, after a failure, for new shards, at intervals, and when there is more than memory should hold.
 */
export class Relay {
  private readonly stopping = new AbortController();
  private awake: (() => void) | undefined;
  private pending = false;
  private loop: Promise<void> | undefined;
  private failures = 0;
  private nextLookAtParked = 0;
  private readonly memory: CommittedQueue;
  private cancelLook: (() => void) | undefined;
  /** Acknowledged and not moved yet, in the order of sending, with the leases under which they were sent. */
  private sent: readonly Sent[] = [];
  private sentUnder: readonly Hold[] = [];
  private moveIsDue = false;
  private cancelMove: (() => void) | undefined;

  constructor(private readonly options: RelayOptions) {
    this.memory = new CommittedQueue(options.batchSize ?? 500);
  }

  start(): void {
    this.loop = this.run();
  }

  /** This process has committed messages. Without knowing them the relay looks for them. */
  committed(messages?: CommittedMessages): void {
    this.memory.put(messages);
    this.pending = true;
    this.awake?.();
  }

  /** Instances may have come or gone: the relay renews its leases, and looks more often while it is not alone. */
  membersChanged(): void {
    this.options.leases.changed();
    this.committed();
  }

  /** Stops after the batch in flight and releases the shards. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.awake?.();
    await this.loop;
    this.cancelLook?.();
    await this.options.leases.release().catch(() => undefined);
  }

  private async run(): Promise<void> {
    const { timers, random, onError, batchSize = 500, gatherMs = 0 } = this.options;
    const pace = new Pace(timers, gatherMs, () => performance.now());
    while (!this.stopping.signal.aborted) {
      try {
        this.pending = false;
        const start = performance.now();
        const sent = await this.batches();
        this.failures = 0;
        pace.done(sent, performance.now() - start);
        if (sent === batchSize) continue;
        await pace.turn(this.stopping.signal);
        await this.rest();
      } catch (error) {
        onError?.(error);
        this.memory.invalidate();
        // Acknowledged messages are not sent again: they are moved first, as soon as the database responds.
        this.moveIsDue = this.sent.length > 0;
        await sleep(timers, backoff(this.failures++, 100, 5_000, random), this.stopping.signal);
      }
    }
    await this.moveSent().catch((error: unknown) => onError?.(error));
  }

  /**
   * Sends full batches one after the other, for a second at most, and returns the size of the last. While a batch is sent, earlier ones are
   * moved and the next one is read. A batch is moved only after its acknowledgement, and sent only after the acknowledgement of the batch
   * before it. There is one move at a time.
   */
  private async batches(): Promise<number> {
    const { leases, batchSize = 500, moveMs = 500 } = this.options;
    // Moves before a renewal, which may give shards to another instance, which would send the rows again.
    if (this.moveIsDue || leases.due) await this.moveSent();
    const holds = await leases.hold();
    if (holds.length === 0) return 0;
    await this.retryParked(holds);
    let rows = this.memory.take(holds, this.sent) ?? (await this.look(holds));
    // Part of a full batch was refused, so there may be more rows.
    if (rows.length > 0 && this.failures >= PATIENCE) return (await this.sendByKey(rows)) && rows.length;
    const until = performance.now() + RUN_MS;
    let moved = Promise.resolve();
    try {
      for (;;) {
        if (rows.length === 0) return 0;
        const batch = rows;
        const last = batch.length < batchSize || performance.now() > until || this.stopping.signal.aborted;
        const next = last ? undefined : handled(this.select(holds, batch));
        const positions = await this.publish(batch);
        this.sent = [...this.sent, ...sentOf(batch, positions)];
        this.sentUnder = holds;
        await moved;
        if (moveMs === 0 || this.sent.length >= batchSize) moved = handled(this.moveSent());
        else this.moveLater(moveMs);
        if (!next) return batch.length;
        rows = await next;
      }
    } finally {
      await moved;
    }
  }

  private async look(holds: readonly Hold[]): Promise<readonly OutboxMessage[]> {
    const { batchSize = 500 } = this.options;
    this.cancelLook?.();
    this.cancelLook = undefined;
    this.memory.looking(holds);
    const rows = await this.select(holds, []);
    if (rows.length === batchSize) this.memory.invalidate();
    return rows;
  }

  /** Reads the oldest rows of the shards, except those that are sent or being sent. */
  private async select(
    holds: readonly Hold[],
    sending: readonly OutboxMessage[],
  ): Promise<readonly OutboxMessage[]> {
    const { store, batchSize: limit = 500 } = this.options;
    const without = [...this.sent.map(({ message }) => message), ...sending].map(({ position }) => position);
    const rows = await store.oldest({ shards: shardsOf(holds), limit, without });
    this.memory.found(rows);
    return rows;
  }

  private moveLater(ms: number): void {
    this.cancelMove ??= this.options.timers.after(ms, () => {
      this.cancelMove = undefined;
      this.moveIsDue = true;
      this.awake?.();
    });
  }

  /** Moves acknowledged messages. They are remembered until then, so that they are not read and sent again. */
  private async moveSent(): Promise<void> {
    this.cancelMove?.();
    this.cancelMove = undefined;
    this.moveIsDue = false;
    const { sent } = this;
    if (sent.length === 0) return;
    await this.move(sent, this.sentUnder);
    this.sent = this.sent.slice(sent.length);
  }

  private publish(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
    return this.options.publisher.publish(rows, this.options.leases.remainingMs() - 500);
  }

  /** After repeated failures: a message that the broker refuses (too large, no such topic) must block only its own key. */
  private async sendByKey(rows: readonly OutboxMessage[]): Promise<number> {
    const groups = [...Map.groupBy(rows, ({ key }) => key).values()];
    // Starts at another key each time: refused keys at the front must not hide that the broker accepts others.
    const first = ((this.failures - PATIENCE) * PATIENCE) % groups.length;
    const refused: Refusal[] = [];
    let sent = 0;
    for (const own of [...groups.slice(first), ...groups.slice(0, first)]) {
      const refusal = await this.sendKey(own, (count) => (sent += count));
      if (refusal) refused.push(refusal);
      // Every key fails, so the broker is unavailable.
      if (sent === 0 && refusal && (refused.length >= PATIENCE || refused.length === groups.length))
        throw refusal.error;
    }
    for (const { row, error } of refused) await this.park(row, error);
    return sent;
  }

  /** Sends the messages of a key together. If that fails, sends them one by one up to the one that is refused. */
  private async sendKey(
    own: readonly OutboxMessage[],
    sent: (count: number) => void,
  ): Promise<Refusal | undefined> {
    const { leases } = this.options;
    for (const rows of own.length > 1 ? [own, ...own.map((row) => [row])] : [own]) {
      const holds = await leases.hold();
      const row = rows[0]!;
      if (this.stopping.signal.aborted || !holds.some(({ shard }) => shard === row.shard)) return undefined;
      try {
        await this.move(sentOf(rows, await this.publish(rows)), holds);
        sent(rows.length);
        if (rows === own) return undefined;
      } catch (error) {
        if (rows !== own || own.length === 1) return { row, error };
      }
    }
    return undefined;
  }

  private async park(row: OutboxMessage, error: unknown): Promise<void> {
    this.options.onError?.(error);
    await this.options.store.park(row, PATIENCE + 1, error);
  }

  /** Retries each parked key that is due. A failure concerns this key alone and says nothing about the broker. */
  private async retryParked(holds: readonly Hold[]): Promise<void> {
    if (performance.now() < this.nextLookAtParked) return;
    const { store, batchSize: limit = 500, parkedMs = 5_000 } = this.options;
    this.nextLookAtParked = performance.now() + parkedMs;
    const shards = shardsOf(holds);
    for (const key of await store.dueKeys(shards)) {
      const rows = await store.ofKey({ shards, limit, key });
      this.memory.found(rows);
      const refusal = rows.length > 0 ? await this.sendKey(rows, () => undefined) : undefined;
      if (this.stopping.signal.aborted) return;
      if (refusal) await this.park(refusal.row, refusal.error);
      else await store.release([key]);
      // What was committed for the key meanwhile was left out of every look.
      this.memory.invalidate();
    }
  }

  private async move(sent: readonly Sent[], holds: readonly Hold[]): Promise<void> {
    const { store, onBatch } = this.options;
    await store.move(sent, holds);
    onBatch?.(sent.length);
  }

  private async rest(): Promise<void> {
    if (this.pending || this.moveIsDue || this.stopping.signal.aborted) return;
    // It goes on while commits of this process wake the relay, which then does not look.
    this.cancelLook ??= this.options.timers.after(lookEveryMs(this.options, OFTEN_MS), () => {
      this.cancelLook = undefined;
      this.committed();
    });
    await new Promise<void>((resolve) => (this.awake = resolve));
    this.awake = undefined;
  }
}

/**
 * Failed attempts of a batch before its keys are tried one by one (with the fifth attempt), and the number of keys that must fail before
 * the broker counts as unavailable.
 */
const PATIENCE = 4;
/** Full batches are sent for this long before leases and parked keys are looked at again. */
const RUN_MS = 1_000;
/** Between two looks for what other instances have committed and do not tell of. */
const OFTEN_MS = 50;

/** Prevents an unhandled rejection: the error is thrown where the promise is awaited. */
function handled<Result>(promise: Promise<Result>): Promise<Result> {
  promise.catch(() => undefined);
  return promise;
}

function sentOf(rows: readonly OutboxMessage[], positions: readonly Position[]): Sent[] {
  return rows.map((message, index) => ({ message, position: positions[index]! }));
}

function shardsOf(holds: readonly Hold[]): number[] {
  return holds.map(({ shard }) => shard);
}

interface Refusal {
  readonly row: OutboxMessage;
  readonly error: unknown;
}
