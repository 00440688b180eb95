import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { type UnitOfWorkWorld, eventually, postgresWorld } from '@waybill/testing';
import type { Pool } from 'pg';
import { sagaSchema } from './schema.js';
import { postgresSagaStore } from './postgres/saga-store.js';
import { type Saga, sagas } from './saga.js';
import type { StuckSaga } from './saga-store.js';
import { SagaSweeper } from './sweeper.js';

let world: UnitOfWorkWorld & { readonly pool: Pool };
beforeAll(async () => {
  world = await postgresWorld('sweeper', sagaSchema.migrations);
});
afterEach(() => world.pool.query('DELETE FROM sagas'));
afterAll(() => world?.close());

/** A saga in flight whose deadline is so many seconds from now. */
const begin = (id: string, seconds: number, attempt = 1) =>
  world.unitOfWork().run(world.context('begin'), (tx) => {
    const deadline = new Date(tx.at.getTime() + seconds * 1_000);
    const sentAt = tx.at.toISOString();
    const saga: Saga = {
      id,
      name: 'test',
      version: 1,
      decisions: [],
      tenant: 'acme',
      status: 'compensating',
      state: {},
      attempt,
      log: [{ step: 'undo capture', attempt, commandId: `${id}-1`, command: 'refund', sentAt }],
      deadline,
      wakeAt: deadline,
      startedAt: tx.at,
      updatedAt: tx.at,
    };
    tx.append(sagas, saga);
    return Promise.resolve();
  });
const end = (id: string) =>
  world.pool.query(`UPDATE sagas SET status = 'ended', wake_at = NULL, attempt = 0 WHERE id = $1`, [id]);

it('raises an alarm once per saga, and again if it gets stuck at another step', async () => {
  const store = postgresSagaStore(world.pool);
  const alarms: string[] = [];
  const alarm = ({ id, why }: StuckSaga): void => void alarms.push(`${id} ${why}`);
  const sweeper = new SagaSweeper({ store, timers: systemTimers, everyMs: 5, alarm });
  sweeper.start();
  try {
    await begin('stubborn', 60, 5);
    await eventually(() => expect(alarms).toEqual(['stubborn unanswered']));
    await begin('asleep', -120);
    await eventually(() => expect(alarms).toEqual(['stubborn unanswered', 'asleep asleep']));
    await end('stubborn');
    await eventually(async () => expect(await store.stuck(10)).toHaveLength(1));
    await begin('another', -120);
    await eventually(() => expect(alarms.at(-1)).toBe('another asleep'));
    expect(alarms).toHaveLength(3);
  } finally {
    await sweeper.stop();
  }
});

it('refuses a running saga without a wake-up time', async () => {
  await begin('forgotten', 60);
  const forget = world.pool.query(`UPDATE sagas SET wake_at = NULL WHERE id = 'forgotten'`);
  await expect(forget).rejects.toMatchObject({ code: '23514', constraint: 'sagas_wake_until_ended' });
});
