import {
  type Context,
  DomainError,
  type Ids,
  type Message,
  type MessageType,
  type Timers,
  backoff,
  contextOf,
  sleep,
} from '@waybill/kernel';
import { DuplicateMessage, type Tx, type UnitOfWork } from '@waybill/unit-of-work';
import type { Delivery } from './broker.js';
import { type ParkedKey, deadLetters, parkedKeys } from './dead-letter.js';
import { failureOf, isPermanent, writable } from './failure.js';

/** The part of a dead letter that is published to the dead-letter topic. The table is authoritative. */
export interface DeadLettered {
  readonly id: string;
  readonly consumer: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly errorCode: string;
  readonly errorMessage: string;
}

export interface Failed {
  readonly record: Delivery;
  /** Undefined if the record could not be parsed. */
  readonly message?: Message | undefined;
  readonly consumer: string;
  readonly error: unknown;
  readonly attempts: number;
  readonly firstAt: Date;
  /**
   * `alone`: the key is not parked. `first`: the key is parked, and later messages are dead-lettered behind it. `behind`: it follows
   * another dead letter, if the key is still parked.
   */
  readonly line: 'alone' | 'first' | 'behind';
}

export interface BurialOptions {
  readonly service: string;
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly random: () => number;
  readonly onRetry?: (failure: unknown, message: Message | undefined) => void;
}

/** The key was released before this message was dead-lettered behind it, so the message must be handled. */
class Released extends Error {
  override readonly name = 'Released';
}

/** Writes a dead letter, its place in the line, its copy for the dead-letter topic and the claim in one transaction. */
export class DeadLetterWriter {
  private readonly deadLettered: MessageType<string, DeadLettered>;

  constructor(private readonly options: BurialOptions) {
    this.deadLettered = {
      type: 'messaging.dead-lettered',
      version: 1,
      topic: `${options.service}.dead-letters`,
      parse: (data) => data as DeadLettered,
    };
  }

  /** Retries until the dead letter is written, the message turns out to be handled, or (`behind`) the key to be released. */
  async add(failed: Failed): Promise<'written' | 'duplicate' | 'released'> {
    const { unitOfWork, ids, timers, random, onRetry } = this.options;
    const { record, message, consumer } = failed;
    const today: Context = {
      messageId: ids.next(),
      consumer,
      correlationId: letterId(record, consumer),
      tenant: 'default',
      traceparent: NO_TRACE,
    };
    // A record without a usable message id is claimed under a new id.
    const code = failed.error instanceof DomainError ? failed.error.code : undefined;
    let context = message && code !== 'TOO_OLD' && code !== 'TOO_NEW' ? contextOf(message, consumer) : today;
    for (let tries = 0; ; tries++) {
      try {
        await unitOfWork.run(context, (tx) => this.write(tx, failed));
        return 'written';
      } catch (failure) {
        if (failure instanceof Released) return 'released';
        if (failure instanceof DuplicateMessage) return 'duplicate';
        // The database may refuse the message's own id or trace, so the dead letter must not contain them.
        if (isPermanent(failure)) context = today;
        onRetry?.(failure, message);
        await sleep(timers, 50 + backoff(tries, 100, 5_000, random));
      }
    }
  }

  private async write(tx: Tx, { record, consumer, error, attempts, firstAt, line }: Failed): Promise<void> {
    const { topic, partition, offset, value } = record;
    const id = letterId(record, consumer);
    const key = writable(record.key);
    const [known, parked] = await Promise.all([
      tx.load(deadLetters, { id }),
      line === 'alone' ? undefined : tx.load(parkedKeys, { consumer, topic, key }),
    ]);
    if (known) return;
    if (line === 'behind' && !parked) throw new Released('the key flows again');
    const headers = Object.fromEntries(
      Object.entries(record.headers).map(([name, text]) => [writable(name), writable(text)]),
    );
    const type = headers['ce_type'] ?? null;
    const failure = failureOf(error, consumer, type);
    const place = line === 'alone' ? null : (parked?.last ?? 0) + 1;
    tx.save(deadLetters, {
      id,
      consumer,
      topic,
      partition,
      offset,
      key,
      headers,
      value,
      attempts,
      firstAt,
      lastAt: tx.at,
      messageId: headers['ce_id'] ?? null,
      type,
      ...failure,
      status: 'open',
      place,
      originalHeaders: null,
      originalValue: null,
      redrives: 0,
      actions: 0,
    });
    if (place !== null) {
      const since = parked?.since ?? tx.at;
      const row: ParkedKey = {
        consumer,
        topic,
        key,
        waiting: (parked?.waiting ?? 0) + 1,
        last: place,
        since,
      };
      tx.save(parkedKeys, row);
    }
    const { errorCode, errorMessage } = failure;
    tx.publish(this.deadLettered, key, { id, consumer, topic, partition, offset, errorCode, errorMessage });
  }
}

export const NO_TRACE = '00-00000000000000000000000000000001-0000000000000001-00';

function letterId({ topic, partition, offset }: Delivery, consumer: string): string {
  return `${topic}/${partition}/${offset}/${consumer}`;
}
