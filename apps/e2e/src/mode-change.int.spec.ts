import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { Broker, Delivery } from '@waybill/messaging';
import { eventually } from '@waybill/testing';
import pg from 'pg';
import { type OneProcess, startOneProcess } from './one-process.js';
import { PATIENCE, Shop, customerOf } from './shop.js';

jest.setTimeout(240_000);

const TENANT = 'main-street';

describe('a choreographed order whose other services have another setting', () => {
  const order = { FULFILMENT: 'choreographed' };
  let platform: OneProcess;
  afterEach(() => platform?.stop());

  it('is confirmed: every message says which mode the order has', async () => {
    platform = await startOneProcess({ environments: { order } });
    const shop = new Shop(platform, TENANT);
    const sku = await shop.sells('mug');
    const { id } = await shop.placed(customerOf(TENANT), { sku }, 'CONFIRMED');
    expect((await shop.saga(id)).log).toEqual([]);
  });

  it('is driven by nobody where services decide by their setting, as messages that do not say make them', async () => {
    platform = await startOneProcess({ environments: { order }, between: withoutMode });
    const shop = new Shop(platform, TENANT);
    const ada = customerOf(TENANT);
    const sku = await shop.sells('mug');
    const { id } = await shop.placed(ada, { sku }, 'RESERVED');
    const pool = new pg.Pool({ connectionString: platform.databases.payment });
    try {
      await eventually(async () => {
        const text = `SELECT FROM inbox WHERE consumer = 'payment.pay-for-goods'`;
        expect((await pool.query(text)).rowCount).toBe(1);
      }, PATIENCE);
    } finally {
      await pool.end();
    }
    expect([await shop.payments(id), (await shop.saga(id)).log]).toEqual([[], []]);
  });
});

/** Messages as an older release sends them. */
function withoutMode(broker: Broker): Broker {
  const stripped = (record: Delivery): Delivery => {
    const { choreographed: _, ...data } = JSON.parse(record.value?.toString() ?? '{}') as Record<
      string,
      unknown
    >;
    return { ...record, value: Buffer.from(JSON.stringify(data)) };
  };
  return {
    address: broker.address,
    publisher: broker.publisher,
    ensureTopics: (topics) => broker.ensureTopics(topics),
    subscribe: ({ handle, ...subscription }) =>
      broker.subscribe({ ...subscription, handle: (records) => handle(records.map(stripped)) }),
    ping: () => broker.ping(),
    close: () => broker.close(),
  };
}
