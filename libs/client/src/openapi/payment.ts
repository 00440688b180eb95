// Made from the OpenAPI documents by `npm run contracts`.

import type * as shared from './shared.js';

export interface paths extends shared.paths {
  '/v1/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists payments
     * @description Each payment includes its refunds. `orderId` returns the payment of one order. Without `sort`, the newest come first.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['listPayments'];
  };
  '/admin/payment-alarms': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists payment alarms, newest first
     * @description An alarm is a difference with the gateway that only a person can resolve: a refused refund or a wrong amount.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['listPaymentAlarms'];
  };
  '/admin/payment-alarms/{id}/settle': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Settles a payment alarm
     * @description Records that the difference was resolved by hand; `note` says how. Settling an alarm again changes nothing.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['settlePaymentAlarm'];
  };
  '/v1/webhooks/gateway': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Receives a webhook of the payment gateway
     * @description The gateway signs the body in `Stripe-Signature`.
     *
     *     Needs no token: the sender signs the request.
     */
    post: operations['receiveGatewayWebhook'];
  };
  '/admin/reconciliations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the reconciliations of the last 31 days
     * @description Each day is compared with the gateway after it has ended.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['listReconciliations'];
    /**
     * Reconciles a period with the gateway
     * @description Compares our payments with the gateway’s now, for a period of at most 31 days. Returns each difference with advice on what to do.
     *
     *     It takes as long as the gateway needs to list the period.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['reconcilePayments'];
  };
}
export interface components {
  schemas: shared.components['schemas'] & {
    PaymentPage: {
      items: components['schemas']['Payment'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
    Payment: {
      orderId: string;
      /** @description Id of the payment at the gateway */
      paymentId: string | null;
      customerId: string | null;
      /**
       * @description A status that ends in `ing` waits for the gateway. `unknown`: the gateway did not answer; the same request is repeated until it does, and cannot charge twice
       * @enum {string}
       */
      status:
        | 'authorizing'
        | 'authorized'
        | 'declined'
        | 'capturing'
        | 'captured'
        | 'failed'
        | 'voiding'
        | 'voided'
        | 'unknown';
      /**
       * Format: date-time
       * @description When the request with the `unknown` outcome was sent
       */
      unknownSince?: string;
      method: ('card' | 'bank' | 'wallet') | null;
      amount: components['schemas']['Money'];
      captured: components['schemas']['Money'];
      refunded: components['schemas']['Money'];
      refusal: components['schemas']['Refusal'] | null;
      refunds: components['schemas']['Refund'][];
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    Money: {
      amount: number;
      currency: string;
    };
    Refusal: {
      code: string;
      detail: string;
    };
    Refund: {
      refundId: string;
      amount: components['schemas']['Money'];
      /** @description Free text */
      reason: string;
      /**
       * @description `cancellation`: the order was cancelled or rejected. `short-pick`: the warehouse found too few units. `return`: the customer sent units back. `goodwill`: a concession
       * @enum {string}
       */
      purpose: 'cancellation' | 'short-pick' | 'return' | 'goodwill';
      /** @description Id of what is refunded: the return, the shipment of a short pick, or the order */
      subject: string;
      /** @enum {string} */
      status: 'refunding' | 'refunded' | 'failed' | 'unknown';
      /**
       * Format: date-time
       * @description When the request with the `unknown` outcome was sent
       */
      unknownSince?: string;
      refusal: components['schemas']['Refusal'] | null;
      /** Format: date-time */
      updatedAt: string;
    };
    PaymentAlarmPage: {
      items: components['schemas']['PaymentAlarm'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
    PaymentAlarm: {
      id: string;
      orderId: string;
      /** @enum {string} */
      kind: 'AMOUNT_MISMATCH' | 'REFUND_REFUSED';
      detail: string;
      /** Format: date-time */
      raisedAt: string;
      /** Format: date-time */
      settledAt?: string;
      settledBy?: string;
      note?: string;
    };
    Received: {
      /** @enum {boolean} */
      received: true;
    };
    DailyReconciliations: {
      items: components['schemas']['DailyReconciliation'][];
    };
    DailyReconciliation: {
      compared: number;
      differences: components['schemas']['Difference'][];
      day: string;
      /** Format: date-time */
      begunAt: string;
      /** Format: date-time */
      finishedAt?: string;
    };
    Difference: {
      /** @enum {string} */
      kind: 'NOT_OURS' | 'CHARGED_TWICE' | 'NOT_AT_GATEWAY' | 'STATUS' | 'AMOUNT' | 'CAPTURED' | 'REFUNDED';
      orderId: string | null;
      gatewayId: string;
      ours: string;
      theirs: string;
      /** @description What an operator should do */
      advice: string;
    };
    Reconciliation: {
      compared: number;
      differences: components['schemas']['Difference'][];
    };
  };
  responses: shared.components['responses'] & {
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE */
    IdempotencyKeyInUse: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE';
        };
      };
    };
    /** @description Unprocessable Entity: IDEMPOTENCY_KEY_REUSED */
    IdempotencyKeyReused: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_REUSED';
        };
      };
    };
    /** @description Service Unavailable: DEADLINE_EXCEEDED, UNAVAILABLE */
    DeadlineExceededOrUnavailable: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'DEADLINE_EXCEEDED' | 'UNAVAILABLE';
        };
      };
    };
    /** @description Unprocessable Entity: PERIOD_INVALID */
    PeriodInvalid: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'PERIOD_INVALID';
        };
      };
    };
  };
  parameters: shared.components['parameters'] & {};
  headers: shared.components['headers'] & {};
}
export interface operations extends shared.operations {
  listPayments: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        /** @description Sort order; `-` before a field stands for descending */
        sort?: '-createdAt' | 'createdAt';
        /** @description The status before the request to the gateway, for a payment whose status is `unknown` */
        status?:
          | 'authorizing'
          | 'authorized'
          | 'declined'
          | 'capturing'
          | 'captured'
          | 'failed'
          | 'voiding'
          | 'voided';
        /** @description Only payments created at or after this time */
        from?: string;
        /** @description Only payments created before this time */
        to?: string;
        orderId?: string;
        customerId?: string;
      };
      header?: {
        /**
         * @description ETags of what the caller has, or `*` for any; 304 if one of them is current
         */
        'If-None-Match'?: string;
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path?: never;
      cookie?: never;
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Changes with the response; for `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentPage'];
        };
      };
      /** @description The caller has the current response */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Changes with the response; for `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: BAD_TEXT, CURSOR_INVALID, IF_MATCH_INVALID, PARAMETER_REPEATED, UNKNOWN_PARAMETER, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_TEXT'
              | 'CURSOR_INVALID'
              | 'IF_MATCH_INVALID'
              | 'PARAMETER_REPEATED'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  listPaymentAlarms: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        status?: 'open' | 'settled';
      };
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path?: never;
      cookie?: never;
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentAlarmPage'];
        };
      };
      /** @description Bad Request: BAD_TEXT, CURSOR_INVALID, IF_MATCH_INVALID, PARAMETER_REPEATED, UNKNOWN_PARAMETER, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_TEXT'
              | 'CURSOR_INVALID'
              | 'IF_MATCH_INVALID'
              | 'PARAMETER_REPEATED'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  settlePaymentAlarm: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          note: string & string;
        };
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentAlarm'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_ENCODING'
              | 'BAD_JSON'
              | 'BAD_TEXT'
              | 'BODY_TOO_DEEP'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'PRECONDITION_UNSUPPORTED'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  receiveGatewayWebhook: {
    parameters: {
      query?: never;
      header: {
        /** @description Signature of the raw body */
        'Stripe-Signature': string;
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path?: never;
      cookie?: never;
    };
    /** @description An event as documented by the gateway */
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Received'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED, WEBHOOK_SIGNATURE_INVALID */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_ENCODING'
              | 'BAD_JSON'
              | 'BAD_TEXT'
              | 'BODY_TOO_DEEP'
              | 'FIELD_REPEATED'
              | 'IF_MATCH_INVALID'
              | 'PRECONDITION_UNSUPPORTED'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED'
              | 'WEBHOOK_SIGNATURE_INVALID';
          };
        };
      };
      404: components['responses']['NotFound'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrUnavailable'];
    };
  };
  listReconciliations: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path?: never;
      cookie?: never;
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DailyReconciliations'];
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  reconcilePayments: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: date-time */
          from: string;
          /** Format: date-time */
          to: string;
        };
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Reconciliation'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_ENCODING'
              | 'BAD_JSON'
              | 'BAD_TEXT'
              | 'BODY_TOO_DEEP'
              | 'FIELD_REPEATED'
              | 'IF_MATCH_INVALID'
              | 'PRECONDITION_UNSUPPORTED'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['PeriodInvalid'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['IdentityProviderUnavailableOrUnavailable'];
    };
  };
}
