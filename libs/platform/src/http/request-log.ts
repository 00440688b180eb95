import type { Metrics } from '@waybill/observability';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { type Request, traceRequest } from './request-context.js';

/** Traces, measures and logs requests: who called (subject, tenant, address), what, and the error code of a refusal. */
export class RequestLog {
  constructor(
    private readonly logger: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Call it before other hooks are added, so that what they refuse is traced and logged. */
  register(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      traceRequest(request, reply);
      done();
    });
    fastify.addHook('onResponse', (request, reply, done) => {
      this.write(request, reply);
      done();
    });
  }

  write(request: FastifyRequest, reply: FastifyReply): void {
    const route = request.routeOptions.url ?? 'none';
    const { method, originalUrl: url, ip } = request;
    const { traced, principal, refusal } = request as Partial<Request>;
    const { subject, tenant } = principal ?? {};
    const status = reply.statusCode;
    const ms = reply.elapsedTime;
    this.metrics.requests.observe({ method, route, status }, ms / 1_000);
    if (route.startsWith('/health') || route === '/metrics') return;
    const caller = { ip, subject, tenant, code: refusal?.code, reason: refusal?.reason };
    this.logger.info({ method, url, status, ms: Math.round(ms), ...traced, ...caller }, 'request');
  }

  /** A request that Node's parser refuses: nothing of it is known. */
  writeUnparsed(status: number, code: string, correlationId: string, ip: string | undefined): void {
    this.metrics.requests.observe({ method: 'none', route: 'none', status }, 0);
    this.logger.info({ status, code, correlationId, ip }, 'request');
  }
}
