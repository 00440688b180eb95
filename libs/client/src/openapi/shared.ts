// Made from the OpenAPI documents by `npm run contracts`.

export interface paths {
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Liveness probe
     * @description Returns 503 if the process should be restarted. Does not check dependencies.
     *
     *     Needs no token.
     */
    get: operations['getLiveness'];
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Readiness probe
     * @description Returns 503 if the service cannot serve requests or is stopping. A database that does not return 16 KB within 5 s counts as down. Lists each dependency with its state, since when, and its last error; with `MANAGEMENT_PORT`, only that port does.
     *
     *     Needs no token.
     */
    get: operations['getReadiness'];
  };
  '/admin/outbox': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns the state of the outbox
     * @description Shows how many messages wait to be published, the age of the oldest, and the keys whose message the broker refuses.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['getOutbox'];
  };
  '/admin/outbox/parked/{key}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Retries a parked key of the outbox
     * @description The relay publishes the messages of the key again within a second.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['retryOutboxKey'];
  };
  '/admin/dead-letters': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists dead letters, newest first
     * @description A dead letter is a message that a consumer could not handle.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['listDeadLetters'];
  };
  '/admin/dead-letters/fingerprints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Groups dead letters by cause
     * @description Dead letters with the same cause have the same fingerprint. Returns the number of each, with its first and last occurrence.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['groupDeadLetters'];
  };
  '/admin/parked-keys': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists parked keys, oldest first
     * @description While a dead letter parks its key, later messages of the key wait, so that they are handled in order.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['listParkedKeys'];
  };
  '/admin/dead-letters/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns a dead letter
     * @description Includes its headers, value and error, and a log of what operators did with it. The id contains slashes: URL-encode it.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['getDeadLetter'];
    /**
     * Replaces the value and headers of an open dead letter
     * @description The original value and headers are kept. The id, type, tenant and key of the message cannot be changed.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    put: operations['editDeadLetter'];
  };
  '/admin/dead-letters/{id}/discard': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Discards a dead letter
     * @description Closes it without handling the message. The reason is kept in its log.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['discardDeadLetter'];
  };
  '/admin/dead-letters/redrive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Redrives all matching dead letters
     * @description Hands the messages to their consumers again, oldest first and at a limited rate. One call redrives up to 500; continue with `nextCursor`. With `dryRun`, each handler runs in a transaction that is rolled back, and the response shows what it would write and publish.
     *
     *     It takes as long as the handlers of the messages do.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['redriveDeadLetters'];
  };
  '/admin/dead-letters/{id}/redrive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Redrives a dead letter
     * @description Hands the message to the consumer that failed, and then the messages of its key that wait for it. With `dryRun`, the handler runs in a transaction that is rolled back, and the response shows what it would write and publish.
     *
     *     It takes as long as the handlers of the messages do.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['redriveDeadLetter'];
  };
  '/schemas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the message types with their versions
     * @description `schema` is the path of the JSON Schema. Versions older than the current one are marked `deprecated`.
     *
     *     Needs no token.
     */
    get: operations['listSchemas'];
  };
  '/schemas/{type}/{version}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns the JSON Schema of a message version
     * @description JSON Schema draft 2020-12 of the data of the message. With `If-None-Match`, returns 304 if it has not changed.
     *
     *     Needs no token.
     */
    get: operations['getSchema'];
  };
  '/admin/trail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the acts of admins and operators, newest first
     * @description Each act was recorded in its own transaction, and the service cannot change or delete the record. Operators see all acts; admins see those of admins of their tenant. Each service has a trail of its own.
     *
     *     Needs the role `admin` or `operator`: for operators, the data of all tenants; for admins, that of the caller’s tenant.
     */
    get: operations['listTrail'];
  };
}
export interface components {
  schemas: {
    Liveness: {
      /** @enum {string} */
      status: 'up' | 'down';
    };
    Readiness: {
      /** @enum {string} */
      status: 'up' | 'degraded' | 'down' | 'stopping';
      /** @description Only at the management port, if there is one */
      dependencies?: {
        name: string;
        /** @enum {string} */
        state: 'starting' | 'up' | 'down';
        /** Format: date-time */
        since: string;
        /** @description Whether the service cannot serve requests without it */
        required: boolean;
        address: string;
        /** @description What the last failed check said, also when it is up again */
        lastError?: string;
        /**
         * Format: date-time
         * @description When that check failed
         */
        lastErrorAt?: string;
      }[];
    };
    Outbox: {
      pending: number;
      oldestSeconds: number | null;
      parked: {
        key: string;
        messageId: string;
        type: string;
        topic: string;
        tries: number;
        error: string;
        /** Format: date-time */
        parkedAt: string;
        /** Format: date-time */
        retryAt: string;
      }[];
    };
    DeadLetterPage: {
      items: components['schemas']['DeadLetter'][];
      nextCursor: string | null;
    };
    DeadLetter: {
      /** @description Contains slashes: URL-encode it in paths */
      id: string;
      consumer: string;
      /** @description `null` if the record is not a valid message */
      messageId: string | null;
      type: string | null;
      topic: string;
      partition: number;
      offset: number;
      key: string;
      attempts: number;
      /** @enum {string} */
      status: 'open' | 'redriven' | 'discarded';
      /** @description Position among the messages of its parked key */
      place: number | null;
      redrives: number;
      /** @description Equal for dead letters with the same cause */
      fingerprint: string;
      edited: boolean;
      errorCode: string;
      errorMessage: string;
      /** Format: date-time */
      firstAt: string;
      /** Format: date-time */
      lastAt: string;
    };
    DeadLetterGroups: {
      items: {
        fingerprint: string;
        consumer: string;
        type: string | null;
        errorCode: string;
        count: number;
        open: number;
        /** Format: date-time */
        firstAt: string;
        /** Format: date-time */
        lastAt: string;
        errorMessage: string;
      }[];
    };
    ParkedKeys: {
      items: {
        consumer: string;
        topic: string;
        key: string;
        waiting: number;
        /** Format: date-time */
        since: string;
      }[];
    };
    DeadLetterDetails: {
      /** @description Contains slashes: URL-encode it in paths */
      id: string;
      consumer: string;
      /** @description `null` if the record is not a valid message */
      messageId: string | null;
      type: string | null;
      topic: string;
      partition: number;
      offset: number;
      key: string;
      attempts: number;
      /** @enum {string} */
      status: 'open' | 'redriven' | 'discarded';
      /** @description Position among the messages of its parked key */
      place: number | null;
      redrives: number;
      /** @description Equal for dead letters with the same cause */
      fingerprint: string;
      edited: boolean;
      errorCode: string;
      errorMessage: string;
      /** Format: date-time */
      firstAt: string;
      /** Format: date-time */
      lastAt: string;
      headers: {
        [key: string]: string;
      };
      value: string | null;
      /** @description Set if the dead letter was edited: the headers as received */
      originalHeaders: {
        [key: string]: string;
      } | null;
      originalValue: string | null;
      errorStack: string;
      log: {
        /** Format: date-time */
        at: string;
        actor: string;
        /** @description Tenant of the actor’s token; `null` in entries of earlier releases */
        tenant: string | null;
        /** @enum {string} */
        action: 'edited' | 'redriven' | 'redrive failed' | 'discarded';
        detail: string | null;
      }[];
    };
    Redrive: {
      items: {
        id: string;
        /** @enum {string} */
        outcome: 'redriven' | 'closed before' | 'failed' | 'rehearsed';
        errorCode?: string;
        errorMessage?: string;
        /** @description With `dryRun`: what the handler would write and publish */
        planned?: components['schemas']['Planned'];
      }[];
      nextCursor: string | null;
    };
    Planned: {
      tables: {
        table: string;
        inserts: {
          [key: string]: unknown;
        }[];
        updates: {
          [key: string]: unknown;
        }[];
        removals: {
          [key: string]: unknown;
        }[];
      }[];
      messages: {
        topic: string;
        key: string;
        type: string;
        data: unknown;
      }[];
      effects: {
        kind: string;
        key: string;
        payload: unknown;
        /** Format: date-time */
        dueAt: string;
      }[];
    };
    MessageSchemas: {
      items: {
        type: string;
        version: number;
        topic: string;
        /** @description Path of the JSON Schema */
        schema: string;
        /** @description Whether a newer version exists */
        deprecated: boolean;
      }[];
    };
    TrailPage: {
      items: components['schemas']['TrailEntry'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
    TrailEntry: {
      id: string;
      /** Format: date-time */
      at: string;
      /** @description Who acted: the `sub` of the token */
      subject: string;
      /** @description The `tenant` of the token */
      tenant: string;
      /** @enum {string} */
      role: 'admin' | 'operator';
      /** @description IP address of the client */
      address: string;
      /** @description Operation id of the route, or the command */
      operation: string;
      /** @description Id of what was changed */
      target: string | null;
      /** @description Id of the customer whose data was changed */
      owner: string | null;
      /** @description The changed values before; personal data only as ids */
      before: {
        [key: string]: unknown;
      } | null;
      /** @description The changed values after; personal data only as ids */
      after: {
        [key: string]: unknown;
      } | null;
      reason: string | null;
      correlationId: string;
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @description Path of the request */
      instance: string;
      /** @description Stable error code for programs */
      code: string;
      correlationId: string;
      /** @description For invalid input: which fields (as JSON Pointers) and why */
      errors?: {
        pointer: string;
        code: string;
        detail: string;
      }[];
    };
  };
  responses: {
    /** @description Unauthorized: TOKEN_INVALID, TOKEN_MISSING */
    TokenInvalidOrTokenMissing: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'TOKEN_INVALID' | 'TOKEN_MISSING';
        };
      };
    };
    /** @description Payload Too Large: BODY_TOO_LARGE */
    BodyTooLarge: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'BODY_TOO_LARGE';
        };
      };
    };
    /** @description URI Too Long: URL_TOO_LONG */
    UrlTooLong: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'URL_TOO_LONG';
        };
      };
    };
    /** @description Unsupported Media Type: UNSUPPORTED_MEDIA_TYPE */
    UnsupportedMediaType: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'UNSUPPORTED_MEDIA_TYPE';
        };
      };
    };
    /** @description Internal Server Error: INTERNAL */
    Internal: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'INTERNAL';
        };
      };
    };
    /** @description Service Unavailable: DEADLINE_EXCEEDED, IDENTITY_PROVIDER_UNAVAILABLE, UNAVAILABLE */
    DeadlineExceededOrIdentityProviderUnavailableOrUnavailable: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'DEADLINE_EXCEEDED' | 'IDENTITY_PROVIDER_UNAVAILABLE' | 'UNAVAILABLE';
        };
      };
    };
    /** @description Precondition Failed: PRECONDITION_FAILED */
    PreconditionFailed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'PRECONDITION_FAILED';
        };
      };
    };
    /** @description Too Many Requests: RATE_LIMITED */
    RateLimited: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'RATE_LIMITED';
        };
      };
    };
    /** @description Not Found: NOT_FOUND */
    NotFound: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'NOT_FOUND';
        };
      };
    };
    /** @description Bad Request: BAD_TEXT, IF_MATCH_INVALID, UNKNOWN_PARAMETER */
    BadTextOrIfMatchInvalidOrUnknownParameter: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'BAD_TEXT' | 'IF_MATCH_INVALID' | 'UNKNOWN_PARAMETER';
        };
      };
    };
    /** @description Forbidden: FORBIDDEN */
    Forbidden: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'FORBIDDEN';
        };
      };
    };
    /** @description Service Unavailable: IDENTITY_PROVIDER_UNAVAILABLE, UNAVAILABLE */
    IdentityProviderUnavailableOrUnavailable: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDENTITY_PROVIDER_UNAVAILABLE' | 'UNAVAILABLE';
        };
      };
    };
    /** @description Conflict: DEAD_LETTER_CLOSED */
    DeadLetterClosed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'DEAD_LETTER_CLOSED';
        };
      };
    };
    /** @description Unprocessable Entity: MESSAGE_HEADER_FIXED, MESSAGE_ID_FIXED */
    MessageHeaderFixedOrMessageIdFixed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'MESSAGE_HEADER_FIXED' | 'MESSAGE_ID_FIXED';
        };
      };
    };
    /** @description Conflict: DEAD_LETTER_REDRIVEN */
    DeadLetterRedriven: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'DEAD_LETTER_REDRIVEN';
        };
      };
    };
    /** @description Conflict: DEAD_LETTER_DISCARDED, KEY_PARKED */
    DeadLetterDiscardedOrKeyParked: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'DEAD_LETTER_DISCARDED' | 'KEY_PARKED';
        };
      };
    };
  };
  parameters: {
    /** @description Identifies the request in logs, messages and the response. Generated if absent */
    CorrelationId: string;
    /** @description W3C Trace Context. A new trace starts if absent */
    Traceparent: string;
  };
  headers: {
    /** @description Identifies the request in logs and messages */
    CorrelationId: string;
  };
}
export interface operations {
  getLiveness: {
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
          'application/json': components['schemas']['Liveness'];
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      414: components['responses']['UrlTooLong'];
      500: components['responses']['Internal'];
      /** @description The process should be restarted */
      503: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Liveness'];
        };
      };
    };
  };
  getReadiness: {
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
          'application/json': components['schemas']['Readiness'];
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      414: components['responses']['UrlTooLong'];
      500: components['responses']['Internal'];
      /** @description The service cannot serve requests */
      503: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
    };
  };
  getOutbox: {
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
          'application/json': components['schemas']['Outbox'];
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
  retryOutboxKey: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        key: string;
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
        content?: never;
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
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  listDeadLetters: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        status?: 'open' | 'redriven' | 'discarded';
        type?: string;
        consumer?: string;
        errorCode?: string;
        fingerprint?: string;
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
          'application/json': components['schemas']['DeadLetterPage'];
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
  groupDeadLetters: {
    parameters: {
      query?: {
        status?: 'open' | 'redriven' | 'discarded';
        type?: string;
        consumer?: string;
        errorCode?: string;
        fingerprint?: string;
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
          'application/json': components['schemas']['DeadLetterGroups'];
        };
      };
      /** @description Bad Request: BAD_TEXT, IF_MATCH_INVALID, PARAMETER_REPEATED, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
  listParkedKeys: {
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
          'application/json': components['schemas']['ParkedKeys'];
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
  getDeadLetter: {
    parameters: {
      query?: never;
      header?: {
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
          'application/json': components['schemas']['DeadLetterDetails'];
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  editDeadLetter: {
    parameters: {
      query?: never;
      header?: {
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
          value: string;
          headers?: {
            [key: string]: string;
          };
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
          'application/json': components['schemas']['DeadLetterDetails'];
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
      404: components['responses']['NotFound'];
      409: components['responses']['DeadLetterClosed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['MessageHeaderFixedOrMessageIdFixed'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  discardDeadLetter: {
    parameters: {
      query?: never;
      header?: {
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
          reason: string & string;
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
          'application/json': components['schemas']['DeadLetterDetails'];
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
      404: components['responses']['NotFound'];
      409: components['responses']['DeadLetterRedriven'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  redriveDeadLetters: {
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
          filter: {
            /** @enum {string} */
            status?: 'open';
            type?: string;
            consumer?: string;
            errorCode?: string;
            fingerprint?: string;
          };
          /** @default false */
          dryRun?: boolean;
          /** @description Continues a list: the `nextCursor` of its page before */
          cursor?: string;
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
          'application/json': components['schemas']['Redrive'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, CURSOR_INVALID, FIELD_REPEATED, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'CURSOR_INVALID'
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
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['IdentityProviderUnavailableOrUnavailable'];
    };
  };
  redriveDeadLetter: {
    parameters: {
      query?: never;
      header?: {
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
          /** @default false */
          dryRun?: boolean;
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
          'application/json': components['schemas']['Redrive'];
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
      404: components['responses']['NotFound'];
      409: components['responses']['DeadLetterDiscardedOrKeyParked'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['IdentityProviderUnavailableOrUnavailable'];
    };
  };
  listSchemas: {
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
          'application/json': components['schemas']['MessageSchemas'];
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      414: components['responses']['UrlTooLong'];
      500: components['responses']['Internal'];
    };
  };
  getSchema: {
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
        type: string;
        version: string;
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
          'application/schema+json': Record<string, never>;
        };
      };
      /** @description Not Modified */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      404: components['responses']['NotFound'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      500: components['responses']['Internal'];
    };
  };
  listTrail: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        subject?: string;
        operation?: string;
        target?: string;
        /** @description Only entries of this time or later */
        from?: string;
        /** @description Only entries before this time */
        to?: string;
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
          'application/json': components['schemas']['TrailPage'];
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
}
