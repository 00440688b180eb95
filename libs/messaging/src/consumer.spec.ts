import { beforeEach, expect, it } from '@jest/globals';
import type { MessageType } from '@waybill/kernel';
import { hastyTimers, testMessage } from '@waybill/testing';
import type { UnitOfWork } from '@waybill/unit-of-work';
import { Consumer, type Route } from './consumer.js';
import { headersOf } from './envelope.js';

const START = Date.parse('2026-01-01T00:00:00Z');
const types = ['shop.ordered', 'shop.packed', 'shop.noticed'].map((type): MessageType => ({
  type,
  version: 1,
  topic: 'shop.events',
  parse: (data) => data,
}));

let now = START;
let offset = 0;
beforeEach(() => void (now = START));

const route = (consumer: string, options: Partial<Route> = {}): Route => ({
  consumer,
  handle: () => Promise.resolve(),
  ...options,
});
const routes: Readonly<Record<string, readonly Route[]>> = {
  'shop.ordered': [route('shop.reserve', { hears: ({ urgent }: { urgent: boolean }) => urgent })],
  'shop.packed': [route('shop.count', { deferrable: true })],
};

function consumer(): Consumer {
  return new Consumer({
    service: 'shop',
    unitOfWork: { run: () => Promise.reject(new Error('no handler here writes')) } as UnitOfWork,
    types: new Map(types.map((type) => [type.type, type])),
    routes: (type) => routes[type] ?? [],
    clock: { now: () => new Date(now) },
    timers: hastyTimers,
    ids: { next: () => 'unused' },
    random: () => 0.5,
  });
}

function record(type: string, data: object, topic = 'shop.events') {
  const message = testMessage({ topic, key: 'a', id: `m-${offset}`, type, version: 1, source: '/shop' });
  const headers = headersOf({ ...message, time: new Date(now) });
  return {
    topic,
    partition: 0,
    offset: offset++,
    key: 'a',
    value: Buffer.from(JSON.stringify(data)),
    headers,
  };
}

it('a topic is awaited for ten seconds after a message for a handler that is not deferrable', async () => {
  const shop = consumer();
  expect(shop.isAwaited('shop.events')).toBe(false);
  await shop.handle([record('shop.ordered', { urgent: true })]);
  now = START + 9_999;
  expect([shop.isAwaited('shop.events'), shop.isAwaited('shop.commands')]).toEqual([true, false]);
  now = START + 10_000;
  expect(shop.isAwaited('shop.events')).toBe(false);
});

it.each([
  ['that no handler wants', 'shop.ordered', { urgent: false }],
  ['that no handler is declared for', 'shop.noticed', {}],
  ['for a handler that is deferrable', 'shop.packed', {}],
])('a message %s does not make its topic awaited', async (_, type, data) => {
  const shop = consumer();
  await shop.handle([record(type, data)]);
  expect(shop.isAwaited('shop.events')).toBe(false);
});
