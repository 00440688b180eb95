import { expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { drippingServer } from '@waybill/testing';
import { RedisCounters } from './redis-counters.js';

it('a caller does not wait for a server whose response goes on for ever', async () => {
  const server = await drippingServer('+OK');
  const url = `redis://127.0.0.1:${server.port}`;
  const counters = new RedisCounters({
    url,
    prefix: 'spec:',
    timers: systemTimers,
    onError: () => undefined,
  });
  void counters.start();
  await expect(counters.increment('ada', 60_000)).rejects.toThrow();
  counters.stop();
  await server.stop();
});
