import {
  type Clock,
  type Context,
  DomainError,
  type Ids,
  type Message,
  type Timers,
  backoff,
  contextOf,
  sleep,
} from '@waybill/kernel';
import { DuplicateMessage, type UnitOfWork } from '@waybill/unit-of-work';
import { Breaker } from './breaker.js';
import type { Delivery } from './broker.js';
import { DeadLetterWriter, type Failed } from './dead-letter-writer.js';
import { type TypeRegistry, messageOf } from './envelope.js';
import { type Failing, failingOf, writable } from './failure.js';
import { type ParkedName, ParkedKeys } from './parked-keys.js';
import { messagingErrors } from './messaging.errors.js';

/** Must depend on the data of the message alone. */
export type Hears = (data: never) => boolean | undefined;

/** A handler of a message type. `consumer` is a literal because it is stored with the claims. */
export interface Route {
  readonly consumer: string;
  /** False if the handler does not need the message: it is skipped without a claim. */
  readonly hears?: Hears | undefined;
  /** Nobody waits for what follows: its messages may arrive a little later, together with others. */
  readonly deferrable?: boolean | undefined;
  handle(message: Message, context: Context): Promise<unknown>;
}

export type Outcome = 'handled' | 'duplicate' | 'skipped' | 'dead-lettered' | 'parked' | 'retried';

export interface ConsumerOptions {
  readonly service: string;
  readonly unitOfWork: UnitOfWork;
  readonly types: TypeRegistry;
  routes(type: string): readonly Route[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: () => number;
  /** Attempts for a transient error before the message is dead-lettered and its key is parked. */
  readonly attempts?: number;
  /** Classifies an error. Default: `failingOf`. */
  readonly failing?: (error: unknown) => Failing;
  /** Parked keys of this service, read from the database. Without it only the keys that this instance parked are known. */
  readonly parkedKeys?: (() => Promise<readonly ParkedName[]>) | undefined;
  readonly onOutcome?: (outcome: Outcome, type: string, ms: number, error?: unknown) => void;
}

/**
 * Whether the handler needs the message. Undefined if the message does not say, for example because an older release sent it: it is
 * handled, and the audit does not require its claim.
 */
export function hears(
  { hears: wanted }: Pick<Route, 'hears'>,
  { data }: Pick<Message, 'data'>,
): boolean | undefined {
  return wanted ? wanted(data as never) : true;
}

/** A topic counts as awaited for this long after a message that someone waits for. */
const AWAITED_MS = 10_000;

/**
 * The consumer without its broker. It handles many keys in parallel and the messages of one key in order. `handle` resolves for every
 * message: handled, skipped or dead-lettered. A permanent error parks the key: later messages of the key become dead letters behind the
 * first one until an operator redrives or discards them.
 */
export class Consumer {
  private readonly deadLetters: DeadLetterWriter;
  private readonly parked: ParkedKeys;
  private readonly breakers = new Map<string, Breaker>();
  /** When a handler that is not `deferrable` last got a message of a topic. */
  private readonly awaitedAt = new Map<string, number>();

  constructor(private readonly options: ConsumerOptions) {
    const { service, unitOfWork, ids, timers, random } = options;
    this.deadLetters = new DeadLetterWriter({
      service,
      unitOfWork,
      ids,
      timers,
      random,
      onRetry: (failure, message) => options.onOutcome?.('retried', message?.type ?? 'unknown', 0, failure),
    });
    this.parked = new ParkedKeys({ read: options.parkedKeys, timers, random });
  }

  /** Call it after the group was joined or rebalanced: other instances may have parked keys meanwhile. */
  joined(): void {
    this.parked.refresh();
  }

  /** Whether the type is known and nobody here handles it: its message is not worth the parsing, and is counted as skipped. */
  skips(type: string): boolean {
    const { types, routes, onOutcome } = this.options;
    const skipped = types.get(type) !== undefined && routes(type).length === 0;
    if (skipped) onOutcome?.('skipped', type, 0);
    return skipped;
  }

  /** Whether a handler that someone waits for got a message of this topic lately: the next is likely to be for it, too. */
  isAwaited(topic: string): boolean {
    return this.options.clock.now().getTime() < (this.awaitedAt.get(topic) ?? -Infinity) + AWAITED_MS;
  }

  async handle(records: readonly Delivery[]): Promise<void> {
    await this.parked.ready();
    const lanes = new Map<string, Delivery[]>();
    for (const record of records) {
      const lane = lanes.get(record.key);
      if (lane) lane.push(record);
      else lanes.set(record.key, [record]);
    }
    await Promise.all([...lanes.values()].map((lane) => this.handleInOrder(lane)));
  }

