import { expect, it } from '@jest/globals';
import { topicTable } from '@waybill/contracts';
import { declaredHandlers } from '@waybill/testing';

it('knows each group that hears a topic', async () => {
  const heard = (await declaredHandlers()).map(({ group, topic }) => `${group} ${topic}`);
  const known = topicTable({ partitions: 1, retentionDays: 1 }).flatMap(({ name, readers }) =>
    readers.map((group) => `${group} ${name}`),
  );
  expect(known.sort()).toEqual([...new Set(heard)].sort());
});
