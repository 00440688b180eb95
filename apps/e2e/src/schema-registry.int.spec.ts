import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { messageTypes } from '@waybill/contracts';
import { type OneService, StandInRegistry, eventually, startOneService } from '@waybill/testing';
import { orderApp } from '../../order/src/order.app.js';

let registry: StandInRegistry;
let order: OneService;

beforeAll(async () => {
  registry = await StandInRegistry.start();
  order = await startOneService(orderApp, { SCHEMA_REGISTRY_URL: registry.url });
});

afterAll(() => order.stop());

it('every message has its own subject with a compatibility rule', () => {
  const subjects = [...messageTypes.values()].map(({ topic, type }) => `${topic}-${type}`);
  expect([...registry.subjects.keys()].toSorted()).toEqual(subjects.toSorted());
  expect(new Set([...registry.subjects.values()].map(({ rule }) => rule))).toEqual(new Set(['FORWARD']));
});

it('every message has its schema in a header, even while the registry is unreachable', async () => {
  const heard: (string | undefined)[] = [];
  await order.broker.subscribe({
    group: 'spec',
    topics: ['catalog.events'],
    handle: (records) =>
      Promise.resolve(void heard.push(...records.map(({ headers }) => headers['ce_schemaid']))),
  });
  const admin = await order.api({ sub: 'boss', admin: true });
  const list = (sku: string) =>
    admin.put(`/v1/products/${sku}`, { name: sku, price: { amount: 100, currency: 'EUR' } });
  await list('MUG');
  await registry.stop();
  await list('TEA');
  const [id] = registry.subjects.get('catalog.events-catalog.product-listed')!.ids;
  await eventually(() => expect(heard).toEqual([String(id), String(id)]));
  expect(JSON.parse(registry.schemas[id! - 1]!)).toMatchObject({
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: '/schemas/catalog.product-listed/1',
  });
});

it('registers a newer version besides the previous one, and consumers of the previous build can read it', async () => {
  const before = await StandInRegistry.start();
  const post = (method: string, path: string, body: object) =>
    fetch(`${before.url}/${path}`, { method, body: JSON.stringify(body) });
  const grown = [...messageTypes.values()].filter(({ version }) => version > 1);
  for (const { topic, type, schemas } of grown) {
    await post('PUT', `config/${topic}-${type}`, { compatibility: 'FORWARD' });
    const schema = JSON.stringify(schemas('draft-07').get(1));
    await post('POST', `subjects/${topic}-${type}/versions`, { schema });
  }
  const service = await startOneService(orderApp, { SCHEMA_REGISTRY_URL: before.url });
  try {
    const registered = grown.map(({ topic, type }) =>
      before.subjects
        .get(`${topic}-${type}`)!
        .ids.map((id) => (JSON.parse(before.schemas[id - 1]!) as { $id: string }).$id),
    );
    expect(registered).toEqual(grown.map(({ type }) => [`/schemas/${type}/1`, `/schemas/${type}/2`]));
  } finally {
    await service.stop();
    await before.stop();
  }
});
