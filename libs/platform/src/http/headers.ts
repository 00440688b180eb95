import type { FastifyInstance } from 'fastify';
import type { Request } from './request-context.js';
import { addVary } from './vary.js';

/** Of every response. */
const PROTECTED = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };
/** Of every error. */
export const ERROR_HEADERS = { ...PROTECTED, 'cache-control': 'no-store' };

/**
 * Sends the headers that protect responses, from the declaration of the route: browsers take no response for another type, and no page
 * tells another site its URL. A response with an ETag may be kept by the client, which has to ask before it uses it again. Any other
 * response of a route that needs a token or a signature is not stored, because it can contain personal data or a secret; nor is an error.
 */
export function protectResponses(fastify: FastifyInstance): void {
  // Not only in onSend, which a stream of events does not reach. What Nest refuses before this hook reaches only onSend.
  fastify.addHook('onRequest', (_, reply, done) => {
    void reply.headers(PROTECTED);
    done();
  });
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const { access } = request as Request;
    // Also where the route says how long its responses are valid.
    if (reply.statusCode >= 400) void reply.headers(ERROR_HEADERS);
    else if (reply.hasHeader('cache-control')) return done(null, payload);
    else if (reply.hasHeader('etag')) {
      void reply.header('cache-control', 'private, no-cache');
      // A shared cache that ignores `private` still keeps the responses of two callers apart.
      addVary(reply, 'Authorization');
    }
    // Without access: the pages of /docs.
    else if (access && access.audience !== 'public') void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}
