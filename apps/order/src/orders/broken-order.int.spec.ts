import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

let order: OneService;
let ada: Api;

beforeAll(async () => {
  order = await startOneService(orderApp);
  ada = await order.api();
  const admin = await order.api({ sub: 'boss', admin: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
});

afterAll(() => order?.stop());

let keys = 0;
async function place(): Promise<string> {
  const shippingAddress = { name: 'Ada', line1: '1', city: 'London', postalCode: 'SW1', country: 'GB' };
  const body = { lines: [{ sku: 'MUG', quantity: 1 }], shippingAddress, paymentMethod: 'pm_card_visa' };
  return (await ada.post<{ id: string }>('/v1/orders', body, { 'idempotency-key': `key-${++keys}` })).id;
}

describe('an order whose stored events are broken', () => {
  // Another head makes the service reload the order instead of using its cached state.
  const head = `UPDATE streams SET head = 'another' WHERE id = $1`;

  it.each([
    { how: 'no event is there', sql: 'DELETE FROM events WHERE stream_id = $1', code: 'STREAM_EMPTY' },
    {
      how: 'the first is not its placement',
      sql: `UPDATE events SET id = 'another', type = 'order.confirmed', data = '{"paymentId": "p-1"}' WHERE stream_id = $1`,
      code: 'STREAM_NOT_BEGUN',
    },
    {
      how: 'a version is missing',
      sql: 'UPDATE events SET version = 2 WHERE stream_id = $1',
      code: 'STREAM_GAP',
    },
  ])('is not acted upon when $how: $code', async ({ sql, code }) => {
    const id = await place();
    for (const statement of [sql, head])
      expect((await order.database.query(statement, [id])).rowCount).toBe(1);
    const { status, body } = await ada.call<object>('POST', `/v1/orders/${id}/cancel`, {
      body: { reason: 'late' },
    });
    expect({ ...body, status }).toMatchObject({ status: 500, code });
    const { rows } = await order.database.query('SELECT status, version FROM order_summaries WHERE id = $1', [
      id,
    ]);
    expect(rows).toEqual([{ status: 'PENDING', version: 1 }]);
  });
});
