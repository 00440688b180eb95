// Made from the OpenAPI documents by `npm run contracts`.

import type * as shared from './shared.js';

export interface paths extends shared.paths {
  '/v1/notifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists mails to customers
     * @description `status` shows whether the mail server has accepted the mail. Without `sort`, the newest come first.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['listNotifications'];
  };
  '/v1/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists webhooks, oldest first
     * @description `GET /v1/webhooks/{id}` returns one webhook with its last deliveries.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['listWebhooks'];
    /**
     * Creates a webhook
     * @description Sends the chosen order events to the URL of a partner, signed as Standard Webhooks specify. The response contains the signing secret, which is not shown again: a repeated request with the same `Idempotency-Key` returns the first response with the secret masked.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['createWebhook'];
  };
  '/v1/webhooks/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns a webhook with its last 20 deliveries
     * @description The newest delivery comes first.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['getWebhook'];
    /**
     * Deletes a webhook
     * @description Waiting deliveries are dropped.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    delete: operations['deleteWebhook'];
  };
  '/v1/webhooks/{id}/enable': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Enables a disabled webhook
     * @description Deliveries start with the next event. Events that occurred while it was disabled are not sent; read the orders instead.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['enableWebhook'];
  };
  '/v1/mail-choices/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Shows the page on which the owner of a mail address confirms or stops mails
     * @description The token is in the mails to an address that is not verified.
     *
     *     Needs no token: the sender signs the request.
     */
    get: operations['showChoices'];
  };
  '/v1/mail-choices/{token}/confirm': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Confirms a mail address
     * @description From now on, its mails are like those to a verified address.
     *
     *     Needs no token: the sender signs the request.
     */
    post: operations['confirmAddress'];
  };
  '/v1/mail-choices/{token}/stop': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Stops mails to an address that is not verified
     * @description Mail clients call it with one click (RFC 8058).
     *
     *     Needs no token: the sender signs the request.
     */
    post: operations['stopMails'];
  };
}
export interface components {
  schemas: shared.components['schemas'] & {
    NotificationPage: {
      items: components['schemas']['Notification'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
    Notification: {
      id: string;
      orderId?: string;
      customerId: string;
      /** @description Type of the message that caused the mail */
      template: string;
      /** @description `null` after the customer was erased */
      recipient: string | null;
      subject: string;
      /** @enum {string} */
      status: 'queued' | 'sent' | 'failed';
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      sentAt?: string;
      error?: string;
    };
    WebhookRequest: {
      url: string & string;
      types: (
        | 'order.cancellation-refused'
        | 'order.cancellation-requested'
        | 'order.cancelled'
        | 'order.confirmed'
        | 'order.delivered'
        | 'order.lines-changed'
        | 'order.placed'
        | 'order.refunded'
        | 'order.rejected'
        | 'order.return-completed'
        | 'order.return-requested'
        | 'order.shipped'
        | 'order.shipping-address-changed'
        | 'order.shorted'
      )[];
    };
    NewWebhook: {
      id: string;
      url: string;
      types: string[];
      /** @enum {string} */
      status: 'enabled' | 'disabled';
      /** @description Why the webhook is disabled */
      reason?: string;
      /** Format: date-time */
      createdAt: string;
      /** @description Signs the deliveries. Not shown again: masked in the response to a repeated request */
      secret: string;
    };
    Webhooks: {
      items: components['schemas']['Webhook'][];
    };
    Webhook: {
      id: string;
      url: string;
      types: string[];
      /** @enum {string} */
      status: 'enabled' | 'disabled';
      /** @description Why the webhook is disabled */
      reason?: string;
      /** Format: date-time */
      createdAt: string;
    };
    WebhookWithDeliveries: {
      id: string;
      url: string;
      types: string[];
      /** @enum {string} */
      status: 'enabled' | 'disabled';
      /** @description Why the webhook is disabled */
      reason?: string;
      /** Format: date-time */
      createdAt: string;
      deliveries: {
        /** @description The `webhook-id` header of the delivery, which is the id of the message */
        id: string;
        orderId: string;
        type: string;
        /** @enum {string} */
        status: 'waiting' | 'delivered' | 'dropped';
        attempts: number;
        answer?: number;
        error?: string;
        /** Format: date-time */
        createdAt: string;
        /** Format: date-time */
        updatedAt: string;
      }[];
    };
  };
  responses: shared.components['responses'] & {
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, TOO_MANY_WEBHOOKS */
    IdempotencyKeyInUseOrTooManyWebhooks: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'TOO_MANY_WEBHOOKS';
        };
      };
    };
    /** @description Unprocessable Entity: IDEMPOTENCY_KEY_REUSED, WEBHOOK_URL_REFUSED */
    IdempotencyKeyReusedOrWebhookUrlRefused: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_REUSED' | 'WEBHOOK_URL_REFUSED';
        };
      };
    };
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
  };
  parameters: shared.components['parameters'] & {};
  headers: shared.components['headers'] & {};
}
export interface operations extends shared.operations {
  listNotifications: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        /** @description Sort order; `-` before a field stands for descending */
        sort?: '-createdAt' | 'createdAt';
        status?: 'queued' | 'sent' | 'failed';
        /** @description Only mails created at or after this time */
        from?: string;
        /** @description Only mails created before this time */
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
          'application/json': components['schemas']['NotificationPage'];
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
  listWebhooks: {
    parameters: {
      query?: never;
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
          'application/json': components['schemas']['Webhooks'];
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
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  createWebhook: {
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
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookRequest'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewWebhook'];
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
      409: components['responses']['IdempotencyKeyInUseOrTooManyWebhooks'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReusedOrWebhookUrlRefused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  getWebhook: {
    parameters: {
      query?: never;
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
      path: {
        id: string;
      };
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
          'application/json': components['schemas']['WebhookWithDeliveries'];
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
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  deleteWebhook: {
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
    responses: {
      /** @description No Content */
      204: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER */
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
              | 'UNKNOWN_PARAMETER';
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
  enableWebhook: {
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
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER */
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
              | 'UNKNOWN_PARAMETER';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrTooManyWebhooks'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  showChoices: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        token: string;
      };
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
          'text/html': string;
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      404: components['responses']['NotFound'];
      414: components['responses']['UrlTooLong'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrUnavailable'];
    };
  };
  confirmAddress: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        token: string;
      };
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
          'text/html': string;
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER */
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
              | 'UNKNOWN_PARAMETER';
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
  stopMails: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        token: string;
      };
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
          'text/html': string;
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER */
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
              | 'UNKNOWN_PARAMETER';
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
}
