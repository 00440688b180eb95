import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

let order: OneService;
beforeAll(async () => {
  order = await startOneService(orderApp);
  // The same rows as the handler writes.
  await order.database.query(
    `INSERT INTO reward_points (order_id, tenant, customer_id, paid, points)
     VALUES ('1', 'default', 'ada', 4245, 42), ('2', 'default', 'ada', 999, 9), ('3', 'default', 'ben', 100, 1),
       ('4', 'other', 'ada', 100, 1)`,
  );
});
afterAll(() => order?.stop());

it.each([
  { sub: 'ada', points: { points: 51, orders: 2 } },
  { sub: 'ben', points: { points: 1, orders: 1 } },
  { sub: 'cleo', points: { points: 0, orders: 0 } },
])('the points of $sub are those of their own orders', async ({ sub, points }) => {
  const api = await order.api({ sub });
  expect(await api.get('/v1/customers/me/reward-points')).toEqual(points);
});
