import { beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, type DomainEvent } from '@waybill/kernel';
import { type UnitOfWorkWorld, accounts, booked, twinWorld, refusal } from '@waybill/testing';
import type { BatchRunner } from '../batch-runner.js';
import { effects, outboxMessages } from '../tables.js';
import { type Matching, type Reaction, type SyncReaction, domainEvents } from './domain-events.js';
import { onDomainEvent } from './on-domain-event.js';
import { toLoad } from '../unit-of-work.js';
import { pendingReactions } from './pending-reaction.js';
import { Reactions } from './reactions.js';

type Opened = DomainEvent<'account.opened', { readonly holder: string }>;
type Booked = DomainEvent<'account.booked', { readonly amount: number }>;
type Limited = DomainEvent<'account.limit.set', { readonly limit: number }>;
type Lifted = DomainEvent<'account.limit.lifted', object>;
type AccountEvent = Opened | Booked | Limited | Lifted;

interface Saved {
  readonly balance: number;
}

const accountEvents = domainEvents<AccountEvent, Saved>('account', {
  'account.booked': [({ sum }: { sum: number }) => ({ amount: sum })],
});
const OnDomainEvent = onDomainEvent(accountEvents);

const at = new Date('2026-03-14T09:00:00Z');
const opened: Opened = { type: 'account.opened', data: { holder: 'Ada' }, at };
const booked5: Booked = { type: 'account.booked', data: { amount: 5 }, at };
const limited: Limited = { type: 'account.limit.set', data: { limit: 9 }, at };

