import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { type UnitOfWorkWorld, eventually, postgresWorld } from '@waybill/testing';
import type { Tx } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { Deadlines } from './deadlines.js';
import { sagaSchema } from './schema.js';
import { postgresSagaStore } from './postgres/saga-store.js';
import { type Saga, sagas, withDeadline } from './saga.js';

describe('deadlines', () => {
  let world: UnitOfWorkWorld & { readonly pool: Pool };
  const running = new Set<Deadlines>();
  beforeAll(async () => {
    world = await postgresWorld('deadlines', sagaSchema.migrations);
  });
  afterEach(async () => {
    await Promise.all([...running].map((deadlines) => deadlines.stop()));
    running.clear();
    await world.pool.query('DELETE FROM sagas');
  });
  afterAll(() => world?.close());

  const begin = (id: string, seconds: number) =>
    world.unitOfWork().run(world.context('begin'), (tx) => {
      const at = new Date(tx.at.getTime() + seconds * 1_000);
      const saga: Saga = {
        id,
        name: 'test',
        version: 1,
        decisions: [],
        attempt: 0,
        tenant: 'acme',
        status: 'running',
        state: { woken: 0 },
        log: [],
        deadline: null,
        wakeAt: null,
        startedAt: tx.at,
        updatedAt: tx.at,
      };
      tx.append(sagas, withDeadline(saga, at));
      return Promise.resolve();
    });
  const look = (
    wake: (saga: { id: string; tenant: string }) => Promise<unknown>,
    onError?: (error: unknown) => void,
  ): Deadlines => {
    const deadlines = new Deadlines({
      store: postgresSagaStore(world.pool),
      timers: systemTimers,
      pollMs: 10,
      wake,
      ...(onError && { onError }),
    });
    running.add(deadlines);
    deadlines.start();
    return deadlines;
  };
  /** As a process wakes: the row decides whether it is still due. */
  const wake = ({ id }: { id: string }) =>
    world.unitOfWork().run(world.context('wake'), async (tx: Tx) => {
      const saga = await tx.load(sagas, { id });
      if (!saga?.wakeAt || saga.wakeAt > tx.at) return;
      const { woken } = saga.state as { woken: number };
      tx.save(sagas, { ...saga, status: 'ended', wakeAt: null, deadline: null, state: { woken: woken + 1 } });
    });
  const woken = async () =>
    (await world.rows(sagas)).map(({ id, state }) => `${id} ${(state as { woken: number }).woken}`);

  it('wakes due sagas once, and no others', async () => {
    await begin('due', -1);
    await begin('later', 3_600);
    look(wake);
    await eventually(async () => expect(await woken()).toEqual(['due 1', 'later 0']));
  });

  it('wakes a saga once if two instances find it', async () => {
    for (let n = 0; n < 20; n++) await begin(`saga-${n}`, -1);
    look(wake);
    look(wake);
    await eventually(async () => expect((await woken()).filter((text) => text.endsWith(' 0'))).toEqual([]));
    expect(new Set((await woken()).map((text) => text.split(' ')[1]))).toEqual(new Set(['1']));
  });

  it('passes the id and tenant of the saga', async () => {
    await begin('due', -1);
    const told: object[] = [];
    look((saga) => {
      told.push(saga);
      return wake(saga);
    });
    await eventually(() => expect(told[0]).toEqual({ id: 'due', tenant: 'acme' }));
  });

  it('retries a failed wake-up, and wakes the others', async () => {
    await begin('stubborn', -1);
    await begin('willing', -1);
    const errors: unknown[] = [];
    let refusals = 2;
    look(
      (saga) =>
        saga.id === 'stubborn' && refusals-- > 0 ? Promise.reject(new Error('not now')) : wake(saga),
      (error) => errors.push(String(error)),
    );
    await eventually(async () => expect(await woken()).toEqual(['stubborn 1', 'willing 1']));
    expect(errors).toEqual(['Error: not now', 'Error: not now']);
  });

  it('stops after the current wake-up', async () => {
    await begin('due', -1);
    let began = false;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const deadlines = look(async (saga) => {
      began = true;
      await held;
      await wake(saga);
    });
    await eventually(() => expect(began).toBe(true));
    const stopped = deadlines.stop();
    goOn();
    await stopped;
    expect(await woken()).toEqual(['due 1']);
  });
});
