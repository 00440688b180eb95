import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from '@jest/globals';
import { LoadClient } from './client.js';
import { orderBody } from './run.js';

it('places orders over kept connections, as the fetch of the language would', async () => {
  const asked: unknown[] = [];
  const connections = new Set();
  const server = createServer((request, response) => {
    let sent = '';
    request.on('data', (chunk: Buffer) => (sent += chunk.toString()));
    request.on('end', () => {
      const { method, url, headers } = request;
      asked.push([method, url, headers.authorization, headers['idempotency-key'], JSON.parse(sent)]);
      connections.add(request.socket);
      const [status, body] = asked.length === 1 ? [202, { id: 'o-1' }] : [422, { code: 'UNKNOWN_SKU' }];
      response.writeHead(status as number, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new LoadClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'secret', 1);
  const answers = [await client.place(orderBody(0), 'key-0'), await client.place(orderBody(1), 'key-1')];
  client.close();
  await new Promise((resolve) => server.close(resolve));
  expect(answers.map(({ data, error, response }) => [response.status, data ?? error])).toEqual([
    [202, { id: 'o-1' }],
    [422, { code: 'UNKNOWN_SKU' }],
  ]);
  expect(asked).toEqual([0, 1].map((n) => ['POST', '/v1/orders', 'Bearer secret', `key-${n}`, orderBody(n)]));
  expect(connections.size).toBe(1);
});