describe('the handlers of domain events', () => {
  let world: UnitOfWorkWorld;
  let unitOfWork: BatchRunner;
  let reactions: Reactions;
  let calls: string[];
  beforeEach(async () => {
    world = await twinWorld();
    unitOfWork = world.unitOfWork();
    reactions = new Reactions(world.ids);
    calls = [];
  });

  /** A handler that records its calls. */
  const noting = (name: string, patterns: Parameters<typeof OnDomainEvent>[0]) => {
    @OnDomainEvent(patterns)
    class Noting {
      handle({ type }: AccountEvent, { aggregate: { id, version } }: Reaction): void {
        calls.push(`${name}: ${type} of ${id} at ${version}`);
      }
    }
    return new Noting();
  };
  /** The command of a repository: saves the account, then dispatches. */
  const save = (id: string, ...events: readonly AccountEvent[]) =>
    unitOfWork.run(world.context('save'), async (tx) => {
      tx.save(accounts, { id, balance: 7, iban: null, notes: {}, entries: 0 });
      const version = 10 + events.length;
      await reactions.dispatch(tx, accountEvents, { id, version, events, saved: { balance: 7 } });
    });
  const saved = async () => (await world.rows(accounts)).map(({ id }) => id);

  it.each([
    { named: 'a type', patterns: 'account.booked' as const, called: ['account.booked of a at 12'] },
    {
      named: 'several types',
      patterns: ['account.opened', 'account.booked'] as const,
      called: ['account.opened of a at 11', 'account.booked of a at 12'],
    },
    { named: 'a pattern', patterns: 'account.limit.*' as const, called: ['account.limit.set of a at 13'] },
    {
      named: 'all',
      patterns: '*' as const,
      called: ['account.opened of a at 11', 'account.booked of a at 12', 'account.limit.set of a at 13'],
    },
  ])('are called for events that match $named', async ({ patterns, called }) => {
    reactions.add(noting('one', patterns));
    await save('a', opened, booked5, limited);
    expect(calls).toEqual(called.map((call) => `one: ${call}`));
  });

  it('are not called for events of another aggregate type', async () => {
    const otherEvents = domainEvents<Booked>('other');
    @(onDomainEvent(otherEvents)('*'))
    class Other {
      handle(): void {
        calls.push('other');
      }
    }
    reactions.add(new Other());
    await save('a', booked5);
    expect(calls).toEqual([]);
  });

  it('are called event by event, in the order in which they were added', async () => {
    reactions.add(noting('first', '*'));
    reactions.add(noting('second', 'account.booked'));
    reactions.add(noting('third', '*'));
    await save('a', opened, booked5);
    expect(calls).toEqual([
      'first: account.opened of a at 11',
      'third: account.opened of a at 11',
      'first: account.booked of a at 12',
      'second: account.booked of a at 12',
      'third: account.booked of a at 12',
    ]);
  });

  it('are listed in the order in which they are called', () => {
    @OnDomainEvent('account.*', { mode: 'async', consumer: 'bank.statement' })
    class Statement {
      handle(): void {}
    }
    reactions.add(noting('first', 'account.booked'));
    reactions.add(new Statement());
    expect(reactions.list()).toEqual([
      { handler: 'Noting', aggregate: 'account', patterns: ['account.booked'], consumer: undefined },
      { handler: 'Statement', aggregate: 'account', patterns: ['account.*'], consumer: 'bank.statement' },
    ]);
  });

  it('are added and removed at run time', async () => {
    const first = noting('first', '*');
    const second = noting('second', '*');
    reactions.add(first);
    await save('a', booked5);
    reactions.add(second);
    reactions.remove(first);
    await save('b', booked5);
    reactions.remove(second);
    await save('c', booked5);
    expect(calls).toEqual(['first: account.booked of a at 11', 'second: account.booked of b at 11']);
  });

  it('are called for events of a handler after those that were saved before', async () => {
    @OnDomainEvent('account.opened')
    class Limit {
      async handle(
        _: Opened,
        { tx, aggregate: { id }, saved: { balance } }: SyncReaction<Saved>,
      ): Promise<void> {
        const limit = { id, version: 13, events: [limited], saved: { balance } };
        await reactions.dispatch(tx, accountEvents, limit);
        calls.push('limited');
      }
    }
    reactions.add(new Limit());
    reactions.add(noting('all', '*'));
    await save('a', opened, booked5);
    expect(calls).toEqual([
      'limited',
      'all: account.opened of a at 11',
      'all: account.booked of a at 12',
      'all: account.limit.set of a at 13',
    ]);
  });

  it('list the rows that are read together with the aggregate', () => {
    @OnDomainEvent('account.booked')
    class Audited {
      prefetch(id: string) {
        return [toLoad(accounts, { id })];
      }

      handle(): void {}
    }
    reactions.add(new Audited());
    reactions.add(noting('without', '*'));
    expect(reactions.prefetch(accountEvents, 'a')).toEqual([toLoad(accounts, { id: 'a' })]);
    expect(reactions.prefetch(domainEvents('other'), 'a')).toEqual([]);
  });

  it('get the saved state, and load, save, publish and request effects in the transaction of the command', async () => {
    @OnDomainEvent('account.booked')
    class Everything {
      async handle(
        { data }: Booked,
        { tx, aggregate, saved: { balance } }: SyncReaction<Saved>,
      ): Promise<void> {
        const account = await tx.load(accounts, { id: aggregate.id });
        tx.save(accounts, { ...account!, balance: balance + data.amount });
        tx.publish(booked, aggregate.id, { account: aggregate.id, amount: data.amount });
        tx.effect({ kind: 'letter', key: aggregate.id, payload: data });
      }
    }
    reactions.add(new Everything());
    await save('a', booked5);
    expect((await world.rows(accounts)).map(({ balance }) => balance)).toEqual([12]);
    expect((await world.rows(outboxMessages)).map(({ body }) => body)).toEqual([
      '{"account":"a","amount":5}',
    ]);
    expect((await world.rows(effects)).map(({ payload }) => payload)).toEqual([{ amount: 5 }]);
  });

  it('refuse only the command if one throws, and later handlers are not called', async () => {
    @OnDomainEvent('account.limit.set')
    class Refusing {
      handle(_: Limited, { tx }: Reaction): void {
        tx.publish(booked, 'a', { account: 'a', amount: 1 });
        throw new DomainError(refusal('LIMIT_REFUSED'), 'no');
      }
    }
    reactions.add(new Refusing());
    reactions.add(noting('after', '*'));
    const refused = { code: 'LIMIT_REFUSED' };
    const outcomes = await Promise.allSettled([save('a', booked5), save('b', limited), save('c', booked5)]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: refused },
      { status: 'fulfilled' },
    ]);
    expect(await saved()).toEqual(['a', 'c']);
    expect(await world.rows(outboxMessages)).toEqual([]);
    expect(calls).toEqual(['after: account.booked of a at 11', 'after: account.booked of c at 11']);
  });

  it('write a row for an asynchronous handler, with the schema version', async () => {
    @OnDomainEvent('account.booked', { mode: 'async', consumer: 'bank.statement' })
    class Statement {
      handle(): void {
        calls.push('called');
      }
    }
    reactions.add(new Statement());
    await save('a', opened, booked5);
    expect(calls).toEqual([]);
    const [row, ...others] = await world.rows(pendingReactions);
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      consumer: 'bank.statement',
      key: 'a',
      type: 'account.booked',
      version: 2,
      time: at,
      aggregateType: 'account',
      aggregateVersion: 12,
      body: '{"amount":5}',
    });
  });

  it('write no row if the command is refused', async () => {
    @OnDomainEvent('*', { mode: 'async', consumer: 'bank.statement' })
    class Statement {
      handle(): void {}
    }
    @OnDomainEvent('account.limit.set')
    class Refusing {
      handle(): void {
        throw new DomainError(refusal('LIMIT_REFUSED'), 'no');
      }
    }
    reactions.add(new Statement());
    reactions.add(new Refusing());
    await expect(save('a', limited)).rejects.toMatchObject({ code: 'LIMIT_REFUSED' });
    expect(await world.rows(pendingReactions)).toEqual([]);
  });

  it('need @OnDomainEvent and a unique name', () => {
    class Undeclared {
      handle(): void {}
    }
    @OnDomainEvent('*', { mode: 'async', consumer: 'bank.statement' })
    class Statement {
      handle(): void {}
    }
    reactions.add(new Statement());
    expect(() => reactions.add(new Undeclared())).toThrow('Undeclared needs @OnDomainEvent to be registered');
    expect(() => reactions.add(new Statement())).toThrow(
      'two domain event handlers are named bank.statement: each needs its own name',
    );
  });

  it('have types that match their patterns', () => {
    class OfBooked {
      handle({ data }: Booked, { saved: { balance } }: SyncReaction<Saved>): void {
        calls.push(`${data.amount} ${balance}`);
      }
    }
    class OfLimits {
      handle(event: Limited | Lifted, _: Reaction): void {
        calls.push(event.type);
      }
    }
    OnDomainEvent('account.booked')(OfBooked);
    OnDomainEvent('account.limit.*')(OfLimits);
    OnDomainEvent(['account.limit.set', 'account.limit.lifted'])(OfLimits);
    const all: Matching<AccountEvent, '*'> extends AccountEvent ? true : false = true;
    expect(all).toBe(true);
    // @ts-expect-error there is no such event
    OnDomainEvent('account.bocked');
    // @ts-expect-error there is no such prefix
    OnDomainEvent('order.*');
    // @ts-expect-error it handles another event
    OnDomainEvent('account.opened')(OfBooked);
    // @ts-expect-error it handles one of the two
    OnDomainEvent(['account.opened', 'account.booked'])(OfBooked);
    // @ts-expect-error it handles some of all
    OnDomainEvent('*')(OfLimits);
    // @ts-expect-error an asynchronous handler does not get the saved state
    OnDomainEvent('account.booked', { mode: 'async', consumer: 'bank.statement' })(OfBooked);
    // @ts-expect-error an asynchronous handler needs a name
    OnDomainEvent('account.booked', { mode: 'async' });
  });
});
