import type { FastifyInstance } from 'fastify';

/**
 * Closes the connection after each response that is sent while the service stops. An idle connection would delay the end of the
 * server until its keep-alive timeout, which is more than a minute.
 */
export function closeConnectionsWhen(stopping: () => boolean, fastify: FastifyInstance): void {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (stopping()) void reply.header('connection', 'close');
    done();
  });
}
