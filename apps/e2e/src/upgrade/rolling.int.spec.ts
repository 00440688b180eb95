import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SERVICES } from '@waybill/contracts';
import type { ServiceName } from '@waybill/shop';
import { eventually, queryOn } from '@waybill/testing';
import { auditedClean } from '../audit.js';
import { PATIENCE } from '../shop.js';
import { OrdersUnderWay } from './orders-under-way.js';
import { type TwoBuilds, startTwoBuilds, withReleased } from './two-builds.js';

jest.setTimeout(900_000);

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
/** Shipments move only when the test moves them. */
const environments = {
  shipping: { PICKING: 'manual', DISPATCH_AFTER: 'manual' },
  sandbox: { CARRIER_DELIVERS_AFTER: 'manual' },
};

let platform: TwoBuilds;
let orders: OrdersUnderWay;

const query = <Row extends object>(service: ServiceName, sql: string) =>
  queryOn<Row>(platform.databases[service], sql);

async function finishAll(): Promise<void> {
  const ended = await Promise.all(orders.all.map((order) => orders.finish(order)));
  expect(ended.map(({ status }) => status)).toEqual(orders.all.map(({ end }) => end));
}

async function expectCleanRecords(): Promise<void> {
  const { records } = await auditedClean(platform);
  expect(records.order).toBe(orders.all.length);
}

/** `first`: the services that are upgraded first. The others stay at the released build meanwhile. */
function upgradeServices(first: readonly ServiceName[]): void {
  const others = SERVICES.filter((service) => !first.includes(service));

  beforeAll(async () => {
    platform = await startTwoBuilds({ environments });
    orders = new OrdersUnderWay(platform);
  });
  afterAll(() => platform?.end());

  /** Starts a refund of each kind. The gateway fails them until its fault is removed. */
  async function refundEachWay(): Promise<void> {
    const shop = orders.shop('rolling');
    const refunding = await Promise.all([
      orders.reaching('DELIVERED', { shop }),
      orders.reaching('CONFIRMED', { shop }),
      orders.reaching('CONFIRMED', { shop, end: 'CANCELLED' }),
    ]);
    const [returned, short, cancelled] = refunding;
    await shop.spoil('gateway', 'refunds.create', 'error-before', 100_000);
    await Promise.all([orders.sendBack(returned), orders.pickShort(short), orders.cancel(cancelled)]);
    await eventually(async () => {
      const waiting = await query<{ key: string }>(
        'payment',
        `SELECT key FROM effects WHERE kind = 'payment.refund' AND attempt > 0`,
      );
      const keys = waiting.map(({ key }) => key);
      expect(keys).toEqual(expect.arrayContaining(refunding.map(({ id }) => id)));
    }, PATIENCE);
  }

  it('continues pending refunds and makes new ones, with services of both builds', async () => {
    await refundEachWay();
    await platform.upgrade(first);
    await refundEachWay();
    const shop = orders.shop('rolling');
    await shop.repair('gateway');
    await orders.place({ shop });
    await finishAll();
  });

  it('continues when the others are upgraded, and pays each refund once', async () => {
    if (FULL) await refundEachWay();
    await platform.upgrade(others);
    const shop = orders.shop('rolling');
    await shop.repair('gateway');
    await orders.place({ shop });
    await finishAll();
    await eventually(async () => {
      const charges = await Promise.all(orders.all.map(({ id }) => shop.charges(id)));
      const now = await Promise.all(orders.all.map((order) => orders.until(order, order.end)));
      expect(charges.map((list) => list.map(({ captured, refunded }) => [captured, refunded]))).toEqual(
        now.map(({ total, refunded }) => [[total.amount, refunded.amount]]),
      );
    }, PATIENCE);
  });

  it('leaves clean records and no dead letter', async () => {
    for (const service of SERVICES) expect(await query(service, 'SELECT * FROM dead_letters')).toEqual([]);
    await expectCleanRecords();
  });
}

/** Orders with state that only the newer build can read. The older instance refuses their messages, which are redriven later. */
function upgradeInstances(): void {
  beforeAll(async () => {
    platform = await startTwoBuilds({ environments, twice: ['order'] });
    orders = new OrdersUnderWay(platform);
  });
  afterAll(() => platform?.end());

  it('loses nothing: data that the released instance cannot read becomes a dead letter, which the present one handles', async () => {
    await platform.upgrade(['order-2']);
    const { urls } = platform;
    const instances = [urls.order, urls['order-2']].map((order) => {
      const behind = new OrdersUnderWay({ api: platform.api, urls: { ...urls, order } });
      return behind.shop('rolling');
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => orders.place({ shop: instances[index % 2]! })),
    );
    await eventually(async () => {
      const errors = await query<{ error_code: string }>(
        'order',
        `SELECT DISTINCT error_code FROM dead_letters WHERE attempts > 0`,
      );
      expect(errors.map(({ error_code }) => error_code)).toEqual(['EVENT_TOO_NEW']);
    }, PATIENCE);

    await platform.upgrade(['order']);
    await orders.redrive('order');
    await finishAll();
  });

  it('leaves clean records', expectCleanRecords);
}

withReleased(() => {
  describe('a rolling deployment that begins with the order service', () => upgradeServices(['order']));
  describe('a rolling deployment that begins with payment and shipping', () =>
    upgradeServices(['payment', 'shipping']));
  if (FULL) describe('a rolling deployment of two instances of the order service', upgradeInstances);
});
