// Made from the OpenAPI documents by `npm run contracts`.

import type * as shared from './shared.js';

export interface paths extends shared.paths {
  '/v1/shipments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists shipments
     * @description Customers see their own shipments. Admins see all shipments of the tenant and can filter by `customerId`. Without `sort`, the newest come first.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    get: operations['listShipments'];
  };
  '/v1/shipments/{id}/pick': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Records the pick of a shipment
     * @description `found` is the number of units that were on the shelf. Missing units are not sent, and are refunded.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['pickShipment'];
  };
  '/v1/shipments/{id}/dispatch': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Hands a shipment over to the carrier
     * @description Repeating the request returns the current status of the shipment.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['dispatchShipment'];
  };
  '/v1/shipments/{id}/deliver': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Marks a shipment as delivered
     * @description For deliveries that are confirmed by other means than the webhook of the carrier.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['deliverShipment'];
  };
  '/v1/webhooks/carrier': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Receives a webhook of the carrier
     * @description Reports that a shipment was dispatched or delivered. The carrier signs the body in `Carrier-Signature`.
     *
     *     Needs no token: the sender signs the request.
     */
    post: operations['receiveCarrierWebhook'];
  };
}
export interface components {
  schemas: shared.components['schemas'] & {
    ShipmentPage: {
      items: components['schemas']['Shipment'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
    Shipment: {
      id: string;
      orderId: string;
      customerId: string;
      warehouse: string;
      /** @enum {string} */
      status:
        | 'booking'
        | 'booked'
        | 'refused'
        | 'cancelling'
        | 'cancelled'
        | 'picked'
        | 'packed'
        | 'labelled'
        | 'dispatching'
        | 'shipped'
        | 'delivered';
      carrier?: string;
      trackingNumber?: string;
      eta?: string;
      /**
       * Format: uri
       * @description URL of the printable label at the carrier
       */
      label?: string;
      /** @description What the carrier charges */
      cost?: {
        amount: number;
        currency: string;
      };
      lines: {
        sku: string;
        quantity: number;
      }[];
      refusal?: {
        code: string;
        detail: string;
      };
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      updatedAt: string;
      /** Format: date-time */
      bookedAt?: string;
      /** Format: date-time */
      shippedAt?: string;
      /** Format: date-time */
      deliveredAt?: string;
      /** Format: date-time */
      cancelledAt?: string;
    };
    Pick: {
      lines: {
        sku: string;
        found: number;
      }[];
    };
  };
  responses: shared.components['responses'] & {
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, NOT_BOOKED, ORDER_NOT_CONFIRMED */
    IdempotencyKeyInUseOrNotBookedOrOrderNotConfirmed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'NOT_BOOKED' | 'ORDER_NOT_CONFIRMED';
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, NOT_SHIPPED */
    IdempotencyKeyInUseOrNotShipped: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'NOT_SHIPPED';
        };
      };
    };
    /** @description Unauthorized: SIGNATURE_INVALID */
    SignatureInvalid: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'SIGNATURE_INVALID';
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
  listShipments: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        /** @description Sort order; `-` before a field stands for descending */
        sort?: '-createdAt' | 'createdAt';
        status?:
          | 'booking'
          | 'booked'
          | 'refused'
          | 'cancelling'
          | 'cancelled'
          | 'picked'
          | 'packed'
          | 'labelled'
          | 'dispatching'
          | 'shipped'
          | 'delivered';
        /** @description Only shipments created at or after this time */
        from?: string;
        /** @description Only shipments created before this time */
        to?: string;
        orderId?: string;
        /** @description Admins only */
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
          'application/json': components['schemas']['ShipmentPage'];
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
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  pickShipment: {
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
        'application/json': components['schemas']['Pick'];
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
          'application/json': components['schemas']['Shipment'];
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
      409: components['responses']['IdempotencyKeyInUseOrNotBookedOrOrderNotConfirmed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: IDEMPOTENCY_KEY_REUSED, PICK_INCOMPLETE, PICK_TOO_MUCH, PICK_UNKNOWN_SKU */
      422: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_REUSED' | 'PICK_INCOMPLETE' | 'PICK_TOO_MUCH' | 'PICK_UNKNOWN_SKU';
          };
        };
      };
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  dispatchShipment: {
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
      /** @description Accepted */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Shipment'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, NOT_BOOKED, NOT_LABELLED, ORDER_NOT_CONFIRMED */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_IN_USE' | 'NOT_BOOKED' | 'NOT_LABELLED' | 'ORDER_NOT_CONFIRMED';
          };
        };
      };
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  deliverShipment: {
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
          'application/json': components['schemas']['Shipment'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrNotShipped'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  receiveCarrierWebhook: {
    parameters: {
      query?: never;
      header: {
        /** @description Signature of the raw body */
        'Carrier-Signature': string;
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path?: never;
      cookie?: never;
    };
    /** @description An event as documented by the carrier */
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
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
      401: components['responses']['SignatureInvalid'];
      404: components['responses']['NotFound'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrUnavailable'];
    };
  };
}
