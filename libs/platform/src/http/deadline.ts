import { SetMetadata, applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { DomainError, type Timers } from '@waybill/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { platformErrors } from './platform.errors.js';
import { waitSecondsOf } from './prefer-wait.js';

export const NO_DEADLINE = 'waybill:no-deadline';

/** The default of REQUEST_DEADLINE_MS, because the document describes the API and not one deployment. */
export const IN_TIME =
  'Each request has a response within 15 seconds, or what `REQUEST_DEADLINE_MS` of the deployment says; `Prefer: wait` adds its seconds. If the service is not finished then, the response is 503 with the code `DEADLINE_EXCEEDED` and `Retry-After`. The exceptions say so.';

/** The route takes as long as its work. `reason` is a sentence for its description in OpenAPI. */
export const WithoutDeadline = (reason: string) =>
  applyDecorators(RouteConfig({ deadline: false }), SetMetadata(NO_DEADLINE, reason));

/**
 * Answers each request that has no response after `deadlineMs` with 503, whatever the database does. It counts from the end of the request's
 * body, and `Prefer: wait` adds its seconds. The handler is not cut off: a transaction ends by itself, and a request that is sent again with
 * its Idempotency-Key gets the result. A response that has begun, such as a stream, goes on.
 */
export function answerInTime(fastify: FastifyInstance, deadlineMs: number, timers: Timers): void {
  const cancels = new WeakMap<FastifyRequest, () => void>();
  const late = new WeakSet<FastifyRequest>();
  const begun = new WeakSet<FastifyRequest>();
  fastify.addHook('preHandler', (request, reply, done) => {
    const { deadline = true } = request.routeOptions.config as { deadline?: boolean };
    if (deadline) {
      const ms = deadlineMs + waitSecondsOf(request) * 1_000;
      const cancel = timers.after(ms, () => {
        if (reply.sent || reply.raw.headersSent) return;
        late.add(request);
        void reply.send(lateAfter(ms));
      });
      cancels.set(request, cancel);
      // A stream of events is sent without `onSend`.
      reply.raw.once('close', cancel);
    }
    done();
  });
  fastify.addHook('onSend', (request, _, payload, done) => {
    cancels.get(request)?.();
    // The handler finished when its deadline passed: the first response is sent, and the other one is dropped.
    if (late.has(request) && begun.has(request)) return;
    begun.add(request);
    done(null, payload);
  });
}

function lateAfter(ms: number): DomainError {
  const detail = `The service did not finish within ${ms / 1_000} s. A change may still take effect: repeat the request with the same Idempotency-Key.`;
  return new DomainError(platformErrors.DEADLINE_EXCEEDED, detail);
}
