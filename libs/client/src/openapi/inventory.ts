// Made from the OpenAPI documents by `npm run contracts`.

import type * as shared from './shared.js';

export interface paths extends shared.paths {
  '/v1/stock': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists stock by SKU
     * @description Quantities are totals of all warehouses; `warehouses` has the quantities of each.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['listStock'];
  };
  '/v1/stock/{sku}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns the stock of a SKU
     * @description Quantities are totals of all warehouses; `warehouses` has the quantities of each.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['getStock'];
    /**
     * Sets the low-stock threshold and backorders of a SKU
     * @description Fields that are left out keep their value.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    put: operations['setStockRules'];
  };
  '/v1/stock/{sku}/receipts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Records received units
     * @description Adds the units to a warehouse. A `reference` is received once: repeating it with the same quantity changes nothing.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['receiveStock'];
  };
  '/v1/stock/{sku}/adjustments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Adjusts stock after a count
     * @description Adds `delta` units, or removes them if it is negative. Reserved units cannot be removed.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['adjustStock'];
  };
}
export interface components {
  schemas: shared.components['schemas'] & {
    StockPage: {
      items: components['schemas']['Stock'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
    Stock: {
      sku: string;
      onHand: number;
      reserved: number;
      available: number;
      warehouses: {
        warehouse: string;
        onHand: number;
        reserved: number;
        available: number;
      }[];
      /** @description Stock is low at this many available units or fewer */
      lowStockThreshold: number | null;
      /** @description Whether orders may wait for missing units */
      backorder: boolean;
      /** @description Number of orders that wait for missing units */
      waiting: number;
    };
    StockRules: {
      /** @description `inventory.low-stock` is published when the available units fall to this number; `null` disables it */
      lowStockThreshold?: number | null;
      /** @description Whether orders wait for missing units instead of being rejected */
      backorder?: boolean;
    };
    Receipt: {
      quantity: number;
      /** @description Units with the same reference are received once */
      reference: string & string;
      /** @description Defaults to `main` */
      warehouse?: string;
    };
    Adjustment: {
      delta: number;
      reason: string & string;
      /** @description Defaults to `main` */
      warehouse?: string;
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, RECEIPT_DIFFERS */
    IdempotencyKeyInUseOrReceiptDiffers: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'RECEIPT_DIFFERS';
        };
      };
    };
    /** @description Unprocessable Entity: IDEMPOTENCY_KEY_REUSED, STOCK_TOO_LARGE */
    IdempotencyKeyReusedOrStockTooLarge: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_REUSED' | 'STOCK_TOO_LARGE';
        };
      };
    };
    /** @description Unprocessable Entity: IDEMPOTENCY_KEY_REUSED, STOCK_RESERVED, STOCK_TOO_LARGE */
    IdempotencyKeyReusedOrStockReservedOrStockTooLarge: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_REUSED' | 'STOCK_RESERVED' | 'STOCK_TOO_LARGE';
        };
      };
    };
  };
  parameters: shared.components['parameters'] & {};
  headers: shared.components['headers'] & {};
}
export interface operations extends shared.operations {
  listStock: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        /** @description Sort order; `-` before a field stands for descending */
        sort?: 'sku' | '-sku';
        /** @description Only SKUs that start with this text */
        skuPrefix?: string;
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
          'application/json': components['schemas']['StockPage'];
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
  getStock: {
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
        sku: string;
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
          'application/json': components['schemas']['Stock'];
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
      /** @description Bad Request: BAD_TEXT, IF_MATCH_INVALID, UNKNOWN_PARAMETER, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_TEXT' | 'IF_MATCH_INVALID' | 'UNKNOWN_PARAMETER' | 'VALIDATION_FAILED';
          };
        };
      };
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
  setStockRules: {
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
        sku: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['StockRules'];
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
          'application/json': components['schemas']['Stock'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, SKU_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'SKU_INVALID'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
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
  receiveStock: {
    parameters: {
      query?: never;
      header: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key': string;
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        sku: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Receipt'];
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
          'application/json': components['schemas']['Stock'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, SKU_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'PRECONDITION_UNSUPPORTED'
              | 'SKU_INVALID'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      409: components['responses']['IdempotencyKeyInUseOrReceiptDiffers'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReusedOrStockTooLarge'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  adjustStock: {
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
        sku: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['Adjustment'];
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
          'application/json': components['schemas']['Stock'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, SKU_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'SKU_INVALID'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      409: components['responses']['IdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReusedOrStockReservedOrStockTooLarge'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
}
