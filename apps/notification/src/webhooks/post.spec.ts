import { expect, it } from '@jest/globals';
import { drippingServer } from '@waybill/testing';
import { systemClock } from '@waybill/platform';
import { post } from './post.js';

const event = { id: 'msg_1', type: 'order.confirmed', timestamp: '2026-11-21T09:56:58.002Z', data: {} };

it('an event is refused by an endpoint whose response does not begin in time', async () => {
  const server = await drippingServer('HTTP/1.1 200 OK\r\nx-drip:');
  const endpoint = { url: `http://127.0.0.1:${server.port}/`, secret: `whsec_${'A'.repeat(32)}` };
  const told = await post(endpoint, event, { clock: systemClock, targets: 'any', withinMs: 300 });
  expect(told).toEqual({ outcome: 'refused', error: expect.stringContaining('abort') });
  await server.closed;
  await server.stop();
});
