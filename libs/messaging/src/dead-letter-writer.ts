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

export interface Failed {
  readonly record: Delivery;
  /** Undefined when it could not be parsed. */
  readonly message?: Message | undefined;
  readonly consumer: string;
  readonly error: unknown;
  readonly attempts: number;
  readonly firstAt: Date;
  /**
   * `alone`: the next message of the key flows. `first`: the key is parked, and those after it follow. `behind`: it follows,
   * if the key is still parked.
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

/** The key was released before the letter behind it was written: its message is to be handled. */
class Released extends Error {
  override readonly name = 'Released';
}

/** Writes dead letters: the letter, its place in the line, its copy for the topic and the claim, in one transaction. */
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

  /** Tried until it is written, is found to be handled, or (`behind`) the key is found to be released. */
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
    // What cannot be parsed, or whose id has no place among the claims, is claimed under an id of today.
    const code = failed.error instanceof DomainError ? failed.error.code : undefined;
    let context = message && code !== 'TOO_OLD' && code !== 'TOO_NEW' ? contextOf(message, consumer) : today;
    for (let tries = 0; ; tries++) {
      try {
        await unitOfWork.run(context, (tx) => this.write(tx, failed));
        return 'written';
      } catch (failure) {
        if (failure instanceof Released) return 'released';
        if (failure instanceof DuplicateMessage) return 'duplicate';
        // Its own id or trace is what the database refuses: the letter must not fail for what the message failed for.
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
