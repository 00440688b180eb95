import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ManagementPort } from './management-port.js';

/** Response headers that pages may read, besides those that the Fetch standard always shows. */
export const EXPOSED = [
  'Allow',
  'ETag',
  'Idempotent-Replayed',
  'Link',
  'Location',
  'Preference-Applied',
  'Retry-After',
  'WWW-Authenticate',
  'X-Correlation-Id',
];
/** Request headers that pages may send. `*` would not cover `Authorization`. */
export const ALLOWED = [
  'Authorization',
  'Content-Encoding',
  'Content-Type',
  'Idempotency-Key',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
  'Prefer',
  'traceparent',
  'tracestate',
  'X-Correlation-Id',
];
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];
/** Those whose pages may call the API; undefined: none. */
export type Origins = readonly string[] | undefined;
/** How long a browser keeps the answer to a preflight; Chromium keeps none for longer. */
const MAX_AGE_SECONDS = 7_200;

/**
 * Lets pages of these origins call the API (the CORS protocol of the Fetch standard). Preflights are answered before anything else, so they
 * need no token and count for no limit. Error responses have the headers too: otherwise a page sees a network error instead of a 401.
 * There are no credentials in the sense of the standard: tokens come in a header that the page sets.
 */
export function allowOrigins(
  nest: NestFastifyApplication,
  fastify: FastifyInstance,
  origins: Origins,
  management: ManagementPort,
): void {
  if (origins === undefined) return;
  const options = {
    origin: [...origins],
    methods: METHODS,
    allowedHeaders: ALLOWED,
    exposedHeaders: EXPOSED,
    maxAge: MAX_AGE_SECONDS,
  };
  // Nest sets its error handler behind the plugin's route for OPTIONS, which keeps the one of its time.
  fastify.addHook('onRoute', (route) => {
    if (route.url === '*')
      route.errorHandler = (error, request, reply) => void fastify.errorHandler(error, request, reply);
  });
  nest.enableCors({
    delegator: (request, callback) => {
      const origin = management.isOnly(request as FastifyRequest) ? false : options.origin;
      callback(null, { ...options, origin, preflight: isPreflight(request as FastifyRequest) });
    },
  });
}

/**
 * CORS headers of refusals of requests that could not be parsed, so that their origin is not known. They repeat nothing of the request, and
 * no page learns more than that it was malformed.
 */
export function openTo(origins: Origins): object {
  if (origins === undefined) return {};
  return { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED.join(', ') };
}

/** Any other OPTIONS request is answered like other methods that a path does not have. */
function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
