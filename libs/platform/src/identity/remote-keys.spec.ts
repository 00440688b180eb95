import { expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { drippingServer } from '@waybill/testing';
import { systemClock } from '../runtime/system-clock.js';
import { RemoteKeys, TIMEOUT_MS } from './remote-keys.js';

it('a fetch of the keys ends at its timeout while the response still arrives', async () => {
  const server = await drippingServer('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"keys":');
  const bounds: number[] = [];
  const after = (ms: number, callback: () => void) => {
    bounds.push(ms);
    return systemTimers.after(300, callback);
  };
  const keys = new RemoteKeys(`http://127.0.0.1:${server.port}/`, { clock: systemClock, timers: { after } });
  await expect(keys.refresh()).rejects.toThrow(`no response within ${TIMEOUT_MS} ms`);
  expect(bounds).toEqual([TIMEOUT_MS]);
  await server.closed;
  await server.stop();
});

it('a fetch of the keys ends when the response has more than a mebibyte', async () => {
  const server = await drippingServer(`HTTP/1.1 200 OK\r\n\r\n${' '.repeat(1_024 * 1_024)}`);
  const timers = { after: () => () => undefined };
  const keys = new RemoteKeys(`http://127.0.0.1:${server.port}/`, { clock: systemClock, timers });
  await expect(keys.refresh()).rejects.toThrow('the response is larger than 1048576 bytes');
  await server.closed;
  await server.stop();
});
