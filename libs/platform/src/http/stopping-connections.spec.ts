import { afterEach, expect, it } from '@jest/globals';
import { fastify } from 'fastify';
import { closeConnectionsWhen } from './stopping-connections.js';

const server = fastify({ forceCloseConnections: 'idle', return503OnClosing: false });
afterEach(() => server.close());

it('closes the connection of a request that was in flight when the service began to stop', async () => {
  let stopping = false;
  let respond!: (body: string) => void;
  const response = new Promise<string>((resolve) => (respond = resolve));
  const arrived = new Promise<void>((resolve) => {
    server.get('/', () => {
      resolve();
      return response;
    });
  });
  server.get('/before', () => 'served');
  closeConnectionsWhen(() => stopping, server);
  const url = await server.listen({ port: 0, host: '127.0.0.1' });

  expect((await fetch(`${url}/before`)).headers.get('connection')).toBe('keep-alive');
  const asked = fetch(url);
  await arrived;
  stopping = true;
  const closed = server.close();
  respond('served');
  expect((await asked).headers.get('connection')).toBe('close');
  await closed;
});
