import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type SingleService, eventually, startService } from '@waybill/testing';
import { orderApp } from '../../order/src/order.app.js';

describe('a service with OUTBOX_RELAY=replication', () => {
  let order: SingleService;
  beforeAll(async () => {
    order = await startService(orderApp, 'order.events', { OUTBOX_RELAY: 'replication' });
    const admin = await order.api({ sub: 'boss', admin: true });
    await admin.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
  });
  afterAll(() => order?.stop());

  it('publishes all messages, leaves the outbox empty and reports the WAL size of its slot', async () => {
    const ada = await order.api({ sub: 'ada', name: 'Ada', email: 'ada@example.com' });
    const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
    const { id } = await ada.post<{ id: string }>(
      '/v1/orders',
      { lines: [{ sku: 'MUG', quantity: 1 }], shippingAddress: address, paymentMethod: 'pm_card_visa' },
      { 'idempotency-key': 'one' },
    );
    await eventually(() =>
      expect(order.heard.map(({ type, key }) => ({ type, key }))).toContainEqual({
        type: 'order.placed',
        key: id,
      }),
    );
    const { rows } = await order.pool.query(
      `SELECT (SELECT count(*)::int FROM outbox) AS outbox, (SELECT count(*)::int FROM outbox_sent) AS sent,
         (SELECT max(position) > 0 FROM (SELECT nextval(pg_get_serial_sequence('outbox', 'position')) position)) AS used`,
    );
    expect(rows).toEqual([{ outbox: 0, sent: 0, used: true }]);
    const metrics = await (await fetch(`${(await order.api()).url}/metrics`)).text();
    expect(metrics).toMatch(/waybill_outbox_slot_bytes\{service="order"\} \d+/);
  });
});
