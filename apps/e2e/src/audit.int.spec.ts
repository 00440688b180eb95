import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { inventoryReceived } from '@waybill/contracts';
import { uuids } from '@waybill/platform';
import pg from 'pg';
import { type AuditedPlatform, auditOf, auditedClean, named } from './audit.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Order, Shop, customerOf } from './shop.js';

jest.setTimeout(180_000);

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
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

/** Tells the lie in a service's database, looks, and takes it back. */
async function told(service: Service, lie: string, truth: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: platform.databases[service] });
  await client.connect();
  try {
    await client.query(lie);
    return named((await auditOf(audited)).findings);
  } finally {
    await client.query(truth).finally(() => client.end());
  }
}

describe('the audit of a platform at rest', () => {
  it('reads every book and finds nothing', async () => {
    const { books, findings } = await auditOf(audited);
    expect(findings).toEqual([]);
    expect(books).toMatchObject({ stock: 1, parcel: 1, order: 2, view: 4 });
    expect(books.message).toBeGreaterThan(20);
  });

  const update =
    (table: string, change: string, back: string, where: () => string) => async (service: Service) =>
      told(
        service,
        `UPDATE ${table} SET ${change} WHERE ${where()}`,
        `UPDATE ${table} SET ${back} WHERE ${where()}`,
      );
  const ofSku = () => `sku = '${sku}'`;
  const ofOrder = () => `order_id = '${delivered.id}'`;

  it('stock: names the SKU with a piece that nobody brought', async () => {
    const lie = update('stock', 'on_hand = on_hand + 1', 'on_hand = on_hand - 1', ofSku);
    expect(await lie('inventory')).toEqual([`stock audited/${sku}`]);
  });

  it('reserved: names the SKU with a piece that is reserved for nobody', async () => {
    const lie = update('stock', 'reserved = reserved + 1', 'reserved = reserved - 1', ofSku);
    expect(await lie('inventory')).toEqual([`reserved audited/${sku}`]);
  });

  it('shipped: names the parcel that left with other goods than the stock let go', async () => {
    const lines = (quantity: number) => `lines = '[{"sku": "${sku}", "quantity": ${quantity}}]'`;
    const lie = update('shipments', lines(2), lines(1), ofOrder);
    expect(await lie('shipping')).toEqual([`shipped ${parcel}`]);
  });

  it('held: names the rejected order whose parcel is on the books', async () => {
    const row = `'${refused.id}', 'audited', 'c', 'a-parcel', 'booked', '[]', 'b-1', now(), now()`;
    expect(
      await told(
        'shipping',
        `INSERT INTO shipments (order_id, tenant, correlation_id, shipment_id, status, lines, booking_id, created_at, updated_at)
         VALUES (${row})`,
        `DELETE FROM shipments WHERE shipment_id = 'a-parcel'`,
      ),
    ).toEqual([`held ${refused.id}`]);
  });

  it('authorized: names the payment that was asked for less than it took', async () => {
    const lie = update('payments', 'to_capture = to_capture - 1', 'to_capture = to_capture + 1', ofOrder);
    expect(await lie('payment')).toEqual([`authorized ${delivered.id}`]);
  });

  it('owed: names the order that was paid for with less than it costs', async () => {
    const by = (sign: string) =>
      ['amount', 'to_capture', 'captured'].map((column) => `${column} = ${column} ${sign} 1`).join(', ');
    expect(await update('payments', by('-'), by('+'), ofOrder)('payment')).toEqual([`owed ${delivered.id}`]);
  });

  it('refunds: names the order with a refund that its payment knows nothing of', async () => {
    const row = `'r-1', '${delivered.id}', 'audited', 100, 'EUR', 'a lie', 'refunded', now(), now()`;
    expect(
      await told(
        'payment',
        `INSERT INTO refunds (refund_id, order_id, tenant, amount, currency, reason, status, created_at, updated_at)
         VALUES (${row})`,
        `DELETE FROM refunds WHERE refund_id = 'r-1'`,
      ),
    ).toEqual([`refunds ${delivered.id}`]);
  });

  it('ending: names the order that has not heard of its delivery', async () => {
    const lie = update('shipments', `status = 'shipped'`, `status = 'delivered'`, ofOrder);
    expect(await lie('shipping')).toEqual([`ending ${delivered.id}`]);
  });

  it('deadline: names the order whose saga is answered by nobody', async () => {
    const lie = update(
      'sagas',
      `status = 'running', deadline = now() - interval '1 hour', wake_at = now() + interval '1 day'`,
      `status = 'ended', deadline = NULL, wake_at = NULL`,
      () => `id = '${delivered.id}'`,
    );
    expect(await lie('order')).toEqual([`deadline ${delivered.id}`]);
  });

  it('published: names the message that the outbox sent and no topic has', async () => {
    const id = uuids.next();
    expect(
      await told(
        'order',
        `INSERT INTO outbox_sent VALUES (current_date, '${id}', 'order.events', 'k', 0, 100000)`,
        `DELETE FROM outbox_sent WHERE id = '${id}'`,
      ),
    ).toEqual([`published ${id}`]);
  });

  it('effect: names the message that a consumer has not claimed', async () => {
    const client = new pg.Client({ connectionString: platform.databases.shipping });
    await client.connect();
    const { rows } = await client.query<{ message_id: string }>(
      `SELECT message_id FROM inbox WHERE consumer = 'shipping.book-shipment'`,
    );
    await client.end();
    const { message_id: id } = rows[0]!;
    expect(
      await told(
        'shipping',
        `UPDATE inbox SET consumer = 'elsewhere' WHERE message_id = '${id}'`,
        `UPDATE inbox SET consumer = 'shipping.book-shipment' WHERE message_id = '${id}'`,
      ),
    ).toEqual([`effect ${id}`]);
  });

  it('view: names the view with a row that is not what its events say', async () => {
    const lie = update(
      'order_summaries',
      `currency = 'USD'`,
      `currency = 'EUR'`,
      () => `id = '${delivered.id}'`,
    );
    expect(await lie('order')).toEqual(['view order-summary']);
  });

  it('stuck: names the key that is parked', async () => {
    expect(
      await told(
        'order',
        `INSERT INTO parked_keys VALUES ('order.fulfilment', 'inventory.events', 'an-order', 1, 1, now())`,
        `DELETE FROM parked_keys`,
      ),
    ).toEqual(['stuck an-order']);
  });

  // Last: what is in a topic stays there.
  it('origin: names the message that is in a topic and was in no outbox', async () => {
    const id = uuids.next();
    const names = { topic: inventoryReceived.topic, key: 'nobody', id, type: inventoryReceived.type };
    const row = {
      ...{ position: 0, shard: 0, ...names, version: 1, source: '/inventory', time: new Date() },
      ...{ correlationId: id, causationId: id, userId: null, tenant: 'audited', traceparent: TRACE },
      ...{
        aggregateType: null,
        aggregateVersion: null,
        body: '{"sku":"nothing","quantity":1,"reference":"","onHand":1}',
      },
    };
    await platform.broker.publisher.publish([row], 1_000);
    const { findings } = await auditOf(audited);
    expect(named(findings)).toEqual([`origin ${id}`]);
  });
});
