import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { messageTypes } from '@waybill/contracts';
import { instantOf } from '@waybill/kernel';
import { type Consumption, type Delivery, KafkaBroker, messageOf } from '@waybill/messaging';
import type { OutboxMessage, Position, ReplicationRelay } from '@waybill/outbox';
import {
  type ServiceDatabase,
  eventually,
  kafkaBrokers,
  serviceDatabase,
  uniqueName,
} from '@waybill/testing';
import { orderApp } from '../../../apps/order/src/order.app.js';
import { productsRelay } from './products-relay.js';

/** The order service's own database, and its relays: one into Kafka, one that only remembers. */
describe('catalog events from the rows of the order service', () => {
  const tenant = uniqueName('shop');
  const broker = new KafkaBroker({ brokers: kafkaBrokers(), clientId: 'products-cdc' });
  const heard: Delivery[] = [];
  const remembered: OutboxMessage[] = [];
  const errors: unknown[] = [];
  const relays: ReplicationRelay[] = [];
  let consumption: Consumption | undefined;
  let service: ServiceDatabase;
  const run = (sql: string) => service.pool.query(sql.replaceAll('$tenant', `'${tenant}'`));

  beforeAll(async () => {
    service = await serviceDatabase('products', orderApp.migrations);
    // Statement by statement, as psql runs it: a slot is not made in a transaction that has written.
    for (const sql of readFileSync(new URL('../setup.sql', import.meta.url), 'utf8').split(';\n'))
      await service.pool.query(sql);
    const other = `${new URL(service.url).pathname.slice(1)}_other`;
    await service.pool.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [other]);
    await broker.ensureTopics([{ name: 'catalog.events', partitions: 6, retentionMs: 3_600_000 }]);
    consumption = await broker.subscribe({
      group: uniqueName('catalog'),
      topics: ['catalog.events'],
      handle: (records) =>
        Promise.resolve(void heard.push(...records.filter(({ headers }) => headers['ce_tenant'] === tenant))),
    });
    const memory = {
      publish(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
        remembered.push(...rows);
        return Promise.resolve([]);
      },
    };
    const onError = (error: unknown) => void errors.push(error);
    relays.push(productsRelay(service.url, broker.publisher, onError));
    relays.push(productsRelay(service.url, memory, onError, other));
    for (const relay of relays) relay.start();
  });
  afterAll(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await consumption?.stop();
    await broker.close();
    await service?.drop();
  });

  const record = (type: string, data: object) => {
    const { headers } = heard.find(({ headers }) => headers['ce_type'] === type)!;
    const id = headers['ce_id']!;
    return {
      key: 'MUG',
      value: JSON.stringify(data),
      headers: {
        'content-type': 'application/json',
        ce_specversion: '1.0',
        ce_id: id,
        ce_type: type,
        ce_source: '/products',
        ce_subject: 'MUG',
        ce_time: instantOf(id)!.toISOString(),
        ce_dataschema: `/schemas/${type}/1`,
        ce_eventversion: '1',
        ce_tenant: tenant,
        ce_correlationid: id,
        ce_causationid: id,
        traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/),
      },
    };
  };

  it('an insert, an update and a delete are three events on the topic', async () => {
    await run(
      `INSERT INTO products (tenant, sku, name, price, currency, active, updated_at)
       VALUES ($tenant, 'MUG', 'Mug, white', 900, 'EUR', true, now())`,
    );
    await run(`UPDATE products SET price = 1100 WHERE tenant = $tenant`);
    await run(`DELETE FROM products WHERE tenant = $tenant`);
    await eventually(() => expect(heard).toHaveLength(3));
    expect(heard.map(({ key, value, headers }) => ({ key, value: String(value), headers }))).toEqual([
      record('catalog.product-listed', {
        sku: 'MUG',
        name: 'Mug, white',
        price: { amount: 900, currency: 'EUR' },
      }),
      record('catalog.price-changed', {
        sku: 'MUG',
        price: { amount: 1100, currency: 'EUR' },
        previous: { amount: 900, currency: 'EUR' },
      }),
      record('catalog.product-retired', { sku: 'MUG' }),
    ]);
    const parsed = heard.map((delivery) => messageOf(delivery, messageTypes));
    expect(new Set(parsed.map(({ id }) => id)).size).toBe(3);
    expect(errors).toEqual([]);
  });

  it('one act on several rows is several events, and what changes no price is none', async () => {
    heard.length = 0;
    await run(
      `INSERT INTO products (tenant, sku, name, price, currency, active, updated_at)
       SELECT $tenant, 'CUP-' || n, 'Cup', 100 * n, 'EUR', n < 3, now() FROM generate_series(1, 3) n`,
    );
    await run(`UPDATE products SET price = price / 2 WHERE tenant = $tenant`);
    await run(`UPDATE products SET name = 'Beaker' WHERE tenant = $tenant`);
    await run(`UPDATE products SET active = NOT active WHERE tenant = $tenant`);
    const told = () => heard.map(({ key, headers }) => `${headers['ce_type']} ${key}`).sort();
    await eventually(() =>
      expect(told()).toEqual([
        'catalog.price-changed CUP-1',
        'catalog.price-changed CUP-2',
        'catalog.product-listed CUP-1',
        'catalog.product-listed CUP-2',
        'catalog.product-listed CUP-3',
        'catalog.product-retired CUP-1',
        'catalog.product-retired CUP-2',
      ]),
    );
  });

  it('has the same id each time it is told, so that a claim knows it', async () => {
    const ids = () => new Set(remembered.map(({ id }) => id));
    await eventually(() => expect(ids().size).toBe(10));
    await eventually(() => expect(new Set(heard.map(({ headers }) => headers['ce_id'])).size).toBe(7));
    expect(heard.filter(({ headers }) => !ids().has(headers['ce_id']!))).toEqual([]);
  });

  it('says what to do when the WAL has no whole rows, and goes no further', async () => {
    const before = remembered.length;
    await run(`ALTER TABLE products REPLICA IDENTITY DEFAULT`);
    await run(`DELETE FROM products WHERE tenant = $tenant AND sku = 'CUP-3'`);
    await eventually(() =>
      expect(errors).toContainEqual(
        new Error(
          'the WAL has only the keys of changed products: ALTER TABLE products REPLICA IDENTITY FULL',
        ),
      ),
    );
    expect(remembered).toHaveLength(before);
  });
});
