import { describe, expect, it } from '@jest/globals';
import { snapshots } from '@waybill/event-store';
import { CountedIds, FixedClock, contextFor, hastyTimers } from '@waybill/testing';
import { ORDER_STATE_VERSION, type OrderState } from '../orders/domain/order-state.js';
import { type StoredSnapshot, type StoredStream, corpora } from './corpus.js';
import { StoredOrders } from './stored-orders.js';
import { testCommand } from '../orders/test-command.fixture.js';

/** The state of the order that a command handler receives. */
async function load(stream: StoredStream, snapshot?: StoredSnapshot): Promise<OrderState> {
  const clock = new FixedClock(new Date('2026-03-15T00:00:00.000Z'));
  const service = new StoredOrders({ clock, ids: new CountedIds(clock), timers: hastyTimers, contextFor });
  await service.store(stream, stream);
  if (snapshot)
    await service.unitOfWork.run(service.context('store'), (tx) =>
      Promise.resolve(tx.save(snapshots, { ...snapshot })),
    );
  let state: OrderState | undefined;
  await service.orders.change(
    service.context('http'),
    stream.id,
    testCommand(({ order }) => {
      ({ state } = order);
    }),
  );
  return state!;
}

describe.each(corpora)('a snapshot that build $commit stored', (corpus) => {
  const cases = corpus.snapshots.map((snapshot) => ({
    snapshot,
    status: (snapshot.state as { status: string }).status,
    stream: corpus.streams.find(({ id }) => id === snapshot.streamId)!,
  }));

  it.each(cases)('is used or rebuilt, and the order is what its events say: $status', async (one) => {
    expect(await load(one.stream, one.snapshot)).toEqual(await load(one.stream));
  });

  it.each(cases.filter(({ snapshot }) => snapshot.schema !== ORDER_STATE_VERSION))(
    'would make a wrong state if it passed for one of today: $status',
    async ({ stream, snapshot }) => {
      const passed = await load(stream, { ...snapshot, schema: ORDER_STATE_VERSION }).catch(() => undefined);
      expect(passed).not.toEqual(await load(stream));
    },
  );
});
