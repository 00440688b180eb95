import { expect, it } from '@jest/globals';
import { drippingServer } from '@waybill/testing';
import { HttpCarrier } from './http-carrier.js';

it.each([
  ['head', 'HTTP/1.1 200 OK\r\nx-drip:'],
  ['body', 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"id":"1",'],
])('a call ends at its timeout while the %s of the response still arrives', async (_, head) => {
  const server = await drippingServer(head);
  const carrier = new HttpCarrier(`http://127.0.0.1:${server.port}`, undefined, 300);
  await expect(carrier.track('1')).rejects.toThrow('timeout');
  await server.closed;
  await server.stop();
});

it('a call ends when the response has more than a mebibyte', async () => {
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n${' '.repeat(1_024 * 1_024)}`;
  const server = await drippingServer(head);
  const carrier = new HttpCarrier(`http://127.0.0.1:${server.port}`, undefined, 60_000);
  await expect(carrier.track('1')).rejects.toThrow('the response is larger than 1048576 bytes');
  await server.closed;
  await server.stop();
});
