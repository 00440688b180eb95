import type { FastifyInstance } from 'fastify';

/**
 * Each response that is sent while the service stops closes its connection, also the response to a request that came before. A connection
 * left open would hold up the end of the server for as long as a client may keep it idle, which is more than a minute.
 */
export function closeConnectionsWhen(stopping: () => boolean, fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping()) void reply.header('connection', 'close');
    done();
  });
}
