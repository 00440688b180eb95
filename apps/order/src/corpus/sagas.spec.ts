import { describe, expect, it } from '@jest/globals';
import { sagas } from '@waybill/saga';
import { CountedIds, FixedClock, contextFor, hastyTimers } from '@waybill/testing';
import { FulfilmentProcess } from '../fulfilment/fulfilment.process.js';
import { fulfilment } from '../fulfilment/fulfilment.definition.js';
import { orderSummaries } from '../orders/order-summary.js';
import { type Corpus, type StoredSaga, corpora } from './corpus.js';
import { AnsweringServices, type Fate } from './answering-services.js';
import { StoredOrders } from './stored-orders.js';

/** Runs a stored order and its saga to the end with the current code; returns the result. */
async function drive(
  { streams }: Corpus,
  { version, summary, saga }: StoredSaga,
  fate: Fate,
  definition = fulfilment,
) {
  const stream = streams.find(({ id }) => id === saga.id)!;
  const clock = new FixedClock(saga.updatedAt);
  const service = new StoredOrders(
    { clock, ids: new CountedIds(clock), timers: hastyTimers, contextFor },
    new FulfilmentProcess('orchestrated', definition),
  );
  await service.store(stream, { summary, saga, version });
  const services = new AnsweringServices(service, saga.id, fate);
  await services.run();
  const { status, progress } = service.database.rows(orderSummaries)[0]!;
  const { status: sagaStatus } = service.database.rows(sagas)[0]!;
  const open = (progress.returns ?? []).filter((one) => one.status === 'RECEIVED').map(({ id }) => id);
  return { status, saga: sagaStatus, open, refunded: new Set(services.refunded) };
}

const nameOf = ({ saga: { status, state }, summary }: StoredSaga): string =>
  `${summary.status}, ${status} ${JSON.stringify(state).replaceAll(/"|[0-9a-f-]{36}/g, '')}`;

const ENDS = /^(CONFIRMED|SHIPPED|DELIVERED|CANCELLED|REJECTED)$/;

describe.each(corpora)('a saga that build $commit stored', (corpus) => {
  const cases = corpus.sagas.map((stored) => ({ stored, name: nameOf(stored) }));

  describe.each<Fate>(['done', 'refused', 'lost'])('ends when its commands are %s', (fate) => {
    it.each(cases)('$name', async ({ stored }) => {
      const { status, saga, open } = await drive(corpus, stored, fate);
      expect({ saga, open }).toEqual({ saga: 'ended', open: [] });
      expect(status).toMatch(ENDS);
    });
  });

  it('needs the upcasters: without them refunds under way are forgotten', async () => {
    const without: typeof fulfilment = { ...fulfilment, upcasters: [] };
    const refunding = corpus.sagas.filter(({ saga }) => {
      const { giveBacks = {} } = saga.state as { giveBacks?: object };
      return Object.keys(giveBacks).length > 0;
    });
    expect(refunding).not.toEqual([]);
    for (const stored of refunding) {
      const outcome = await drive(corpus, stored, 'lost', without).catch(() => undefined);
      expect(outcome).not.toEqual(await drive(corpus, stored, 'lost'));
    }
  });
});
