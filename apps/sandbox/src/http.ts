import fastify, { type FastifyInstance } from 'fastify';

/** An HTTP server that closes open connections when it stops, so that held responses do not delay the stop. */
export function newServer(): FastifyInstance {
  const server = fastify({ forceCloseConnections: true });
  server.get('/health/live', () => ({ status: 'ok' }));
  return server;
}

/** The actual port; differs from the requested one if that was 0. */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<number> {
  const address = await server.listen({ host, port });
  return Number(new URL(address).port);
}
