import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventoryReceived } from '@waybill/contracts';
import { uuids } from '@waybill/platform';
import { eventually, queryOn, testMessage } from '@waybill/testing';
import { type AuditedPlatform, auditOf, auditedClean, named } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Order, PATIENCE, Shop, customerOf } from './shop.js';

type Service = keyof OneProcess['databases'];
const since = new Date();
let platform: OneProcess;
let audited: AuditedPlatform;
let sku: string;
let delivered: Order;
let refused: Order;
let parcel: string;

beforeAll(async () => {
  platform = await startOneProcess();
  audited = { ...platform, since };
  const shop = new Shop(platform, 'audited');
  const customer = customerOf('audited');
  sku = await shop.sells('lamp', { pieces: 5 });
  delivered = await shop.placed(customer, { sku }, 'DELIVERED');
  parcel = delivered.shipments[0]!.id;
  const declined = { sku, paymentMethod: 'pm_card_chargeDeclined' };
  refused = await shop.placed(customer, declined, 'REJECTED');
  await auditedClean(audited);
});
afterAll(() => platform?.stop());

/** SQL that falsifies a row of a service's database, SQL that restores it, and the finding of the audit in between. */
type Lie = readonly [service: Service, lie: string, truth: string, names: string];

const update = (service: Service, table: string, lie: string, truth: string, names: string): Lie => {
  const key = { stock: 'sku', shipments: 'order_id', payments: 'order_id' }[table] ?? 'id';
  const of = table === 'stock' ? sku : delivered.id;
  const set = (change: string) => `UPDATE ${table} SET ${change} WHERE ${key} = '${of}'`;
  return [service, set(lie), set(truth), names];
};

function run<Row extends object>(service: Service, sql: string): Promise<Row[]> {
  return queryOn<Row>(platform.databases[service], sql);
}

/** Repeats the audit, because an effect may just be due and is then a finding too. */
function finds(...expected: readonly string[]): Promise<void> {
  return eventually(async () => expect(named((await auditOf(audited)).findings)).toEqual(expected), PATIENCE);
}

async function names([service, lie, truth, culprit]: Lie): Promise<void> {
  await run(service, lie);
  await finds(culprit).finally(() => run(service, truth));
}

describe('the audit of an idle platform', () => {
  it('checks all records and finds nothing', async () => {
    const { records } = await auditedClean(audited);
    expect(records).toMatchObject({ stock: 1, parcel: 1, return: 0, order: 2, view: 4 });
    expect(records.message).toBeGreaterThan(20);
  });

  it('stock: reports the SKU with a unit without a movement', () =>
    names(
      update('inventory', 'stock', 'on_hand = on_hand + 1', 'on_hand = on_hand - 1', `stock audited/${sku}`),
    ));

  it('reserved: reports the SKU with a reserved unit without a reservation', () =>
    names(
      update(
        'inventory',
        'stock',
        'reserved = reserved + 1',
        'reserved = reserved - 1',
        `reserved audited/${sku}`,
      ),
    ));

  it('shipped: reports the shipment with other units than were taken from stock', () => {
    const lines = (quantity: number) => `lines = '[{"sku": "${sku}", "quantity": ${quantity}}]'`;
    return names(update('shipping', 'shipments', lines(2), lines(1), `shipped ${parcel}`));
  });

  it('restocked: reports the return that no order has', () =>
    names([
      'inventory',
      `INSERT INTO stock_movements VALUES ('audited', '${sku}', 'restocked', 'a-return', 'main', 1, now()),
         ('audited', '${sku}', 'adjusted', 'a-lie', 'main', -1, now())`,
      `DELETE FROM stock_movements WHERE reference IN ('a-return', 'a-lie')`,
      'restocked a-return',
    ]));

  it('held: reports the rejected order with a booked shipment', () =>
    names([
      'shipping',
      `INSERT INTO shipments (order_id, tenant, correlation_id, shipment_id, status, lines, booking_id, created_at, updated_at)
       VALUES ('${refused.id}', 'audited', 'c', 'a-parcel', 'booked', '[]', 'b-1', now(), now())`,
      `DELETE FROM shipments WHERE shipment_id = 'a-parcel'`,
      `held ${refused.id}`,
    ]));

  it('authorized: reports the payment that captured more than was requested', () => {
    const by = (sign: string) => `to_capture = to_capture ${sign} 1`;
    return names(update('payment', 'payments', by('-'), by('+'), `authorized ${delivered.id}`));
  });

  it('owed: reports the order that was paid with less than its total', () => {
    const columns = ['amount', 'to_capture', 'captured'];
    const by = (sign: string) => columns.map((column) => `${column} = ${column} ${sign} 1`).join(', ');
    return names(update('payment', 'payments', by('-'), by('+'), `owed ${delivered.id}`));
  });

  it('refunds: reports the order with a refund that its payment does not include', () =>
    names([
      'payment',
      `INSERT INTO refunds (refund_id, order_id, tenant, amount, currency, reason, status, created_at, updated_at)
       VALUES ('r-1', '${delivered.id}', 'audited', 100, 'EUR', 'a lie', 'refunded', now(), now())`,
      `DELETE FROM refunds WHERE refund_id = 'r-1'`,
      `refunds ${delivered.id}`,
    ]));

  it('ending: reports the order that is behind its delivery', () =>
    names(
      update('shipping', 'shipments', `status = 'shipped'`, `status = 'delivered'`, `ending ${delivered.id}`),
    ));

  it('deadline: reports the order whose saga has no reply', () =>
    names(
      update(
        'order',
        'sagas',
        `status = 'running', deadline = now() - interval '1 hour', wake_at = now() + interval '1 day'`,
        `status = 'ended', deadline = NULL, wake_at = NULL`,
        `deadline ${delivered.id}`,
      ),
    ));

  it('published: reports the sent message that is in no topic', () => {
    const id = uuids.next();
    const lie = `INSERT INTO outbox_sent VALUES (current_date, '${id}', 'order.events', 'k', 0, 100000)`;
    return names(['order', lie, `DELETE FROM outbox_sent WHERE id = '${id}'`, `published ${id}`]);
  });

  it('effect: reports the message without a claim of its consumer', async () => {
    const consumer = 'shipping.book-shipment';
    const claims = `SELECT message_id AS id FROM inbox WHERE consumer = '${consumer}'`;
    const [claim] = await run<{ id: string }>('shipping', claims);
    const renamed = (name: string) =>
      `UPDATE inbox SET consumer = '${name}' WHERE message_id = '${claim!.id}'`;
    await names(['shipping', renamed('elsewhere'), renamed(consumer), `effect ${claim!.id}`]);
  });

  it('view: reports the view with a row that differs from its events', () =>
    names(update('order', 'order_summaries', `currency = 'USD'`, `currency = 'EUR'`, 'view order-summary')));

  it('stuck: reports the parked key', () =>
    names([
      'order',
      `INSERT INTO parked_keys VALUES ('order.fulfilment', 'inventory.events', 'an-order', 1, 1, now())`,
      `DELETE FROM parked_keys`,
      'stuck an-order',
    ]));

  // Last, because the message stays in the topic.
  it('origin: reports the message that is in a topic and was in no outbox', async () => {
    const id = uuids.next();
    const { topic, type } = inventoryReceived;
    const row = testMessage({
      topic,
      key: 'nobody',
      id,
      type,
      source: '/inventory',
      tenant: 'audited',
      body: '{"sku":"nothing","quantity":1,"reference":"","onHand":1}',
    });
    await platform.broker.publisher.publish([row], 1_000);
    await finds(`origin ${id}`);
  });
});
