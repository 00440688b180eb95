import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, type DomainEvent, systemTimers } from '@waybill/kernel';
import { Leases } from '@waybill/outbox';
import {
  BankTables1700000000000,
  type UnitOfWorkWorld,
  accounts,
  book,
  booked,
  entries,
  eventually,
  hastyTimers,
  open,
  postgresWorld,
  twinWorld,
  refusal,
} from '@waybill/testing';
import {
  type Reaction,
  Reactions,
  type BatchRunner,
  type BatchRunnerOptions,
  domainEvents,
  onDomainEvent,
  outboxMessages,
  pendingReactions,
} from '@waybill/unit-of-work';
import type { Outcome } from '../consumer.js';
import { DeadLetterAdmin } from '../dead-letter-admin.js';
import { deadLetters, parkedKeys } from '../dead-letter.js';
import type { DeadLetterStore } from '../dead-letter-store.js';
import { MemoryDeadLetterStore } from '../memory/dead-letter-store.js';
import { memoryReactionQueue } from '../memory/reaction-queue.js';
import { postgresDeadLetterStore } from '../postgres/dead-letter-store.js';
import { postgresReactionQueue } from '../postgres/reaction-queue.js';
import type { ReactionQueue } from './reaction-queue.js';
import { reactionRoutes, withDomainEvents } from './reaction-record.js';
import { ReactionRunner, type ReactionRunnerOptions } from './reaction-runner.js';

type Paid = DomainEvent<'account.paid', { readonly amount: number }>;

const accountEvents = domainEvents<Paid>('account', {
  'account.paid': [({ sum }: { sum: number }) => ({ amount: sum })],
});
const OnDomainEvent = onDomainEvent(accountEvents);

/** Adds the amount to the ledger. `before` runs first. */
@OnDomainEvent('account.paid', { mode: 'async', consumer: 'bank.ledger' })
class Ledger {
  readonly handed: string[] = [];
  before: (id: string, amount: number) => Promise<void> | void = () => {};

  async handle({ data: { amount } }: Paid, { tx, aggregate: { id } }: Reaction): Promise<void> {
    this.handed.push(`${id} ${amount}`);
    await this.before(id, amount);
    await book(tx, id, amount);
  }
}

@OnDomainEvent('*', { mode: 'async', consumer: 'bank.receipts' })
class Receipts {
  handle({ data: { amount } }: Paid, { tx, aggregate: { id } }: Reaction): void {
    tx.publish(booked, id, { account: id, amount });
  }
}

interface QueueWorld {
  readonly world: UnitOfWorkWorld;
  readonly queue: ReactionQueue;
  readonly letters: DeadLetterStore;
}

async function inMemory(): Promise<QueueWorld> {
  const world = await twinWorld();
  const { database } = world;
  return { world, queue: memoryReactionQueue(database), letters: new MemoryDeadLetterStore(database) };
}

async function onPostgres(): Promise<QueueWorld> {
  const world = await postgresWorld('reactions', [BankTables1700000000000]);
  const { pool } = world;
  return { world, queue: postgresReactionQueue(pool), letters: postgresDeadLetterStore(pool) };
}

