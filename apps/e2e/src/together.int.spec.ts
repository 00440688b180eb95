import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import { TOGETHER } from '@waybill/shop';
import { auditedClean } from './audit.js';
import { type OwnPlatform, startOwnPlatform } from './own-platform.js';
import { Shop, customerOf } from './shop.js';

let platform: OwnPlatform;

beforeAll(async () => {
  platform = await startOwnPlatform({
    together: true,
    environments: { shipping: { DISPATCH_AFTER: '0ms' }, sandbox: { CARRIER_DELIVERS_AFTER: '20ms' } },
  });
});

afterAll(() => platform?.end());

it('five services in one process deliver an order, each through its own port, and stop together', async () => {
  expect([...platform.processes.keys()].sort()).toEqual(['sandbox', TOGETHER]);
  const shop = new Shop(platform, 'small-shop');
  const order = await shop.placed(customerOf('small-shop'), { sku: await shop.sells('cup') }, 'DELIVERED');
  expect(order.shipments).toHaveLength(1);
  await auditedClean(platform);
  const metrics = SERVICES.map(async (service) =>
    (await platform.api(service, { sub: 'operator', admin: true })).get<string>('/metrics'),
  );
  for (const [index, text] of (await Promise.all(metrics)).entries())
    expect(text).toContain(`service="${SERVICES[index]}"`);

  const process = platform.processes.get(TOGETHER)!;
  await process.stop();
  expect(await process.ended).toBe(0);
  const log = readFileSync(process.logFile, 'utf8').trim().split('\n');
  const stopped = log.map((line) => JSON.parse(line) as { name: string; msg: string });
  expect(stopped.flatMap(({ name, msg }) => (msg === 'stopped' ? [name] : [])).sort()).toEqual(
    [...SERVICES].sort(),
  );

  platform.start(TOGETHER);
  await platform.ready();
  await shop.placed(customerOf('small-shop'), { sku: await shop.sells('bowl') }, 'CONFIRMED');
});
