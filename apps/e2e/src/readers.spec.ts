import { globSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from '@jest/globals';
import { topicTable } from '@waybill/contracts';
import { handlersOf } from '@waybill/messaging';

const apps = resolve(import.meta.dirname, '../..');

/** `group topic` of each handler that an app declares. */
async function heardBy(app: string): Promise<string[]> {
  const file = join(apps, app, 'src', `${app}.app.ts`);
  const { [`${app}App`]: service } = (await import(pathToFileURL(file).href)) as Record<
    string,
    { group?: string }
  >;
  const group = service?.group ?? `waybill.${app}`;
  const heard: string[] = [];
  for (const name of globSync(join(apps, app, 'src/**/*.consumer.ts'))) {
    const exported = Object.values((await import(pathToFileURL(name).href)) as object);
    for (const value of exported)
      if (typeof value === 'function')
        heard.push(...handlersOf(value as new () => object).map(({ topic }) => `${group} ${topic}`));
  }
  return heard;
}

it('knows each group that hears a topic', async () => {
  const services = ['order', 'inventory', 'payment', 'shipping', 'notification', 'analytics'];
  const heard = (await Promise.all(services.map(heardBy))).flat();
  const known = topicTable({ partitions: 1, retentionDays: 1 }).flatMap(({ name, readers }) =>
    readers.map((group) => `${group} ${name}`),
  );
  expect(known.sort()).toEqual([...new Set(heard)].sort());
});
