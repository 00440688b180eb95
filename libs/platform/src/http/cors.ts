import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
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
/** How long a browser keeps the answer to a preflight; Chromium keeps none for longer. */
const MAX_AGE_SECONDS = 7_200;

/**
 * Lets pages of these origins call the API (the CORS protocol of the Fetch standard). Preflights are answered before anything else, so they
 * need no token and count for no limit. Error responses have the headers too: otherwise a page sees a network error instead of a 401.
 * There are no credentials in the sense of the standard: tokens come in a header that the page sets.
 */
export function allowOrigins(
  nest: NestFastifyApplication,
  origins: readonly string[] | undefined,
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
  nest.enableCors({
    delegator: (request, callback) => {
      const origin = management.isOnly(request as FastifyRequest) ? false : options.origin;
      callback(null, { ...options, origin, preflight: isPreflight(request as FastifyRequest) });
    },
  });
}

/** Any other OPTIONS request is answered like other methods that a path does not have. */
function isPreflight({ headers }: FastifyRequest): boolean {
  return headers.origin !== undefined && headers['access-control-request-method'] !== undefined;
}
