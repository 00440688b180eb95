import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Delivery } from '@waybill/messaging';
import { eventually, uniqueName } from '@waybill/testing';
import { orderApp } from '../../../order/src/order.app.js';
import { firing } from '../alert-rules.js';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { PATIENCE, Shop, customerOf } from '../shop.js';
import { type ForeignKafka, foreignKafka } from './foreign-kafka.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const CODECS = ['snappy', 'lz4', 'zstd', 'gzip', 'uncompressed'];
const CLIENTS = FULL ? ['kafkajs', 'platformatic'] : ['kafkajs'];
const ORDERS = FULL ? 20 : 1;
const MINUTE = 60_000;
const TOPICS = orderApp.topics({ partitions: 6, retentionDays: 7 });

interface Readiness {
  readonly status: string;
  readonly dependencies: readonly {
    readonly name: string;
    readonly state: string;
    readonly lastError?: string;
  }[];
}

/** Proof 30: each codec is set on every topic, and another producer commits and aborts transactions on `order.events`. */
describe.each(CLIENTS)('a platform with %s', (client) => {
  const customer = customerOf('main-street');
  let platform: OwnPlatform;
  let shop: Shop;
  let sku: string;
  let foreign: ForeignKafka;
  let started: readonly string[];
  const seen = new Set<string>();

  beforeAll(async () => {
    platform = await startOwnPlatform({ environment: { KAFKA_CLIENT: client } });
    shop = new Shop(platform, 'main-street');
    sku = await shop.sells('mug', { pieces: 100_000 });
    foreign = await foreignKafka(platform.kafkaBrokers);
    started = await starts();
  }, 5 * MINUTE);
  afterAll(async () => {
    await foreign?.close();
    await platform?.end();
  });

  const metricsOf = async (url: string): Promise<string> => (await fetch(new URL('/metrics', url))).text();
  const services = () => Object.entries(platform.urls).filter(([name]) => platform.services.includes(name));
  const scrape = async (): Promise<string> =>
    (await Promise.all(services().map(([, url]) => metricsOf(url)))).join('\n');
  /** When each service process was started. */
  const starts = async (): Promise<string[]> => {
    const all = services().map(async ([name, url]) => {
      const [, time] = /^process_start_time_seconds\{.*\} (.+)$/m.exec(await metricsOf(url))!;
      return `${name} ${time}`;
    });
    return (await Promise.all(all)).sort();
  };
  /** What a replay of `order.events` has not had before, without where it was. */
  const recorded = async () => {
    const found: Pick<Delivery, 'key' | 'value' | 'headers'>[] = [];
    const handle = (records: readonly Delivery[]) =>
      records.forEach(({ key, value, headers }) => {
        if (!seen.has(headers['ce_id']!)) found.push({ key, value, headers });
        seen.add(headers['ce_id']!);
      });
    await platform.read({ topics: ['order.events'], handle });
    return found;
  };

  it(
    'delivers every order with every codec, whatever others commit and abort',
    async () => {
      for (const codec of CODECS) {
        await foreign.compress(TOPICS, codec);
        for (let count = 0; count < ORDERS; count++) await shop.placed(customer, { sku }, 'DELIVERED');
        const placed = (await recorded()).filter(({ headers }) => headers['ce_type'] === 'order.placed');
        expect(placed).toHaveLength(ORDERS);
        // Delivered twice, a message has no second effect; under another id it would have one.
        await foreign.transact('order.events', placed, 'commit');
        const others = placed.map(({ headers, ...message }) => ({
          ...message,
          headers: { ...headers, ce_id: uniqueName('aborted') },
        }));
        await foreign.transact('order.events', others, 'abort');
      }
      expect(await starts()).toEqual(started);
    },
    15 * MINUTE,
  );

  it(
    'has lost nothing: the audit reads all topics to their ends, and finds nothing',
    async () => {
      const { records } = await auditedClean(platform);
      expect(records.order).toBe(CODECS.length * ORDERS);
      await recorded();
      expect([...seen].filter((id) => id.startsWith('aborted'))).toEqual([]);
    },
    5 * MINUTE,
  );

  it(
    'tells of a partition whose records cannot be decoded, and goes on with the others',
    async () => {
      const before = await scrape();
      await foreign.compress(TOPICS, 'producer');
      await foreign.sendTooLarge('order.events', 0);
      await eventually(async () => {
        expect(firing([before, await scrape()])).toContain('WaybillPartitionStopped');
        const ready = await fetch(new URL('/health/ready', platform.urls.notification));
        const { status, dependencies } = (await ready.json()) as Readiness;
        const { state, lastError } = dependencies.find(({ name }) => name === 'consumer')!;
        expect([ready.status, status, state]).toEqual([200, 'degraded', 'down']);
        expect(lastError).toMatch(
          /^partitions are stopped, because their records cannot be decoded: order\.events\/0 at offset \d+ \(decompressed they would be larger than 64 MiB\)$/,
        );
      }, PATIENCE);
      // Of six orders, most have other partitions.
      const placed = await Promise.all(Array.from({ length: 6 }, () => shop.place(customer, { sku })));
      await eventually(async () => {
        const orders = await Promise.all(placed.map(({ body }) => shop.order(customer, body.id)));
        expect(orders.map(({ body }) => body.status)).toContain('DELIVERED');
      }, PATIENCE);
      expect(await starts()).toEqual(started);
    },
    5 * MINUTE,
  );
});
