import { commonErrors, conflictErrors, defineErrors, moneyErrors, upcastErrors } from '@waybill/kernel';
import { messagingErrors } from '@waybill/messaging';
import { unitOfWorkErrors } from '@waybill/unit-of-work';

/** Errors of the platform's HTTP layer: authentication, input, and an unavailable service. */
export const platformErrors = defineErrors({
  BAD_REQUEST: { status: 400, description: 'The request is not valid HTTP.' },
  BAD_JSON: { status: 400, description: 'The body is not valid JSON.' },
  BAD_ENCODING: { status: 400, description: 'The body is not valid in its Content-Encoding.' },
  BAD_TEXT: {
    status: 400,
    description:
      'The URL, the body or the message contains text that is not valid Unicode in UTF-8, or U+0000, or a value that the database cannot hold.',
  },
  BODY_TOO_DEEP: { status: 400, description: 'The body is nested more than 32 levels deep.' },
  VALIDATION_FAILED: {
    status: 400,
    description: 'The input does not match the schema. `errors` lists the fields and reasons.',
  },
  FIELD_REPEATED: {
    status: 400,
    description: 'An object in the body has the same field twice. `detail` names it.',
  },
  UNKNOWN_FIELD: { status: 400, description: 'The body has a field that the schema does not define.' },
  UNKNOWN_PARAMETER: {
    status: 400,
    description: 'The query has a parameter that the route does not take. `errors` names it.',
  },
  PARAMETER_REPEATED: {
    status: 400,
    description: 'A query parameter is given more than once. `errors` names it.',
  },
  IDEMPOTENCY_KEY_MISSING: { status: 400, description: 'The request needs an Idempotency-Key header.' },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    description: 'The Idempotency-Key is not one header of 1 to 255 visible ASCII characters.',
  },
  IF_MATCH_INVALID: {
    status: 400,
    description: 'If-Match and If-None-Match must be `*`, or ETags that this service returned.',
  },
  PRECONDITION_UNSUPPORTED: {
    status: 400,
    description: 'The request checks neither If-Match nor If-None-Match. Leave the header out.',
  },
  CURSOR_INVALID: { status: 400, description: 'The cursor was not returned by this list.' },
  TOKEN_MISSING: { status: 401, description: 'The request needs a bearer token.' },
  TOKEN_INVALID: { status: 401, description: 'The bearer token is expired, or not signed by a trusted key.' },
  FORBIDDEN: {
    status: 403,
    description: 'The token does not have the role that the route needs: `admin` or `operator`.',
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    description: 'The path has no such method. The header `Allow` lists those that it has.',
  },
  REQUEST_TIMEOUT: { status: 408, description: 'The request was not received completely in time.' },
  BODY_TOO_LARGE: {
    status: 413,
    description:
      'The body is larger than 256 KiB, or 1 MiB for an edited dead letter. Compressed bodies are measured after decompression.',
  },
  URL_TOO_LONG: {
    status: 414,
    description: 'The URL has more than 8,192 characters, or a part of its path more than 500.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    description: 'The body has a media type, a charset or a Content-Encoding that the route does not read.',
  },
  EXPECTATION_FAILED: { status: 417, description: 'The service knows only `Expect: 100-continue`.' },
  RATE_LIMITED: {
    status: 429,
    description:
      'Too many requests of the user, of the tenant, or without a valid token of the client address. Retry after the seconds in `Retry-After`.',
  },
  TOO_MANY_STREAMS: {
    status: 429,
    description: 'You have too many streams open (`STREAMS_PER_SUBJECT`). Close one, and retry.',
  },
  TOO_MANY_WAITS: {
    status: 429,
    description:
      'Too many of your requests with `Prefer: wait` are open (`WAITS_PER_SUBJECT`). Retry later, or without waiting.',
  },
  HEADERS_TOO_LARGE: { status: 431, description: 'URL and headers have more than 16 KiB.' },
  INTERNAL: {
    status: 500,
    description: 'The service failed unexpectedly. Search its log for the correlation id of the response.',
  },
  IDENTITY_PROVIDER_UNAVAILABLE: {
    status: 503,
    description: 'The token cannot be verified, because the identity provider does not answer. Retry later.',
  },
  DEADLINE_EXCEEDED: {
    status: 503,
    description:
      'The service did not finish in time (`REQUEST_DEADLINE_MS`). A change may still take effect: repeat the request with the same Idempotency-Key.',
  },
  UNAVAILABLE: {
    status: 503,
    description: 'The database is not available, or the service is starting. Retry after a second.',
  },
});

/** Error types of every service, whatever its features. */
export const serviceErrors = {
  ...commonErrors,
  ...conflictErrors,
  ...moneyErrors,
  ...upcastErrors,
  ...unitOfWorkErrors,
  ...messagingErrors,
  ...platformErrors,
};
