import { beforeEach, describe, expect, it } from '@jest/globals';
import { accounts, twinWorld } from '@waybill/testing';
import { effects } from '@waybill/unit-of-work';
import { type Eraser, isErased } from './eraser.js';
import { ERASE, Erasure, ErasureIncomplete, requestErasure } from './erasure.js';

type World = Awaited<ReturnType<typeof twinWorld>>;

const context = { correlationId: 'c', causationId: 'c', tenant: 'default', traceparent: '00-1-1-00' };
const ada = { tenant: 'default', id: 'ada', orderIds: [] };
let world: World;
let reported: unknown[];

beforeEach(async () => {
  world = await twinWorld();
  reported = [];
  await world.unitOfWork().run(world.context('test'), async (tx) => {
    for (const id of ['ada 1', 'ada 2', 'ada 3', 'ben 1'])
      tx.save(accounts, { id, balance: 0, iban: null, notes: { name: 'a name' }, entries: 0 });
  });
});

/** Erases the notes of accounts whose id begins with the person's. A `broken` one cannot be erased. */
const noteEraser = (broken: readonly string[] = [], name = 'notes'): Eraser => ({
  name,
  find: ({ id: person }) =>
    Promise.resolve(world.database.rows(accounts).flatMap(({ id }) => (id.startsWith(person) ? [id] : []))),
  async erase(tx, id) {
    if (broken.includes(id)) throw new Error(`${id} is broken`);
    const row = await tx.load(accounts, { id });
    if (row) tx.save(accounts, { ...row, notes: {} });
  },
});

const erasureWith = (...erasers: Eraser[]): Erasure => {
  const report = (error: unknown, _: string, details?: object) =>
    void reported.push([(error as Error).message, details]);
  return new Erasure({ unitOfWork: world.unitOfWork(), ids: world.ids, report }, erasers);
};
const kept = () =>
  world.database
    .rows(accounts)
    .filter(({ notes }) => JSON.stringify(notes) !== '{}')
    .map(({ id }) => id)
    .sort();

describe('an erasure', () => {
  it('erases every row of the person, and no other', async () => {
    await erasureWith(noteEraser()).erase(ada, context);
    expect(kept()).toEqual(['ben 1']);
  });

  it('erases the other rows when one fails, reports it, and erases it when it is tried again', async () => {
    const broken = ['ada 2'];
    const erasure = erasureWith(noteEraser(broken));
    await expect(erasure.erase(ada, context)).rejects.toThrow(new ErasureIncomplete(1));
    expect(kept()).toEqual(['ada 2', 'ben 1']);
    expect(reported).toEqual([['ada 2 is broken', { place: 'notes', row: 'ada 2' }]]);
    broken.pop();
    await erasure.erase(ada, context);
    expect(kept()).toEqual(['ben 1']);
  });

  it('goes on with the other places when one cannot be searched', async () => {
    const dead: Eraser = {
      ...noteEraser(),
      name: 'dead',
      find: () => Promise.reject(new Error('no such table')),
    };
    await expect(erasureWith(dead, noteEraser()).erase(ada, context)).rejects.toThrow(ErasureIncomplete);
    expect(kept()).toEqual(['ben 1']);
    expect(reported).toEqual([['no such table', { place: 'dead', row: undefined }]]);
  });

  it('is repeated while messages from before it may still arrive', async () => {
    const erasure = erasureWith();
    const start = world.clock.now().getTime();
    await world.unitOfWork().run(world.context('test'), async (tx) => requestErasure(tx, ada));
    const days: number[] = [];
    for (let due = world.database.rows(effects); due.length > 0; due = world.database.rows(effects)) {
      const [effect] = due;
      expect([effect!.kind, effect!.key]).toEqual([ERASE, 'ada']);
      days.push((effect!.dueAt.getTime() - start) / 86_400_000);
      await world.unitOfWork().run(world.context('test'), async (tx) => {
        await tx.load(effects, { id: effect!.id });
        erasure.answer(tx, undefined, effect!.payload as never);
        tx.remove(effects, { id: effect!.id });
      });
    }
    expect(days).toHaveLength(5);
    expect(days.reduce((sum, day) => sum + day, 0)).toBeGreaterThan(8);
  });
});

describe('data of a customer who registered again', () => {
  const person = { ...ada, erasedAt: '2026-03-02T12:00:00.000Z' };
  it.each([
    ['2026-03-02T11:59:59.000Z', true],
    ['2026-03-02T12:00:00.000Z', true],
    ['2026-03-02T12:00:00.001Z', false],
    ['no time', true],
    [undefined, true],
  ])('of %s is erased: %s', (time, erased) => expect(isErased(person, time)).toBe(erased));
});
