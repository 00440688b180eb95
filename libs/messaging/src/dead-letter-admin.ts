import {
  type Clock,
  type Context,
  DomainError,
  type Ids,
  type Timers,
  codeOf,
  contextOf,
  sleep,
} from '@waybill/kernel';
import {
  type TransactionWork,
  DuplicateMessage,
  type Rehearser,
  type Tx,
  Unavailable,
  type UnitOfWork,
} from '@waybill/unit-of-work';
import { NO_TRACE } from './dead-letter-writer.js';
import type { DeadLetterStore } from './dead-letter-store.js';
import type { Route } from './consumer.js';
import { leaveLine, lockLetter, notFound, note, noteFailure } from './dead-letter-acts.js';
import { type DeadLetter, deadLetters } from './dead-letter.js';
import { type TypeRegistry, messageOf } from './envelope.js';
import { type Planned, plannedOf } from './planned.js';
import { messagingErrors } from './messaging.errors.js';

export interface DeadLetterAdminOptions {
  readonly service: string;
  readonly unitOfWork: UnitOfWork & Rehearser;
  readonly types: TypeRegistry;
  routes(type: string): readonly Route[];
  readonly store: Pick<DeadLetterStore, 'line'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly ids: Ids;
  /** Redrives per second at most, all calls of this instance together. */
  readonly perSecond?: number;
  readonly onRedrive?: (outcome: Redriven['outcome']) => void;
}

/** What became of a letter. `closed before`: redriven or discarded already, and nothing was done. */
export interface Redriven {
  readonly id: string;
  readonly outcome: 'redriven' | 'closed before' | 'failed' | 'rehearsed';
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** Only of a rehearsal: what it would write and publish. */
  readonly planned?: Planned;
}

export interface Edit {
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Letters per call at most, so that the caller gets an answer. */
export const LETTERS_PER_CALL = 500;

/**
 * What an operator does with dead letters. A redrive hands the record to the consumer that failed and to nobody else. The
 * handler's act and the letter's end are one transaction: the context takes the act over (`Context.takeOver`), so that the
 * unit of work runs it together with a look at the letter under lock, and a second redrive finds it closed. The message keeps
 * its id; its claim is taken since it became a dead letter, so the redrive claims it under a name of its own, `consumer#redrive`.
 *
 * A letter in the line of a parked key goes only after those before it, and takes those behind it along; the last one
 * releases the key. A handler that fails again leaves its letter open, with the new error, and the line stands.
 */
export class DeadLetterAdmin {
  private nextTurn = 0;

  constructor(private readonly options: DeadLetterAdminOptions) {}

  /**
   * The letter, and its followers in order. Throws NOT_FOUND, DEAD_LETTER_DISCARDED, or KEY_PARKED for a letter that others
   * of its key wait before.
   */
  async redrive(id: string, actor: string): Promise<readonly Redriven[]> {
    const letter = await this.find(id);
    if (letter.status === 'discarded') {
      throw new DomainError(
        messagingErrors.DEAD_LETTER_DISCARDED,
        `${id} was discarded: it is not handed over again`,
      );
    }
    if (letter.status === 'redriven') return [this.count({ id, outcome: 'closed before' })];
    if (letter.place === null) return [await this.one(letter, actor)];
    const { store } = this.options;
    const done: Redriven[] = [];
    let waiting = await store.line(letter, LETTERS_PER_CALL);
    if (waiting.length > 0 && waiting[0] !== id) {
      throw new DomainError(
        messagingErrors.KEY_PARKED,
        `an earlier message of its key waits: redrive or discard it first`,
        {
          first: waiting[0],
        },
      );
    }
    for (; waiting.length > 0; waiting = await store.line(letter, LETTERS_PER_CALL - done.length)) {
      for (const next of waiting) {
        const result = await this.one(await this.find(next), actor);
        done.push(result);
        if (result.outcome === 'failed' || done.length >= LETTERS_PER_CALL) return done;
      }
    }
    return done.length > 0 ? done : [this.count({ id, outcome: 'closed before' })];
  }

  /** The handler runs in a transaction that is rolled back. What a handler does without a unit of work, it does. */
  async rehearse(id: string): Promise<Redriven> {
    const letter = await this.find(id);
    const changes: Planned[] = [];
    try {
      await this.hand(letter, (context) => async (act) => {
        const { result, changes: made } = await this.options.unitOfWork.rehearse(context, act);
        changes.push(plannedOf(made));
        return result;
      });
    } catch (error) {
      return {
        id,
        outcome: 'failed',
        errorCode: codeOf(error),
        errorMessage: String((error as Error).message),
      };
    }
    return {
      id,
      outcome: 'rehearsed',
      planned: {
        tables: changes.flatMap(({ tables }) => tables),
        messages: changes.flatMap(({ messages }) => messages),
        effects: changes.flatMap(({ effects }) => effects),
      },
    };
  }

  /** Nothing is done for it any more; a key that was parked for it alone flows again. */
  discard(id: string, reason: string, actor: string): Promise<void> {
    return this.act(id, async (tx) => {
      const letter = await lockLetter(tx, id);
      if (letter.status === 'discarded') return;
      if (letter.status === 'redriven')
        throw new DomainError(messagingErrors.DEAD_LETTER_REDRIVEN, `${id} was redriven`);
      await leaveLine(tx, letter);
      note(tx, { ...letter, status: 'discarded' }, actor, 'discarded', reason);
    });
  }

