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
import {
  type Actor,
  leaveLine,
  lockLetter,
  notFound,
  note,
  noteFailure,
  refuseOtherMessage,
} from './dead-letter-acts.js';
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
  /** Maximum redrives per second of this instance. */
  readonly perSecond?: number;
  readonly onRedrive?: (outcome: Redriven['outcome']) => void;
}

/** The result for one dead letter. `closed before`: it was redriven or discarded already. */
export interface Redriven {
  readonly id: string;
  readonly outcome: 'redriven' | 'closed before' | 'failed' | 'rehearsed';
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** For a dry run: what the handler would write and publish. */
  readonly planned?: Planned;
}

export interface Edit {
  readonly value: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Maximum dead letters per call, so that the HTTP request does not time out. */
export const LETTERS_PER_CALL = 500;

/**
 * What an operator can do with dead letters. A redrive passes the record only to the consumer that failed. The handler's changes and the
 * closing of the dead letter are one transaction: the handler's unit of work also locks the dead letter (`Context.takeOver`), so a second
 * redrive finds it closed. The message keeps its id. Its claim is already taken, so a redrive claims it as `consumer#redrive`.
 *
 * If the key is parked, dead letters are redriven in order: a redrive refuses a dead letter that has open ones before it, and continues
 * with those after it. The last one releases the key. If the handler fails again, the dead letter stays open with the new error, and the
 * key stays parked.
 */
export class DeadLetterAdmin {
  private nextTurn = 0;

  constructor(private readonly options: DeadLetterAdminOptions) {}

  /**
   * Redrives the dead letter and those after it in order. Throws NOT_FOUND, DEAD_LETTER_DISCARDED, or KEY_PARKED if open ones of its key
   * come before it.
   */
  async redrive(id: string, actor: Actor): Promise<readonly Redriven[]> {
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
      // Another operator may have closed it since it was read.
      const { status } = await this.find(id);
      if (status !== 'open') return [this.count({ id, outcome: 'closed before' })];
      const reason = 'an earlier message of its key waits: redrive or discard it first';
      throw new DomainError(messagingErrors.KEY_PARKED, reason, { first: waiting[0] });
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

  /** Runs the handler in a transaction that is rolled back. Side effects outside the unit of work do happen. */
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

  /** Closes the dead letter without handling it, and releases its key if it was the last one. */
  discard(id: string, reason: string, actor: Actor): Promise<void> {
    return this.act(id, actor, async (tx) => {
      const letter = await lockLetter(tx, id);
      if (letter.status === 'discarded') return;
      if (letter.status === 'redriven')
        throw new DomainError(messagingErrors.DEAD_LETTER_REDRIVEN, `${id} was redriven`);
      await leaveLine(tx, letter);
      note(tx, { ...letter, status: 'discarded' }, actor, 'discarded', reason);
    });
  }

  /** Replaces value and headers of an open dead letter. The original is kept; the id, type, tenant and key of the message stay. */
  edit(id: string, { value, headers }: Edit, actor: Actor): Promise<void> {
    return this.act(id, actor, async (tx) => {
      const letter = await lockLetter(tx, id);
      if (letter.status !== 'open') {
        throw new DomainError(
          messagingErrors.DEAD_LETTER_CLOSED,
          `${id} is ${letter.status}: only an open letter is edited`,
        );
      }
      if (headers) refuseOtherMessage(letter, headers);
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

  private async one(letter: DeadLetter, actor: Actor): Promise<Redriven> {
    const { id } = letter;
    await this.turn();
    try {
      let taken = false;
      const take = (context: Context) => (act: TransactionWork<unknown>) => {
        taken = true;
        return this.runWith({ ...context, act: actor.act }, (tx) => this.close(tx, id, actor, act));
      };
      await this.hand(letter, take);
      // A handler that changes nothing has handled the message, too.
      if (!taken) await this.act(id, actor, (tx) => this.close(tx, id, actor));
      return this.count({ id, outcome: 'redriven' });
    } catch (error) {
      if (error instanceof Unavailable) throw error;
      if (error instanceof DuplicateMessage) {
        // Another operator closed it, or another dead letter of the same message was redriven: nothing is left to do.
        await this.act(id, actor, (tx) => this.close(tx, id, actor)).catch(unlessDuplicate);
        return this.count({ id, outcome: 'closed before' });
      }
      await this.act(id, actor, (tx) => noteFailure(tx, id, actor, error));
      const errorMessage = error instanceof Error ? error.message : String(error);
      return this.count({ id, outcome: 'failed', errorCode: codeOf(error), errorMessage });
    }
  }

  /** Parses the record and calls the handler that failed. The unit of work passes the handler's work to `take`. */
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
    // A message that was never parsed goes to every handler under its usual claim. The last one also closes the dead letter.
    for (const route of handlers.slice(0, -1))
      await route.handle(message, contextOf(message, route.consumer)).catch(unlessDuplicate);
    const last = handlers.at(-1);
    if (!last) return;
    const context = contextOf(message, last.consumer);
    const claim = unparsed ? context : { ...context, consumer: `${last.consumer}#redrive` };
    const takeOver = take(claim) as (act: (tx: never) => Promise<unknown>) => Promise<unknown>;
    await last.handle(message, { ...context, takeOver });
  }

  /** In one transaction: locks the dead letter, runs the handler, closes the dead letter. */
  private async close(tx: Tx, id: string, actor: Actor, act?: TransactionWork<unknown>): Promise<unknown> {
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

  /** A message that is older than the claims is claimed under a new id: only the dead letter prevents a second redrive. */
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

  private act<Result>(id: string, { act }: Actor, work: TransactionWork<Result>): Promise<Result> {
    return this.options.unitOfWork.run({ ...this.own(id), act }, work);
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

  /** Evenly spaced, so that redrives do not overload what was just repaired. */
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
