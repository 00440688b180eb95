import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Api, type OneService, eventually, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

interface Order {
  readonly id: string;
  readonly status: string;
}

let order: OneService;
let ada: Api;
beforeAll(async () => {
  order = await startOneService(orderApp);
  ada = await order.api();
  const admin = await order.api({ sub: 'boss', admin: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1_250, currency: 'EUR' } });
});
afterAll(() => order?.stop());

it('a wait that cannot read the order returns it as it was placed', async () => {
  const body = {
    lines: [{ sku: 'MUG', quantity: 1 }],
    shippingAddress: {
      name: 'Ada',
      line1: '1 Main St',
      city: 'London',
      postalCode: 'SW1Y 4JH',
      country: 'GB',
    },
    paymentMethod: 'pm_card_visa',
  };
  const headers = { 'idempotency-key': 'key-1', prefer: 'wait=2' };
  const answer = ada.call<Order>('POST', '/v1/orders', { body, headers });
  await eventually(async () => {
    const { rowCount } = await order.database.query('SELECT FROM order_summaries');
    if (rowCount === 0) throw new Error('not placed');
  });
  const holder = await order.database.connect();
  await holder.query('BEGIN; LOCK TABLE order_summaries IN ACCESS EXCLUSIVE MODE');
  const { status, body: placed } = await answer;
  await holder.query('COMMIT');
  holder.release();
  expect(status).toBe(202);
  expect(placed).toEqual(await ada.get<Order>(`/v1/orders/${placed.id}`));
});