  /** Replaces value and headers of an open letter; what came is kept beside. The message's id stays. */
  edit(id: string, { value, headers }: Edit, actor: string): Promise<void> {
    return this.act(id, async (tx) => {
      const letter = await lockLetter(tx, id);
      if (letter.status !== 'open') {
        throw new DomainError(
          messagingErrors.DEAD_LETTER_CLOSED,
          `${id} is ${letter.status}: only an open letter is edited`,
        );
      }
      if (headers && letter.messageId !== null && headers['ce_id'] !== letter.messageId) {
        throw new DomainError(messagingErrors.MESSAGE_ID_FIXED, `header ce_id must stay ${letter.messageId}`);
      }
      const first = letter.originalHeaders === null;
      const changed: DeadLetter = {
        ...letter,
        value: Buffer.from(value),
        headers: headers ?? letter.headers,
        originalValue: first ? letter.value : letter.originalValue,
        originalHeaders: letter.originalHeaders ?? letter.headers,
        type: headers?.['ce_type'] ?? letter.type,
        messageId: headers?.['ce_id'] ?? letter.messageId,
      };
      note(tx, changed, actor, 'edited', null);
    });
  }

  private async one(letter: DeadLetter, actor: string): Promise<Redriven> {
    const { id } = letter;
    await this.turn();
    try {
      let taken = false;
      const take = (context: Context) => (act: TransactionWork<unknown>) => {
        taken = true;
        return this.runWith(context, (tx) => this.close(tx, id, actor, act));
      };
      await this.hand(letter, take);
      // A handler that changes nothing has handled it all the same.
      if (!taken) await this.act(id, (tx) => this.close(tx, id, actor));
      return this.count({ id, outcome: 'redriven' });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if (error instanceof DuplicateMessage) {
        // Closed by somebody else, or another letter of the same message was redriven: this one has no more to do.
        await this.act(id, (tx) => this.close(tx, id, actor)).catch(unlessDuplicate);
        return this.count({ id, outcome: 'closed before' });
      }
      await this.act(id, (tx) => noteFailure(tx, id, actor, error));
      const errorMessage = error instanceof Error ? error.message : String(error);
      return this.count({ id, outcome: 'failed', errorCode: codeOf(error), errorMessage });
    }
  }

  /** Parses the record and calls the failed handler; `take` is what the unit of work does with its act. */
  private async hand(
    letter: DeadLetter,
    take: (context: Context) => (act: TransactionWork<unknown>) => Promise<unknown>,
  ): Promise<void> {
    const { service, types, routes } = this.options;
    const value = letter.value && Buffer.from(letter.value);
    const message = messageOf({ ...letter, value }, types);
    const unparsed = letter.consumer === `${service}.parse`;
    const handlers = routes(message.type).filter((route) => unparsed || route.consumer === letter.consumer);
    if (handlers.length === 0 && !unparsed) {
      throw new DomainError(
        messagingErrors.NO_HANDLER,
        `${letter.consumer} handles no ${message.type} here any more`,
      );
    }
    // What no handler has seen goes to each of them under its usual claim, and the letter's end is part of the last one.
    for (const route of handlers.slice(0, -1))
      await route.handle(message, contextOf(message, route.consumer)).catch(unlessDuplicate);
    const last = handlers.at(-1);
    if (!last) return;
    const context = contextOf(message, last.consumer);
    const claim = unparsed ? context : { ...context, consumer: `${last.consumer}#redrive` };
    const takeOver = take(claim) as (act: (tx: never) => Promise<unknown>) => Promise<unknown>;
    await last.handle(message, { ...context, takeOver });
  }

  /** In one transaction: the letter under lock, the handler's act, and the letter's end. */
  private async close(tx: Tx, id: string, actor: string, act?: TransactionWork<unknown>): Promise<unknown> {
    const [letter, outcome] = await Promise.all([
      lockLetter(tx, id),
      act?.(tx).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      ),
    ]);
    if (letter.status !== 'open') throw new DuplicateMessage(`${id} is ${letter.status}`);
    if (outcome && 'error' in outcome) throw outcome.error;
    await leaveLine(tx, letter);
    const redrives = letter.redrives + 1;
    note(tx, { ...letter, status: 'redriven', redrives }, actor, 'redriven', null);
    return outcome?.value;
  }

  /** A message that is older than the claims are kept is claimed under an id of today: the letter decides alone. */
  private async runWith(context: Context, act: TransactionWork<unknown>): Promise<unknown> {
    const { unitOfWork, ids } = this.options;
    try {
      return await unitOfWork.run(context, act);
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'TOO_OLD' && code !== 'TOO_NEW') throw error;
      return unitOfWork.run({ ...context, messageId: ids.next(), causationId: context.messageId }, act);
    }
  }

  private async find(id: string): Promise<DeadLetter> {
    const { result } = await this.options.unitOfWork.rehearse(this.own(id), (tx) =>
      tx.read(deadLetters, { id }),
    );
    return result ?? notFound(id);
  }

  private act<Result>(id: string, act: TransactionWork<Result>): Promise<Result> {
    return this.options.unitOfWork.run(this.own(id), act);
  }

  private own(id: string): Context {
    const { ids } = this.options;
    const where = { correlationId: id, tenant: 'default', traceparent: NO_TRACE };
    return { messageId: ids.next(), consumer: 'dead-letters', ...where };
  }

  private count(result: Redriven): Redriven {
    this.options.onRedrive?.(result.outcome);
    return result;
  }

  /** Evenly spaced, so that what was mended is not flooded at once. */
  private async turn(): Promise<void> {
    const { clock, timers, perSecond = 50 } = this.options;
    const now = clock.now().getTime();
    const at = Math.max(now, this.nextTurn);
    this.nextTurn = at + 1_000 / perSecond;
    if (at > now) await sleep(timers, at - now);
  }
}

function unlessDuplicate(error: unknown): void {
  if (!(error instanceof DuplicateMessage)) throw error;
}
