/** The `error` object of a response, as Stripe words it. */
export interface StripeErrorBody {
  type: 'invalid_request_error' | 'card_error' | 'idempotency_error' | 'api_error';
  message: string;
  code?: string;
  param?: string;
  [detail: string]: unknown;
}

/**
 * An error as Stripe words it. `decided`: the request was processed, so its response is stored for the idempotency key. A malformed request
 * may be corrected and sent again with the same key.
 */
export class StripeError extends Error {
  constructor(
    readonly status: number,
    readonly body: StripeErrorBody,
    readonly decided: 'decided' | 'undecided',
  ) {
    super(body.message);
  }
}

export function badParameter(message: string, param: string, code?: string): StripeError {
  const body = { type: 'invalid_request_error' as const, message, param, ...(code && { code }) };
  return new StripeError(400, body, 'undecided');
}

export function unknownParameter(name: string): StripeError {
  return badParameter(`Received unknown parameter: ${name}`, name, 'parameter_unknown');
}

/** 404 for a missing object in the URL, 400 for one in a parameter. */
export function noSuch(kind: string, id: string, param: string): StripeError {
  const message = `No such ${kind}: '${id}'`;
  const status = param === 'intent' || param === 'id' ? 404 : 400;
  return new StripeError(
    status,
    { type: 'invalid_request_error', code: 'resource_missing', message, param },
    'undecided',
  );
}

export function unexpectedState(message: string, intent: unknown): StripeError {
  const code = 'payment_intent_unexpected_state';
  return new StripeError(
    400,
    { type: 'invalid_request_error', code, message, payment_intent: intent },
    'decided',
  );
}

export function refused(message: string, details: { code?: string; param?: string } = {}): StripeError {
  return new StripeError(400, { type: 'invalid_request_error', message, ...details }, 'decided');
}

export function cardError(body: Omit<StripeErrorBody, 'type'> & { message: string }): StripeError {
  return new StripeError(402, { ...body, type: 'card_error' }, 'decided');
}

export function apiError(message: string): StripeError {
  return new StripeError(500, { type: 'api_error', message }, 'undecided');
}

export function missingKey(): StripeError {
  const message =
    'You did not provide an API key. Provide it in the Authorization header, using Bearer auth.';
  return new StripeError(401, { type: 'invalid_request_error', message }, 'undecided');
}

export function invalidKey(key: string): StripeError {
  const message = `Invalid API Key provided: ${key.slice(0, 8)}****${key.slice(-4)}`;
  return new StripeError(401, { type: 'invalid_request_error', message }, 'undecided');
}