describe.each([
  { name: 'the in-memory database', make: inMemory },
  { name: 'Postgres', make: onPostgres },
])('asynchronous handlers of domain events on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let queue: ReactionQueue;
  let letters: DeadLetterStore;
  let unitOfWork: BatchRunner;
  let ledger: Ledger;
  let reactions: Reactions;
  let outcomes: Outcome[];
  const running = new Set<ReactionRunner>();
  let count = 0;
  beforeAll(async () => {
    ({ world, queue, letters } = await make());
    unitOfWork = world.unitOfWork();
  });
  beforeEach(() => {
    ledger = new Ledger();
    reactions = new Reactions(world.ids);
    reactions.add(ledger);
    outcomes = [];
  });
  afterEach(async () => {
    await Promise.all([...running].map((runner) => runner.stop()));
    running.clear();
  });
  afterAll(() => world?.close());

  const allShards = () => ({
    hold: () => Promise.resolve(Array.from({ length: 16 }, (_, shard) => ({ shard, token: 0 }))),
    release: () => Promise.resolve(),
    members: 2,
  });
  const start = (more: Partial<ReactionRunnerOptions> = {}) => {
    const runner = new ReactionRunner({
      service: 'bank',
      unitOfWork: world.unitOfWork(),
      reactions,
      queue,
      leases: new Leases({
        store: world.stores.leases,
        name: 'reactions',
        owner: `runner-${++count}`,
        ttlMs: 60_000,
        now: () => performance.now(),
      }),
      clock: world.clock,
      timers: { after: (ms, callback) => (ms === 20 ? systemTimers : hastyTimers).after(ms, callback) },
      ids: world.ids,
      random: () => 0.5,
      attempts: 3,
      parkedKeys: () => letters.parkedKeys(),
      onOutcome: (outcome) => void outcomes.push(outcome),
      pollMs: 20,
      ...more,
    });
    running.add(runner);
    runner.start();
    return runner;
  };
  const account = async (): Promise<string> => {
    const id = `account-${world.name}-${++count}`;
    return unitOfWork.run(world.context('open'), (tx) => open(tx, id, 0));
  };
  /** A command that records one event per amount. */
  const pay = (id: string, ...amounts: readonly number[]) => payWith({}, id, ...amounts);
  const payWith = (options: Partial<BatchRunnerOptions>, id: string, ...amounts: readonly number[]) => {
    const context = world.context('pay');
    const paying = world.unitOfWork(options).run(context, async (tx) => {
      const events = amounts.map((amount): Paid => ({ type: 'account.paid', data: { amount }, at: tx.at }));
      const dispatched = { id, version: events.length, events, saved: undefined };
      await tx.load(accounts, { id });
      await reactions.dispatch(tx, accountEvents, dispatched);
      if (amounts.includes(0)) throw new DomainError(refusal('NOTHING_PAID'), 'the amount must be positive');
    });
    return paying.then(() => context);
  };
  const balanceOf = async (id: string) => (await world.rows(accounts)).find((row) => row.id === id)?.balance;
  const bookedOn = async (id: string) =>
    (await world.rows(entries)).filter(({ accountId }) => accountId === id).map(({ amount }) => amount);
  const pending = async (...ids: readonly string[]) =>
    (await world.rows(pendingReactions)).filter(({ key }) => ids.includes(key)).map(({ body }) => body);
  const lettersOf = async (...ids: readonly string[]) =>
    (await world.rows(deadLetters)).filter(({ key }) => ids.includes(key));
  const nothingWaits = (...ids: readonly string[]) =>
    eventually(async () => expect(await pending(...ids)).toEqual([]));
  const adminOf = () =>
    new DeadLetterAdmin({
      service: 'bank',
      unitOfWork,
      types: withDomainEvents(new Map(), 'bank'),
      routes: reactionRoutes(reactions, unitOfWork),
      store: letters,
      clock: world.clock,
      timers: hastyTimers,
      ids: world.ids,
    });
  const away = (): never => {
    throw Object.assign(new Error('the ledger is busy'), { code: 'ECONNRESET' });
  };

  it('run after the commit, and their rows are gone then', async () => {
    const id = await account();
    await pay(id, 5);
    expect([ledger.handed, await pending(id)]).toEqual([[], ['{"amount":5}']]);
    start();
    await nothingWaits(id);
    expect([ledger.handed, await balanceOf(id)]).toEqual([[`${id} 5`], 5]);
  });

  it('run at once when they are woken by the commit', async () => {
    const id = await account();
    const runner = start({ pollMs: 100_000_000 });
    await payWith({ committed: ({ reactions: rows }) => rows > 0 && runner.wake() }, id, 5);
    await nothingWaits(id);
    expect(await balanceOf(id)).toBe(5);
  });

  it('do not run for a command that was refused', async () => {
    const [id, other] = [await account(), await account()];
    await expect(pay(id, 5, 0)).rejects.toMatchObject({ code: 'NOTHING_PAID' });
    await pay(other, 6);
    start();
    await nothingWaits(id, other);
    expect(ledger.handed).toEqual([`${other} 6`]);
  });

  it('have their effect once when the process dies after it and before the row is removed', async () => {
    const id = await account();
    await pay(id, 5);
    const dead: ReactionQueue = { ...queue, remove: () => Promise.reject(new Error('killed')) };
    const first = start({ queue: dead });
    await eventually(async () => expect(await balanceOf(id)).toBe(5));
    await first.stop();
    expect(await pending(id)).toEqual(['{"amount":5}']);
    start();
    await nothingWaits(id);
    expect([await balanceOf(id), outcomes.at(-1)]).toEqual([5, 'duplicate']);
  });

  it('have their effect once with two instances that work on the same shards', async () => {
    const ids = await Promise.all(Array.from({ length: 10 }, account));
    for (const id of ids) await pay(id, 1, 2, 3);
    start({ leases: allShards() });
    start({ leases: allShards() });
    await nothingWaits(...ids);
    for (const id of ids) expect(await bookedOn(id)).toEqual([1, 2, 3]);
  });

  it('handle the events of an aggregate in their order, and those of others meanwhile', async () => {
    const [slow, fast] = [await account(), await account()];
    let busy = true;
    ledger.before = (id) => (busy && id === slow ? away() : undefined);
    start({ attempts: 1_000_000 });
    await pay(slow, 1);
    await eventually(() => expect(ledger.handed).toContain(`${slow} 1`));
    await pay(slow, 2, 3);
    await pay(fast, 9);
    await nothingWaits(fast);
    expect(new Set(ledger.handed)).toEqual(new Set([`${slow} 1`, `${fast} 9`]));
    busy = false;
    await nothingWaits(slow);
    expect(await bookedOn(slow)).toEqual([1, 2, 3]);
  });

  it('are tried again after an error that may pass', async () => {
    const id = await account();
    const failures = [away, away];
    ledger.before = () => failures.shift()?.();
    await pay(id, 5);
    start();
    await nothingWaits(id);
    expect([ledger.handed.length, await balanceOf(id), await lettersOf(id)]).toEqual([3, 5, []]);
  });

  it('give up at once where trying again cannot help, and go on with the next event', async () => {
    const id = await account();
    ledger.before = (_, amount) => {
      if (amount === 1) throw new DomainError(refusal('TOO_LITTLE'), 'nothing below 2 is booked');
    };
    await pay(id, 1, 2);
    start();
    await nothingWaits(id);
    expect(await bookedOn(id)).toEqual([2]);
    expect(await lettersOf(id)).toMatchObject([
      {
        consumer: 'bank.ledger',
        type: 'domain.account.paid',
        topic: 'bank.reactions',
        errorCode: 'TOO_LITTLE',
        attempts: 1,
        place: null,
        status: 'open',
      },
    ]);
  });

  it('park an aggregate that fails again and again, until an operator redrives its events in order', async () => {
    const [id, other] = [await account(), await account()];
    reactions.add(new Receipts());
    let broken = true;
    ledger.before = (failing) => (broken && failing === id ? away() : undefined);
    start();
    await pay(id, 1);
    await nothingWaits(id);
    await pay(id, 2);
    await pay(other, 9);
    await nothingWaits(id, other);
    const letters = await lettersOf(id);
    expect(letters.map(({ errorCode, attempts, place }) => ({ errorCode, attempts, place }))).toEqual([
      { errorCode: 'ECONNRESET', attempts: 3, place: 1 },
      { errorCode: 'KEY_PARKED', attempts: 0, place: 2 },
    ]);
    // Other aggregates and other handlers do not wait.
    expect([await balanceOf(other), await bookedOn(id)]).toEqual([9, []]);
    const receipts = (await world.rows(outboxMessages)).filter(
      ({ key, type }) => key === id && type === booked.type,
    );
    expect(receipts).toHaveLength(2);

    broken = false;
    const redriven = await adminOf().redrive(letters[0]!.id, { subject: 'operator', tenant: 'default' });
    expect(redriven.map(({ outcome }) => outcome)).toEqual(['redriven', 'redriven']);
    expect([await bookedOn(id), await world.rows(parkedKeys)]).toEqual([[1, 2], []]);
    await pay(id, 3);
    await nothingWaits(id);
    expect(await bookedOn(id)).toEqual([1, 2, 3]);
  });

  it('take what was written by an older release in its newest shape', async () => {
    const id = await account();
    const at = world.clock.now();
    const written = { id: world.ids.next(), position: 0, shard: 3, time: at, version: 1, body: '{"sum":4}' };
    const of = { consumer: 'bank.ledger', key: id, type: 'account.paid' };
    const aggregate = { aggregateType: 'account', aggregateVersion: 1 };
    const { correlationId, tenant, traceparent, messageId: causationId } = world.context('older');
    const origin = { correlationId, causationId, userId: null, tenant, traceparent };
    await unitOfWork.run(world.context('older'), async (tx) =>
      tx.append(pendingReactions, { ...written, ...of, ...aggregate, ...origin }),
    );
    start();
    await nothingWaits(id);
    expect(await bookedOn(id)).toEqual([4]);
  });

  it('belong to the command that recorded the event', async () => {
    const id = await account();
    reactions.remove(ledger);
    reactions.add(new Receipts());
    const { messageId, correlationId } = await pay(id, 5);
    start();
    await nothingWaits(id);
    const receipt = (await world.rows(outboxMessages)).find(({ key }) => key === id);
    expect([receipt?.causationId, receipt?.correlationId]).toEqual([messageId, correlationId]);
  });

  it('keep their rows until they are registered again', async () => {
    const [id, other] = [await account(), await account()];
    await pay(id, 5);
    reactions.remove(ledger);
    reactions.add(new Receipts());
    start();
    await pay(other, 1);
    await nothingWaits(other);
    expect(await pending(id)).toEqual(['{"amount":5}']);
    reactions.add(ledger);
    await nothingWaits(id);
    expect(await balanceOf(id)).toBe(5);
  });
});
