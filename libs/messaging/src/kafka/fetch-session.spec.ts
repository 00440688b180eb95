import { expect, it } from '@jest/globals';
import { FetchSession, type TopicFetch } from './fetch-session.js';

const at = (topic: string, offsets: Readonly<Record<number, string>>, maxBytes = 100): TopicFetch => ({
  topic,
  partitions: Object.entries(offsets).map(([partition, fetchOffset]) => ({
    partition: Number(partition),
    fetchOffset,
    maxBytes,
  })),
});

/** A session after its first request, to which the broker gave the id 7. */
function opened(...topics: TopicFetch[]): FetchSession {
  const session = new FetchSession();
  session.next(topics);
  session.answered(7);
  return session;
}

it('names all partitions in the first request', () => {
  const topics = [at('orders', { 0: '5', 1: '9' }), at('payments', { 0: '1' })];
  expect(new FetchSession().next(topics)).toEqual({
    sessionId: 0,
    sessionEpoch: 0,
    topics,
    forgottenTopics: [],
  });
});

it('names only partitions with another offset or size after that', () => {
  const session = opened(at('orders', { 0: '5', 1: '9' }), at('payments', { 0: '1' }));
  expect(session.next([at('orders', { 0: '5', 1: '12' }), at('payments', { 0: '1' })])).toEqual({
    sessionId: 7,
    sessionEpoch: 1,
    topics: [at('orders', { 1: '12' })],
    forgottenTopics: [],
  });
  session.answered(7);
  const resized = [at('orders', { 0: '5', 1: '12' }), at('payments', { 0: '1' }, 200)];
  expect(session.next(resized)).toMatchObject({ sessionEpoch: 2, topics: [at('payments', { 0: '1' }, 200)] });
});

it('adds and forgets partitions when the shares of the group change', () => {
  const session = opened(at('orders', { 0: '5', 1: '9' }), at('payments', { 0: '1' }));
  expect(session.next([at('orders', { 1: '9', 2: '3' })])).toMatchObject({
    topics: [at('orders', { 2: '3' })],
    forgottenTopics: [
      { topic: 'orders', partitions: [0] },
      { topic: 'payments', partitions: [0] },
    ],
  });
  session.answered(7);
  expect(session.next([at('orders', { 0: '5', 1: '9', 2: '3' })])).toMatchObject({
    topics: [at('orders', { 0: '5' })],
    forgottenTopics: [],
  });
});

it('closes the session and opens another one after a reset', () => {
  const topics = [at('orders', { 0: '5' })];
  const session = opened(...topics);
  session.reset();
  expect(session.next(topics)).toMatchObject({ sessionId: 7, sessionEpoch: 0, topics });
  session.answered(8);
  expect(session.next(topics)).toMatchObject({ sessionId: 8, sessionEpoch: 1, topics: [] });
});

it('names all partitions each time where the broker keeps no session', () => {
  const topics = [at('orders', { 0: '5' })];
  const session = new FetchSession();
  session.next(topics);
  session.answered(0);
  expect(session.next(topics)).toMatchObject({ sessionId: 0, sessionEpoch: 0, topics });
});
