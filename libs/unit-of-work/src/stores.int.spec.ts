import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Hold, type OutboxMessage, SHARDS, shardOf } from '@waybill/outbox';
import {
  Account,
  BankTables1700000000000,
  type UnitOfWorkWorld,
  accounts,
  booked,
  boxes,
  postgresWorld,
  twinWorld,
} from '@waybill/testing';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { rowType } from './row-type.js';
import { outboxMessages, sentMessages } from './tables.js';

/** A row with a time. */
@Entity('alarms')
class Alarm {
  @PrimaryColumn('text') id!: string;
  @Column('timestamptz', { nullable: true }) rings!: Date | null;
  @Column('text') says!: string;
}
const alarms = rowType(Alarm, ['id']);

class AlarmTable1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE alarms (id text PRIMARY KEY, rings timestamptz, says text NOT NULL)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE alarms');
  }
}

const ALL = Array.from({ length: SHARDS }, (_, shard) => shard);

describe.each([
  { name: 'the in-memory database', make: twinWorld },
  {
    name: 'Postgres',
    make: () => postgresWorld('stores', [BankTables1700000000000, AlarmTable1700000000001]),
  },
])('on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let count = 0;
  beforeAll(async () => {
    world = await make();
  });
  afterAll(() => world?.close());

  describe('the lease store', () => {
    const renew = (owner: string, ttlMs = 60_000, name = 'effects') =>
      world.stores.leases.renew({ name, owner, ttlMs });
    const take = async (owner: string, share: number, ttlMs = 60_000) => {
      await renew(owner, ttlMs);
      return world.stores.leases.take({ name: 'effects', owner, share });
    };
    const release = (owner: string) => world.stores.leases.release({ name: 'effects', owner });
    const shards = (holds: readonly Hold[]) => holds.map(({ shard }) => shard).sort((a, b) => a - b);
    const byShard = (holds: readonly Hold[]) => [...holds].sort((a, b) => a.shard - b.shard);
    const tokenOf = (holds: readonly Hold[], shard: number) =>
      holds.find((hold) => hold.shard === shard)!.token;

    it('counts the live owners of a name', async () => {
      const members = async (owner: string, ttlMs?: number, name?: string) =>
        (await renew(owner, ttlMs, name)).members;
      expect(await members('a')).toBe(1);
      expect(await members('b')).toBe(2);
      expect(await members('a')).toBe(2);
      expect(await members('c', 60_000, 'outbox')).toBe(1);
      await release('b');
      expect(await members('a')).toBe(1);
      expect(await members('d', -1_000)).toBe(2);
      expect(await members('a')).toBe(1);
      await release('a');
      await world.stores.leases.release({ name: 'outbox', owner: 'c' });
    });

    it('tells an owner what it holds and how many shards are free', async () => {
      expect(await renew('a')).toEqual({ members: 1, holds: [], free: SHARDS });
      const holds = await take('a', 10);
      expect(await renew('b')).toEqual({ members: 2, holds: [], free: SHARDS - 10 });
      const { holds: renewed, free } = await renew('a');
      expect([byShard(renewed), free]).toEqual([byShard(holds), SHARDS - 10]);
      await release('b');
      await release('a');
      expect((await renew('b')).free).toBe(SHARDS);
      await release('b');
    });

    it('keeps what an owner holds while it renews, and frees all of it when its term has ended', async () => {
      await take('a', 3, -1_000);
      expect(await renew('b')).toEqual({ members: 1, holds: [], free: SHARDS });
      expect(await renew('a')).toEqual({ members: 2, holds: [], free: SHARDS });
      const holds = await take('a', 3);
      expect(byShard((await renew('a')).holds)).toEqual(byShard(holds));
      await release('a');
      await release('b');
    });

    it('gives an owner its share of free shards, and another owner none of them', async () => {
      expect(shards(await take('a', 10))).toEqual(ALL.slice(0, 10));
      expect(shards(await take('b', 10))).toEqual(ALL.slice(10));
      // The owner's share is smaller now, so it releases the rest.
      expect(shards(await take('a', 4))).toEqual(ALL.slice(0, 4));
      expect(shards(await take('b', 8))).toEqual([4, 5, ...ALL.slice(10)]);
      await release('a');
      await release('b');
    });

    it('keeps the token while an owner renews, and raises it for the next owner', async () => {
      const first = await take('a', SHARDS);
      expect(byShard(await take('a', SHARDS))).toEqual(byShard(first));
      await release('a');
      const second = await take('b', SHARDS);
      for (const shard of ALL) expect(tokenOf(second, shard)).toBe(tokenOf(first, shard) + 1);
      await release('b');
    });

    it('gives expired leases to another owner under a new token', async () => {
      const first = await take('a', 3, -1_000);
      const second = await take('b', SHARDS);
      expect(second).toHaveLength(SHARDS);
      for (const { shard, token } of first) expect(tokenOf(second, shard)).toBe(token + 1);
      expect(await take('a', SHARDS)).toEqual([]);
      await release('b');
      await release('a');
    });
  });

  describe('the outbox store', () => {
    /** Publishes messages of these keys, one transaction each. */
    const publish = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys)
        await world.unitOfWork().run(world.context('publish'), (tx) => {
          tx.publish(booked, key, { account: key, amount: ++count });
          return Promise.resolve();
        });
    };
    const oldest = (more: { shards?: number[]; limit?: number; without?: number[] } = {}) =>
      world.stores.outbox.oldest({ shards: ALL, limit: 100, without: [], ...more });
    const keys = (messages: readonly OutboxMessage[]) => messages.map(({ key }) => key);
    const holds = async (owner = 'relay') => {
      await world.stores.leases.renew({ name: 'outbox', owner, ttlMs: 60_000 });
      return world.stores.leases.take({ name: 'outbox', owner, share: SHARDS });
    };
    const sent = (messages: readonly OutboxMessage[]) =>
      messages.map((message, offset) => ({ message, position: { partition: 1, offset } }));
    const moveAll = async () => world.stores.outbox.move(sent(await oldest()), await holds());

    it('returns the oldest messages of the shards, in order and as they were written', async () => {
      await publish('a', 'b', 'a', 'c');
      const all = await oldest();
      expect(keys(all)).toEqual(['a', 'b', 'a', 'c']);
      expect(all).toEqual(await world.rows(outboxMessages));
      expect(keys(await oldest({ limit: 2 }))).toEqual(['a', 'b']);
      expect(keys(await oldest({ shards: [shardOf('b')] }))).toEqual(['b']);
      expect(keys(await oldest({ without: [all[0]!.position] }))).toEqual(['b', 'a', 'c']);
      const ofKey = { shards: ALL, limit: 1, key: 'a' };
      expect(await world.stores.outbox.ofKey(ofKey)).toEqual([all[0]]);
      expect(await world.stores.outbox.ofKey({ ...ofKey, shards: [shardOf('b')] })).toEqual([]);
      await moveAll();
    });

    it('moves sent messages with their partition and offset', async () => {
      await publish('a', 'b');
      const all = await oldest();
      expect(await world.stores.outbox.move(sent(all), await holds())).toBe(2);
      expect(await oldest()).toEqual([]);
      const ids = all.map(({ id }) => id);
      const rows = (await world.rows(sentMessages)).filter(({ id }) => ids.includes(id));
      expect(
        rows.map(({ id, topic, key, partition, offset }) => [id, topic, key, partition, offset]),
      ).toEqual(expect.arrayContaining(all.map(({ id, topic, key }, offset) => [id, topic, key, 1, offset])));
      // Another relay has moved them already.
      expect(await world.stores.outbox.move(sent(all), await holds())).toBe(0);
    });

    it('moves nothing with an outdated token', async () => {
      await publish('a');
      const before = await holds();
      await world.stores.leases.release({ name: 'outbox', owner: 'relay' });
      await holds('other');
      expect(await world.stores.outbox.move(sent(await oldest()), before)).toBe(0);
      expect(keys(await oldest())).toEqual(['a']);
      await world.stores.leases.release({ name: 'outbox', owner: 'other' });
      await moveAll();
    });

    it('leaves a parked key out until it is released', async () => {
      const { outbox } = world.stores;
      await publish('bad', 'a', 'bad');
      const [first] = await oldest();
      await outbox.park(first!, 5, new Error('too large'));
      expect(keys(await oldest())).toEqual(['a']);
      expect(keys(await outbox.ofKey({ shards: ALL, limit: 10, key: 'bad' }))).toEqual(['bad', 'bad']);
      expect(await outbox.dueKeys(ALL)).toEqual([]);
      const about = { key: 'bad', messageId: first!.id, type: 'bank.booked', topic: 'bank.events' };
      const [parked] = await outbox.parkedKeys();
      expect(parked).toEqual({
        ...about,
        tries: 5,
        error: 'too large',
        parkedAt: expect.any(Date),
        retryAt: expect.any(Date),
      });
      const wait = ({ parkedAt, retryAt }: { parkedAt: Date; retryAt: Date }) =>
        Math.round((retryAt.getTime() - parkedAt.getTime()) / 10_000);
      expect(wait(parked!)).toBe(3);

      expect(await outbox.retry('bad')).toBe(true);
      expect(await outbox.dueKeys(ALL)).toEqual(['bad']);
      expect(await outbox.dueKeys([shardOf('bad') === 0 ? 1 : 0])).toEqual([]);
      await outbox.park(first!, 5, 'still too large');
      const [again] = await outbox.parkedKeys();
      expect([again!.tries, again!.error, wait(again!)]).toEqual([6, 'still too large', 6]);

      await outbox.release(['bad']);
      expect(keys(await oldest())).toEqual(['bad', 'a', 'bad']);
      expect([await outbox.parkedKeys(), await outbox.retry('bad')]).toEqual([[], false]);
      await moveAll();
    });
  });

  describe('the effect store', () => {
    it('returns effects that are due within a time, longest overdue first', async () => {
      const ask = (key: string, seconds: number) =>
        world.unitOfWork().run(world.context('ask'), (tx) => {
          tx.effect({
            kind: 'pay',
            key,
            payload: { key },
            dueAt: new Date(tx.at.getTime() + seconds * 1_000),
          });
          return Promise.resolve();
        });
      await ask('soon', 30);
      await ask('now', -1);
      await ask('late', 3_600);
      await ask('overdue', -60);
      const due = (more: { shards?: number[]; without?: string[]; limit?: number } = {}) =>
        world.stores.effects.due({ withinMs: 60_000, shards: ALL, without: [], limit: 10, ...more });
      const found = await due();
      expect(found.map(({ effect }) => effect.key)).toEqual(['overdue', 'now', 'soon']);
      expect(found[0]!.effect).toMatchObject({ kind: 'pay', payload: { key: 'overdue' }, attempt: 1 });
      const waits = found.map(({ waitMs }) => Math.round(waitMs / 30_000));
      expect(waits.map((wait) => wait + 0)).toEqual([-2, 0, 1]);
      const [first] = found;
      expect((await due({ without: [first!.effect.id] })).map(({ effect }) => effect.key)).toEqual([
        'now',
        'soon',
      ]);
      expect((await due({ shards: [shardOf('soon')] })).map(({ effect }) => effect.key)).toContain('soon');
      expect(await due({ shards: [] })).toEqual([]);
      expect(await due({ limit: 1 })).toEqual([expect.objectContaining({ effect: first!.effect })]);
    });
  });

  describe('the row store', () => {
    it('finds rows by their values, sorted by key', async () => {
      const account = (id: string, balance: number): Account => {
        return { id, balance, iban: null, notes: { of: id }, entries: 0 };
      };
      await world.unitOfWork().run(world.context('open'), (tx) => {
        for (const row of [account('b', 1), account('a', 1), account('B', 1), account('c', 2)])
          tx.append(accounts, row);
        tx.append(boxes, { branch: 'x', number: '2', holder: 'a' });
        tx.append(boxes, { branch: 'x', number: '1', holder: 'a' });
        return Promise.resolve();
      });
      const { rows } = world.stores;
      expect(await rows.find(accounts, { balance: 1 })).toEqual([
        account('B', 1),
        account('a', 1),
        account('b', 1),
      ]);
      expect(await rows.find(accounts, { id: 'c', balance: 1 })).toEqual([]);
      expect((await rows.find(boxes, { branch: 'x' })).map(({ number }) => number)).toEqual(['1', '2']);
    });

    it('tells which keys have a row', async () => {
      await world.unitOfWork().run(world.context('hold'), (tx) => {
        tx.append(accounts, { id: 'present', balance: 1, iban: null, notes: {}, entries: 0 });
        tx.append(boxes, { branch: 'y', number: '1', holder: 'a' });
        return Promise.resolve();
      });
      const { rows } = world.stores;
      expect(await rows.present(accounts, [{ id: 'absent' }, { id: 'present' }])).toEqual([
        { id: 'present' },
      ]);
      const keys = [
        { branch: 'y', number: '2' },
        { branch: 'y', number: '1' },
        { branch: 'z', number: '1' },
      ];
      expect(await rows.present(boxes, keys)).toEqual([{ branch: 'y', number: '1' }]);
    });

    it('finds rows that are or will be due, longest overdue first, with the requested columns', async () => {
      await world.unitOfWork().run(world.context('set'), (tx) => {
        const at = (seconds: number) => new Date(tx.at.getTime() + seconds * 1_000);
        for (const [id, rings] of [
          ['second', at(-5)],
          ['first', at(-60)],
          ['later', at(60)],
          ['never', null],
        ] as const)
          tx.append(alarms, { id, rings, says: 'up' });
        return Promise.resolve();
      });
      const { rows } = world.stores;
      const due = async (withinMs: number, limit = 10) =>
        (await rows.due(alarms, 'rings', ['says', 'id'], { withinMs, limit })).map(({ row, waitMs }) => ({
          ...row,
          inSeconds: Math.round(waitMs / 1_000) + 0,
        }));
      const first = { id: 'first', says: 'up', inSeconds: -60 };
      const second = { id: 'second', says: 'up', inSeconds: -5 };
      expect(await due(0)).toEqual([first, second]);
      expect(await due(0, 1)).toEqual([first]);
      expect(await due(59_000)).toEqual([first, second]);
      expect(await due(61_000)).toEqual([first, second, { id: 'later', says: 'up', inSeconds: 60 }]);
    });
  });
});
