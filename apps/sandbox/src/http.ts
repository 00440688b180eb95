import fastify, { type FastifyInstance } from 'fastify';

/** A bare server. It drops open connections when it closes, because a held answer must not hold up the stop. */
export function newServer(): FastifyInstance {
  const server = fastify({ forceCloseConnections: true });
  server.get('/health/live', () => ({ status: 'ok' }));
  return server;
}

/** The port that the server got; differs from the one asked for when that was 0. */
export async function listen(server: FastifyInstance, host: string, port: number): Promise<number> {
  const address = await server.listen({ host, port });
  return Number(new URL(address).port);
}
