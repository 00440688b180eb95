import { commonErrors, conflictErrors, defineErrors, moneyErrors, upcastErrors } from '@waybill/kernel';
import { messagingErrors } from '@waybill/messaging';
import { unitOfWorkErrors } from '@waybill/unit-of-work';

/** Refusals of the HTTP surface itself: identity, input, and a service that cannot answer. */
export const platformErrors = defineErrors({
  BAD_REQUEST: { status: 400, description: 'The request is not valid HTTP for this service.' },
  BAD_JSON: { status: 400, description: 'The body is not valid JSON.' },
  VALIDATION_FAILED: {
    status: 400,
    description: 'The input breaks the schema; `errors` says where and why.',
  },
  UNKNOWN_FIELD: { status: 400, description: 'The body has a field that the schema does not know.' },
  IDEMPOTENCY_KEY_MISSING: { status: 400, description: 'The call needs an Idempotency-Key header.' },
  IF_MATCH_INVALID: { status: 400, description: 'If-Match must be one ETag as this service answered it.' },
  CURSOR_INVALID: { status: 400, description: 'The cursor does not come from this list.' },
  TOKEN_MISSING: { status: 401, description: 'The call needs a bearer token.' },
  TOKEN_INVALID: { status: 401, description: 'The bearer token is expired, or not signed by a trusted key.' },
  FORBIDDEN: { status: 403, description: 'The call needs the role `admin`.' },
  BODY_TOO_LARGE: { status: 413, description: 'The body is larger than 1 MiB.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, description: 'The call does not take a body of this media type.' },
  INTERNAL: {
    status: 500,
    description: 'The service failed. Its log has the reason under the correlation id of the answer.',
  },
  UNAVAILABLE: {
    status: 503,
    description: 'The database does not answer, or the service is starting. Retry after a second.',
  },
});

/** The refusals that every service has, whatever its features are. */
export const serviceErrors = {
  ...commonErrors,
  ...conflictErrors,
  ...moneyErrors,
  ...upcastErrors,
  ...unitOfWorkErrors,
  ...messagingErrors,
  ...platformErrors,
};
