import { once } from 'node:events';
import { type AddressInfo, type Server, createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { FetchConnections } from './fetch-connections.js';

let server: Server;
beforeAll(async () => {
  server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

it('closes the connections of its consumer, and those that kafkajs opens after the consumer has left', async () => {
  const connections = new FetchConnections();
  const { port } = server.address() as AddressInfo;
  const open = () =>
    connections.open({ host: '127.0.0.1', port, ssl: undefined, onConnect: () => {} } as never);
  const early = open();
  await once(early, 'connect');
  connections.end();
  connections.close();
  const late = open();
  expect([early.destroyed, late.destroyed]).toEqual([true, true]);
});
