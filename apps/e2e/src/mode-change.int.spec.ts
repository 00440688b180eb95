import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { FulfilmentMode } from '@waybill/contracts';
import type { Broker, Delivery } from '@waybill/messaging';
import { eventually } from '@waybill/testing';
import pg from 'pg';
import { auditedClean } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Customer, PATIENCE, Shop, customerOf } from './shop.js';

const TENANT = 'main-street';
const CLIENTS = 2;
/** The order service begins in orchestrated mode. */
const MODES: readonly FulfilmentMode[] =
  process.env['WAYBILL_PROOFS'] === 'full' ? ['choreographed', 'hybrid', 'orchestrated'] : ['choreographed'];

describe('the setting of the mode, changed instance by instance under load', () => {
  const since = new Date();
  let platform: OneProcess;
  let shop: Shop;

  beforeAll(async () => {
    platform = await startOneProcess();
    shop = new Shop(platform, TENANT);
  });
  afterAll(() => platform?.stop());

  /** Customers place one order after the other until the change is done. Every third order is cancelled. */
  async function ordersDuring(sku: string, change: () => Promise<void>): Promise<[Customer, string][]> {
    const placed: [Customer, string][] = [];
    let isOpen = true;
    const buy = async (): Promise<void> => {
      const ada = customerOf(TENANT);
      while (isOpen) {
        const { status, body } = await shop.place(ada, { sku, headers: { prefer: 'wait=1' } });
        expect([201, 202]).toContain(status);
        placed.push([ada, body.id]);
        if (placed.length % 3 === 0) await shop.cancel(ada, body.id);
      }
    };
    const clients = Array.from({ length: CLIENTS }, buy);
    await change().finally(() => (isOpen = false));
    await Promise.all(clients);
    return placed;
  }

  it('leaves no order stuck or driven twice: all end in the mode in which they were placed', async () => {
    const sku = await shop.sells('mug', { pieces: 100_000 });
    const placed = await ordersDuring(sku, async () => {
      for (const mode of MODES)
        for (const service of ['payment', 'order', 'shipping', 'inventory'] as const)
          await platform.replace(service, { FULFILMENT: mode });
    });
    const ended = await eventually(async () => {
      const orders = await Promise.all(placed.map(([ada, id]) => shop.order(ada, id)));
      const open = orders.filter(({ body }) => !['DELIVERED', 'CANCELLED', 'REJECTED'].includes(body.status));
      const [stuck] = open;
      if (stuck) {
        const saga = await shop.saga(stuck.body.id);
        throw new Error(
          `${open.length} orders go on, such as ${JSON.stringify({ order: stuck.body, saga })}`,
        );
      }
      return orders.map(({ body }) => body);
    }, PATIENCE);
    const modes = new Set<unknown>();
    for (const { id } of ended) modes.add((await shop.saga(id)).state['mode']);
    expect(modes).toEqual(new Set(['orchestrated', ...MODES]));
    const charges = await Promise.all(ended.map(({ id }) => shop.charges(id)));
    for (const [index, { status, total }] of ended.entries()) {
      const kept = charges[index]!.reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
      expect(kept).toBe(status === 'DELIVERED' ? total.amount : 0);
    }
    await auditedClean({ ...platform, since });
  });
});

describe('a choreographed order whose other services have another setting', () => {
  const order = { FULFILMENT: 'choreographed' };
  let platform: OneProcess;
  afterEach(() => platform?.stop());

  it('is confirmed, because every message contains the mode of the order', async () => {
    platform = await startOneProcess({ environments: { order } });
    const shop = new Shop(platform, TENANT);
    const sku = await shop.sells('mug');
    const { id } = await shop.placed(customerOf(TENANT), { sku }, 'CONFIRMED');
    expect((await shop.saga(id)).log).toEqual([]);
  });

  it('is stuck if services decide by their own setting, as for messages without a mode', async () => {
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

/** Removes the mode from messages, as an older release sends them. */
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
