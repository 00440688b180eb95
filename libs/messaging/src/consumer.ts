import {
  type Clock,
  type Context,
  DomainError,
  type Ids,
  type Message,
  type MessageType,
  type Timers,
  backoff,
  codeOf,
  contextOf,
  sleep,
} from '@waybill/kernel';
import { DuplicateMessage, type Tx, Unavailable, type UnitOfWork } from '@waybill/unit-of-work';
import type { Delivery } from './broker.js';
import { deadLetters } from './dead-letter.js';
import { type TypeRegistry, messageOf } from './envelope.js';

/** One handler of one message type. Its name is a literal: it is the claim's consumer for as long as claims are kept. */
export interface Route {
  readonly consumer: string;
  handle(message: Message, context: Context): Promise<unknown>;
}

export type Outcome = 'handled' | 'duplicate' | 'skipped' | 'dead-lettered' | 'retried';

export interface ConsumerOptions {
  readonly service: string;
  readonly unitOfWork: UnitOfWork;
  readonly types: TypeRegistry;
  routes(type: string): readonly Route[];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  readonly random: () => number;
  /** Tries of a message whose error may pass by itself, before it becomes a dead letter. */
  readonly attempts?: number;
  readonly onOutcome?: (outcome: Outcome, type: string, ms: number, error?: unknown) => void;
}

/** What the dead-letter topic carries of a letter; the table is the truth. */
export interface DeadLettered {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly errorCode: string;
  readonly errorMessage: string;
}

/**
 * The broker-free half of a consumer: many keys at once, one message at a time per key. Whatever happens to a message,
 * `handle` resolves: done, skipped, or a dead letter that is committed.
 */
export class Consumer {
  private readonly deadLettered: MessageType<string, DeadLettered>;

  constructor(private readonly options: ConsumerOptions) {
    this.deadLettered = {
      type: 'messaging.dead-lettered',
      version: 1,
      topic: `${options.service}.dead-letters`,
      parse: (data) => data as DeadLettered,
    };
  }

  async handle(records: readonly Delivery[]): Promise<void> {
    const lanes = new Map<string, Delivery[]>();
    for (const record of records) {
      const lane = lanes.get(record.key);
      if (lane) lane.push(record);
      else lanes.set(record.key, [record]);
    }
    await Promise.all([...lanes.values()].map((lane) => this.handleInOrder(lane)));
  }

  private async handleInOrder(lane: readonly Delivery[]): Promise<void> {
    for (const record of lane) await this.handleOne(record);
  }

  private async handleOne(record: Delivery): Promise<void> {
    let message: Message;
    try {
      message = messageOf(record, this.options.types);
    } catch (error) {
      return this.bury(
        record,
        undefined,
        `${this.options.service}.parse`,
        error,
        1,
        this.options.clock.now(),
      );
    }
    const routes = this.options.routes(message.type);
    if (routes.length === 0) this.options.onOutcome?.('skipped', message.type, 0);
    // Side by side, each with a claim of its own: one that fails does not hold back the others.
    await Promise.all(routes.map((route) => this.deliver(record, message, route)));
  }

  private async deliver(record: Delivery, message: Message, { consumer, handle }: Route): Promise<void> {
    const { clock, timers, random, attempts = 5, onOutcome } = this.options;
    const firstAt = clock.now();
    for (let attempt = 1; ; attempt++) {
      const start = performance.now();
      try {
        await handle(message, contextOf(message, consumer));
        onOutcome?.('handled', message.type, performance.now() - start);
        return;
      } catch (error) {
        if (error instanceof DuplicateMessage) {
          onOutcome?.('duplicate', message.type, performance.now() - start);
          return;
        }
        // Without its database the service can neither act nor bury: nothing is lost by waiting.
        if (error instanceof Unavailable) attempt = Math.min(attempt, attempts - 1);
        else if (isPermanent(error) || attempt >= attempts) {
          return this.bury(record, message, consumer, error, attempt, firstAt);
        }
        onOutcome?.('retried', message.type, performance.now() - start, error);
        await sleep(timers, 50 + backoff(attempt, 100, 5_000, random));
      }
    }
  }

  /** The letter, its copy for the dead-letter topic and the claim, in one transaction; tried until it is written. */
  private async bury(
    record: Delivery,
    message: Message | undefined,
    consumer: string,
    error: unknown,
    attempts: number,
    firstAt: Date,
  ): Promise<void> {
    const { unitOfWork, ids, timers, random, onOutcome } = this.options;
    const { topic, partition, offset, value } = record;
    const key = writable(record.key);
    const headers = Object.fromEntries(
      Object.entries(record.headers).map(([name, text]) => [writable(name), writable(text)]),
    );
    const id = `${topic}/${partition}/${offset}/${consumer}`;
    const cause = error instanceof Error ? error : new Error(String(error));
    const errorCode = codeOf(error);
    const errorMessage = writable(cause.message);
    const today: Context = {
      messageId: ids.next(),
      ...{ consumer, correlationId: id, tenant: 'default', traceparent: NO_TRACE },
    };
    // What cannot be parsed, or whose id has no place among the claims, is claimed under an id of today.
    const named = message && errorCode !== 'TOO_OLD' && errorCode !== 'TOO_NEW';
    let context = named ? contextOf(message, consumer) : today;
    const write = async (tx: Tx): Promise<void> => {
      if (await tx.load(deadLetters, { id })) return;
      tx.save(deadLetters, {
        ...{ id, consumer, topic, partition, offset, key, headers, value, attempts, firstAt, lastAt: tx.at },
        messageId: headers['ce_id'] ?? null,
        type: headers['ce_type'] ?? null,
        errorCode,
        errorMessage,
        errorStack: writable(cause.stack ?? ''),
        status: 'open',
      });
      tx.publish(this.deadLettered, key, { id, consumer, topic, partition, offset, errorCode, errorMessage });
    };
    for (let tries = 0; ; tries++) {
      try {
        await unitOfWork.run(context, write);
        onOutcome?.('dead-lettered', message?.type ?? 'unknown', 0, error);
        return;
      } catch (failure) {
        if (failure instanceof DuplicateMessage) return;
        // Its own id or trace is what the database refuses: the letter must not fail for what the message failed for.
        if (isPermanent(failure)) context = today;
        onOutcome?.('retried', message?.type ?? 'unknown', 0, failure);
        await sleep(timers, 50 + backoff(tries, 100, 5_000, random));
      }
    }
  }
}

const NO_TRACE = '00-00000000000000000000000000000001-0000000000000001-00';

/** Postgres holds no NUL in text. The letter's bytes are untouched. */
function writable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

/** Trying again cannot help: a rule, a contract, the data, or a defect of the code. */
function isPermanent(error: unknown): boolean {
  if (error instanceof DomainError) return true;
  return /^(2[23]|42)|^(Type|Range|Syntax|Reference|Zod)Error$/.test(codeOf(error));
}
