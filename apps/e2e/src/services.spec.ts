import { expect, it } from '@jest/globals';
import { topicTable } from '@waybill/contracts';
import { LISTENERS, SERVICES } from '@waybill/contracts';
import { allApps, choreographedHandlers, declaredHandlers } from '@waybill/shop';

it('lists each group that consumes a topic', async () => {
  const handlers = [...(await declaredHandlers()), ...(await choreographedHandlers())];
  const heard = handlers.map(({ group, topic }) => `${group} ${topic}`);
  const known = topicTable({ partitions: 1, retentionDays: 1 }).flatMap(({ name, readers }) =>
    readers.map((group) => `${group} ${name}`),
  );
  expect(known.sort()).toEqual([...new Set(heard)].sort());
});

it('gives each service a port in order, from 3000', async () => {
  const ports = (await allApps()).map(({ name, port }) => `${name} ${port}`);
  expect(ports).toEqual([...SERVICES, ...LISTENERS].map((name, place) => `${name} ${3000 + place}`));
});
