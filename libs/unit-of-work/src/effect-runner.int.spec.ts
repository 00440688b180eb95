import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { Leases, postgresLeaseStore } from '@waybill/outbox';
import {
  BankTables1700000000000,
  type UnitOfWorkWorld,
  accounts,
  book,
  eventually,
  idOfDay,
  open,
  postgresWorld,
} from '@waybill/testing';
import type { Pool } from 'pg';
import { type EffectCall, EffectRunner, type Performer } from './effect-runner.js';
import { postgresEffectStore } from './postgres/effect-store.js';
import { effects } from './tables.js';

const LEASE_MS = 60_000;

/** Calls to the external system and its next responses; by default it accepts. */
class Gateway implements Performer<{ amount: number }, number> {
  readonly asked: string[] = [];
  next: ((call: EffectCall) => Promise<void>)[] = [];

  async perform({ amount }: { amount: number }, call: EffectCall): Promise<number> {
    this.asked.push(`${call.key} ${amount} try ${call.attempt}`);
    await this.next.shift()?.(call);
    return amount;
  }

  async answer(...[tx, amount, , { key }]: Parameters<Performer<{ amount: number }, number>['answer']>) {
    await book(tx, key, amount);
  }
}

describe('the effect runner', () => {
  let world: UnitOfWorkWorld & { readonly pool: Pool };
  let gateway: Gateway;
  const running = new Set<EffectRunner>();
  let count = 0;
  beforeAll(async () => {
    world = await postgresWorld('effects', [BankTables1700000000000]);
  });
  beforeEach(() => {
    gateway = new Gateway();
  });
  afterEach(async () => {
    await Promise.all([...running].map((runner) => runner.stop()));
    running.clear();
    await world.pool.query(`UPDATE leases SET owner = NULL, expires_at = now()`);
  });
  afterAll(() => world?.close());

  const account = async (): Promise<string> => {
    const id = `account-${++count}`;
    await world.unitOfWork().run(world.context('open'), (tx) => open(tx, id, 0));
    return id;
  };
  const balances = async (...ids: string[]): Promise<(number | undefined)[]> => {
    const rows = await world.rows(accounts);
    return ids.map((id) => rows.find((row) => row.id === id)?.balance);
  };
  const ask = (key: string, ...amounts: number[]) =>
    world.unitOfWork().run(world.context('ask'), async (tx) => {
      for (const amount of amounts) tx.effect({ kind: 'charge', key, payload: { amount } });
      return Promise.resolve();
    });
  const runner = (
    performer: Performer<never, unknown> = gateway,
    owner = `runner-${++count}`,
    onError?: (error: unknown) => void,
  ): EffectRunner => {
    const made = new EffectRunner({
      store: postgresEffectStore(world.pool),
      leases: new Leases({
        store: postgresLeaseStore(world.pool),
        name: 'effects',
        owner,
        ttlMs: LEASE_MS,
        now: () => performance.now(),
      }),
      unitOfWork: world.unitOfWork(),
      ids: world.ids,
      performers: { charge: performer as Performer },
      timers: systemTimers,
      random: () => 0,
      pollMs: 20,
      ...(onError && { onError }),
    });
    running.add(made);
    made.start();
    return made;
  };
  /** Frees all shards, as if their holder had been paused until its lease expired. */
  const takeLeasesAway = () => world.pool.query(`UPDATE leases SET expires_at = now() - interval '1 s'`);
  const none = () => eventually(async () => expect(await world.rows(effects)).toEqual([]));

  it('performs a committed effect, handles its result and deletes its row', async () => {
    const id = await account();
    runner();
    await ask(id, 5);
    await none();
    expect([gateway.asked, await balances(id)]).toEqual([[`${id} 5 try 1`], [5]]);
  });

  it('writes no claim for a result, because the row is found once', async () => {
    const id = await account();
    await ask(id, 5);
    runner();
    await none();
    expect((await world.claims()).map(({ consumer }) => consumer)).not.toContain('charge');
  });

  it('performs no effect of a refused handler', async () => {
    const id = await account();
    const refused = world.unitOfWork().run(world.context('ask'), (tx) => {
      tx.effect({ kind: 'charge', key: id, payload: { amount: 5 } });
      return Promise.reject(new Error('no'));
    });
    await expect(refused).rejects.toThrow('no');
    expect(await world.rows(effects)).toEqual([]);
  });

  it('retries a failed call with the next attempt number', async () => {
    const id = await account();
    const away = () => Promise.reject(new Error('503'));
    gateway.next = [away, away];
    runner();
    await ask(id, 5);
    await none();
    expect([gateway.asked, await balances(id)]).toEqual([
      [`${id} 5 try 1`, `${id} 5 try 2`, `${id} 5 try 3`],
      [5],
    ]);
  });

  it('reports that due effects could not be read, and performs them when they can be', async () => {
    const id = await account();
    await ask(id, 5);
    const errors: string[] = [];
    await world.pool.query('ALTER TABLE effects RENAME COLUMN kind TO renamed');
    runner(gateway, 'reporting', (error) => errors.push((error as Error).message));
    await eventually(() => expect(errors).toContain('column "kind" does not exist'));
    await world.pool.query('ALTER TABLE effects RENAME COLUMN renamed TO kind');
    await none();
    expect([gateway.asked, await balances(id)]).toEqual([[`${id} 5 try 1`], [5]]);
  });

  it('performs effects of one key in sequence and of different keys in parallel', async () => {
    const [slow, other] = [await account(), await account()];
    let goOn = () => {};
    gateway.next = [() => new Promise<void>((resolve) => (goOn = resolve))];
    runner();
    await ask(slow, 1, 2);
    await eventually(() => expect(gateway.asked).toEqual([`${slow} 1 try 1`]));
    await ask(other, 3);
    await eventually(async () => expect(await balances(slow, other)).toEqual([0, 3]));
    expect(gateway.asked).toEqual([`${slow} 1 try 1`, `${other} 3 try 1`]);
    goOn();
    await none();
    expect(gateway.asked.slice(2)).toEqual([`${slow} 2 try 1`]);
  });

  it('repeats a call of a crashed runner with the same attempt number', async () => {
    const id = await account();
    let goOn = () => {};
    gateway.next = [() => new Promise<void>((resolve) => (goOn = resolve))];
    runner();
    await ask(id, 5);
    await eventually(() => expect(gateway.asked).toHaveLength(1));
    await takeLeasesAway();
    runner();
    await none();
    expect([gateway.asked, await balances(id)]).toEqual([[`${id} 5 try 1`, `${id} 5 try 1`], [5]]);
    // The first runner was only paused. Its result finds no row and changes nothing.
    goOn();
    await Promise.all([...running].map((each) => each.stop()));
    expect([gateway.asked.length, await balances(id)]).toEqual([2, [5]]);
  });

  it('handles the result of a paused runner if the other runner failed', async () => {
    const id = await account();
    let goOn = () => {};
    gateway.next = [
      () => new Promise<void>((resolve) => (goOn = resolve)),
      async () => {
        goOn();
        await eventually(async () => expect(await balances(id)).toEqual([5]));
        throw new Error('timeout');
      },
    ];
    runner();
    await ask(id, 5);
    await eventually(() => expect(gateway.asked).toHaveLength(1));
    await takeLeasesAway();
    runner();
    await none();
    await Promise.all([...running].map((each) => each.stop()));
    expect([gateway.asked, await balances(id)]).toEqual([[`${id} 5 try 1`, `${id} 5 try 1`], [5]]);
  });

  it('handles the result once, even if the effect waited longer than claims are kept', async () => {
    const id = await account();
    await ask(id, 5);
    const old = idOfDay(world.clock, -20);
    await world.pool.query(`UPDATE effects SET id = $1`, [old]);
    runner();
    await none();
    expect([gateway.asked, await balances(id)]).toEqual([[`${id} 5 try 1`], [5]]);
  });

  it('keeps an effect that has no performer', async () => {
    const id = await account();
    const failures: string[] = [];
    await world.unitOfWork().run(world.context('ask'), (tx) => {
      tx.effect({ kind: 'unheard-of', key: id, payload: {} });
      return Promise.resolve();
    });
    const made = new EffectRunner({
      store: postgresEffectStore(world.pool),
      leases: new Leases({
        store: postgresLeaseStore(world.pool),
        name: 'effects',
        owner: 'lonely',
        ttlMs: LEASE_MS,
        now: () => performance.now(),
      }),
      unitOfWork: world.unitOfWork(),
      ids: world.ids,
      performers: {},
      timers: systemTimers,
      random: () => 0,
      pollMs: 20,
      onFailure: ({ attempt }, error) => void failures.push(`${attempt}: ${String(error)}`),
    });
    running.add(made);
    made.start();
    await eventually(() =>
      expect(failures[0]).toBe('1: Error: no performer is registered for effects of kind unheard-of'),
    );
    await made.stop();
    expect(await world.rows(effects)).toEqual([expect.objectContaining({ kind: 'unheard-of', key: id })]);
    await world.pool.query(`DELETE FROM effects`);
  });

  it('stops after the calls in flight have ended', async () => {
    const id = await account();
    let goOn = () => {};
    gateway.next = [() => new Promise<void>((resolve) => (goOn = resolve))];
    const made = runner();
    await ask(id, 5);
    await eventually(() => expect(gateway.asked).toHaveLength(1));
    const stopped = made.stop();
    goOn();
    await stopped;
    expect([await world.rows(effects), await balances(id)]).toEqual([[], [5]]);
  });
});
