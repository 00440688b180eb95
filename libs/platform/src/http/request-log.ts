import type { Metrics } from '@waybill/observability';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { type Request, traceRequest } from './request-context.js';

/** Traces, measures and logs requests: who called (subject, tenant, address), what, and the error code of a refusal. */
export function logRequests(fastify: FastifyInstance, logger: Logger, metrics: Metrics): void {
  fastify.addHook('onRequest', (request, reply, done) => {
    traceRequest(request, reply);
    done();
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { method, url, ip } = request;
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    metrics.requests.observe({ method, route, status }, ms / 1_000);
    const { traced, principal, refusal } = request as Partial<Request>;
    if (!route.startsWith('/health') && route !== '/metrics') {
      const { subject, tenant } = principal ?? {};
      const caller = { ip, subject, tenant, code: refusal?.code, reason: refusal?.reason };
      logger.info({ method, url, status, ms: Math.round(ms), ...traced, ...caller }, 'request');
    }
    done();
  });
}
