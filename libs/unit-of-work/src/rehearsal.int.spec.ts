import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import {
  BankTables1700000000000,
  type UnitOfWorkWorld,
  accounts,
  book,
  entries,
  open,
  postgresWorld,
  twinWorld,
} from '@waybill/testing';
import { outboxMessages } from './tables.js';

describe.each([
  { name: 'the twin', make: twinWorld },
  { name: 'Postgres', make: () => postgresWorld('rehearsal', [BankTables1700000000000]) },
])('a rehearsal on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  beforeAll(async () => (world = await make()));
  afterAll(() => world?.close());
  const everything = () =>
    Promise.all([world.rows(accounts), world.rows(entries), world.rows(outboxMessages), world.claims()]);

  it('returns the changes of the handler, writes nothing and needs no claim', async () => {
    const unitOfWork = world.unitOfWork();
    const context = world.context('book');
    await unitOfWork.run(world.context('open'), (tx) => open(tx, 'a', 100));
    await unitOfWork.run(context, (tx) => book(tx, 'a', 5));
    const found = await everything();
    const { result, changes } = await unitOfWork.rehearse(context, (tx) => book(tx, 'a', 10));
    expect(result).toBe(115);
    expect(
      changes.map(({ rowType, inserts, updates, removals }) => [
        rowType.table,
        inserts.length,
        updates.length,
        removals.length,
      ]),
    ).toEqual([
      ['accounts', 0, 1, 0],
      ['entries', 1, 0, 0],
      ['outbox', 1, 0, 0],
    ]);
    expect(changes[0]!.updates).toEqual([{ id: 'a', balance: 115, iban: null, notes: {}, entries: 2 }]);
    expect(await everything()).toEqual(found);
  });

  it('rejects with the error of the handler or a guard, and holds no lock afterwards', async () => {
    const unitOfWork = world.unitOfWork();
    await unitOfWork.run(world.context('open'), (tx) => open(tx, 'b', 100));
    const refusals = [
      unitOfWork.rehearse(world.context('book'), (tx) => book(tx, 'nobody', 1)),
      unitOfWork.rehearse(world.context('book'), (tx) => book(tx, 'b', -500)),
    ];
    expect(await Promise.all(refusals.map((refused) => refused.catch(codeOf)))).toEqual([
      'NO_ACCOUNT',
      '23514',
    ]);
    expect(await unitOfWork.run(world.context('book'), (tx) => book(tx, 'b', 1))).toBe(101);
  });
});