  /** Dead-letters a record that the broker gave up. It is not parsed, because no handler has seen it. */
  async giveUp(record: Delivery): Promise<void> {
    const error = new DomainError(
      messagingErrors.UNDELIVERABLE,
      'handed out again and again, and each time its consumer died',
    );
    const consumer = `${this.options.service}.parse`;
    await this.deadLetter({
      record,
      consumer,
      error,
      attempts: 0,
      firstAt: this.options.clock.now(),
      line: 'alone',
    });
  }

  private async handleInOrder(lane: readonly Delivery[]): Promise<void> {
    for (const record of lane) await this.handleOne(record);
  }

  private async handleOne(record: Delivery): Promise<void> {
    const { service, types, routes, clock, onOutcome } = this.options;
    if (this.skips(record.headers['ce_type'] ?? '')) return;
    let message: Message;
    try {
      message = messageOf(record, types);
    } catch (error) {
      const consumer = `${service}.parse`;
      await this.deadLetter({ record, consumer, error, attempts: 1, firstAt: clock.now(), line: 'alone' });
      return;
    }
    const handlers = routes(message.type).filter((route) => hears(route, message) !== false);
    if (handlers.length === 0) onOutcome?.('skipped', message.type, 0);
    if (handlers.some(({ deferrable }) => !deferrable))
      this.awaitedAt.set(record.topic, clock.now().getTime());
    // Handlers run in parallel with a claim each: one that fails does not delay the others.
    await Promise.all(handlers.map((route) => this.deliver(record, message, route)));
  }

  private async deliver(record: Delivery, message: Message, { consumer, handle }: Route): Promise<void> {
    const { clock, timers, random, attempts = 5, failing = failingOf, onOutcome } = this.options;
    const firstAt = clock.now();
    const failed = { record, message, consumer, firstAt };
    const lane: ParkedName = { consumer, topic: record.topic, key: writable(record.key) };
    if (this.parked.has(lane) && (await this.follow(failed, lane))) return;
    const breaker = this.breakerOf(consumer, message.type);
    for (let attempt = 1; ; attempt++) {
      const start = performance.now();
      try {
        await breaker.during(() => handle(message, contextOf(message, consumer)));
        onOutcome?.('handled', message.type, performance.now() - start);
        return;
      } catch (error) {
        if (error instanceof DuplicateMessage) {
          onOutcome?.('duplicate', message.type, performance.now() - start);
          return this.lookAgain();
        }
        if (failing(error) === 'permanent') {
          await this.deadLetter({ ...failed, error, attempts: attempt, line: 'alone' });
          return;
        }
        if (attempt >= attempts) {
          const outcome = await this.deadLetter({ ...failed, error, attempts: attempt, line: 'first' });
          if (outcome === 'written') this.parked.add(lane);
          return;
        }
        onOutcome?.('retried', message.type, performance.now() - start, error);
        await sleep(timers, 50 + backoff(attempt, 100, 5_000, random));
      }
    }
  }

  /** Each handler has its own breaker, because each has its own dependencies. */
  private breakerOf(consumer: string, type: string): Breaker {
    const known = this.breakers.get(consumer);
    if (known) return known;
    const { timers, random, failing = failingOf, onOutcome } = this.options;
    const breaker = new Breaker({
      timers,
      random,
      isAway: (error) => failing(error) === 'away',
      onAway: (error) => onOutcome?.('retried', type, 0, error),
    });
    this.breakers.set(consumer, breaker);
    return breaker;
  }

  /** True if the message was dead-lettered behind a parked one; false if its key was released meanwhile. */
  private async follow(failed: Omit<Failed, 'error' | 'attempts' | 'line'>, lane: ParkedName) {
    const error = new DomainError(
      messagingErrors.KEY_PARKED,
      'an earlier message of its key waits among the dead letters',
    );
    const outcome = await this.deadLetter({ ...failed, error, attempts: 0, line: 'behind' });
    if (outcome === 'released') this.parked.delete(lane);
    return outcome !== 'released';
  }

  private async deadLetter(failed: Failed): Promise<'written' | 'duplicate' | 'released'> {
    const outcome = await this.deadLetters.add(failed);
    const type = failed.message?.type ?? 'unknown';
    if (outcome === 'written')
      this.options.onOutcome?.(failed.line === 'behind' ? 'parked' : 'dead-lettered', type, 0, failed.error);
    if (outcome === 'duplicate') await this.lookAgain();
    return outcome;
  }

  /** Another instance handled the message and may have parked its key, so look before the next one. */
  private async lookAgain(): Promise<void> {
    this.parked.refresh();
    await this.parked.ready();
  }
}
