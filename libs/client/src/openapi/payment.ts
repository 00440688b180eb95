// Made from the OpenAPI document by `npm run contracts`.
export interface paths {
  '/v1/payments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists payments, newest orders first
     * @description Each payment includes its refunds. `orderId` returns the payment of one order.
     */
    get: operations['listPayments'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['listPaymentAlarms'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/payment-alarms/{id}/settle': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Settles a payment alarm
     * @description Records that the difference was resolved by hand; `note` says how. Settling an alarm again changes nothing.
     */
    post: operations['settlePaymentAlarm'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhooks/gateway': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Receives a webhook of the payment gateway
     * @description The gateway signs the body in `Stripe-Signature`.
     */
    post: operations['receiveGatewayWebhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['listReconciliations'];
    put?: never;
    /**
     * Reconciles a period with the gateway
     * @description Compares our payments with the gateway’s now, for a period of at most 31 days. Returns each difference with advice on what to do.
     */
    post: operations['reconcilePayments'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
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
     */
    get: operations['getLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     * @description Returns 503 if the service cannot serve requests or is stopping. Lists each dependency with its state, since when, and its last error.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['getOutbox'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/outbox/parked/{key}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Retries a parked key of the outbox
     * @description The relay publishes the messages of the key again within a second.
     */
    post: operations['retryOutboxKey'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['listDeadLetters'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['groupDeadLetters'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['listParkedKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['getDeadLetter'];
    /**
     * Replaces the value and headers of an open dead letter
     * @description The original value and headers are kept. The message id cannot be changed.
     */
    put: operations['editDeadLetter'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/dead-letters/{id}/discard': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Discards a dead letter
     * @description Closes it without handling the message. The reason is kept in its log.
     */
    post: operations['discardDeadLetter'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/dead-letters/redrive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Redrives all matching dead letters
     * @description Hands the messages to their consumers again, oldest first and at a limited rate. One call redrives up to 500; continue with `nextCursor`. With `dryRun`, each handler runs in a transaction that is rolled back, and the response shows what it would write and publish.
     */
    post: operations['redriveDeadLetters'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/dead-letters/{id}/redrive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Redrives a dead letter
     * @description Hands the message to the consumer that failed, and then the messages of its key that wait for it. With `dryRun`, the handler runs in a transaction that is rolled back, and the response shows what it would write and publish.
     */
    post: operations['redriveDeadLetter'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['listSchemas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
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
     */
    get: operations['getSchema'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * @example {
     *       "items": [
     *         {
     *           "orderId": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "paymentId": "pi_3QK4pX2eZvKYlo2C1gY3Ab",
     *           "customerId": "ada",
     *           "status": "captured",
     *           "method": "card",
     *           "amount": {
     *             "amount": 2293,
     *             "currency": "EUR"
     *           },
     *           "captured": {
     *             "amount": 2293,
     *             "currency": "EUR"
     *           },
     *           "refunded": {
     *             "amount": 0,
     *             "currency": "EUR"
     *           },
     *           "refusal": null,
     *           "refunds": [],
     *           "createdAt": "2026-11-21T09:57:01.133Z",
     *           "updatedAt": "2026-11-21T09:57:01.205Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    PaymentPage: {
      items: components['schemas']['Payment'][];
      nextCursor: string | null;
    };
    /**
     * @example {
     *       "orderId": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *       "paymentId": "pi_3QK4pX2eZvKYlo2C1gY3Ab",
     *       "customerId": "ada",
     *       "status": "captured",
     *       "method": "card",
     *       "amount": {
     *         "amount": 2293,
     *         "currency": "EUR"
     *       },
     *       "captured": {
     *         "amount": 2293,
     *         "currency": "EUR"
     *       },
     *       "refunded": {
     *         "amount": 0,
     *         "currency": "EUR"
     *       },
     *       "refusal": null,
     *       "refunds": [],
     *       "createdAt": "2026-11-21T09:57:01.133Z",
     *       "updatedAt": "2026-11-21T09:57:01.205Z"
     *     }
     */
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
      /** @enum {string|null} */
      method: 'card' | 'bank' | 'wallet' | null;
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
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "01a1fd8e-90a4-7f5e-8f5c-0e9f2b7c4d11",
     *           "orderId": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "kind": "REFUND_REFUSED",
     *           "detail": "The gateway refused a refund of 22.93 EUR.",
     *           "raisedAt": "2026-11-21T10:02:14.000Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    PaymentAlarmPage: {
      items: components['schemas']['PaymentAlarm'][];
      nextCursor: string | null;
    };
    /**
     * @example {
     *       "id": "01a1fd8e-90a4-7f5e-8f5c-0e9f2b7c4d11",
     *       "orderId": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *       "kind": "REFUND_REFUSED",
     *       "detail": "The gateway refused a refund of 22.93 EUR.",
     *       "raisedAt": "2026-11-21T10:02:14.000Z"
     *     }
     */
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
    /**
     * @example {
     *       "received": true
     *     }
     */
    Received: {
      /** @enum {boolean} */
      received: true;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "day": "2026-11-20",
     *           "compared": 128,
     *           "differences": [],
     *           "begunAt": "2026-11-21T00:05:00.000Z",
     *           "finishedAt": "2026-11-21T00:05:04.000Z"
     *         }
     *       ]
     *     }
     */
    DailyReconciliations: {
      items: components['schemas']['DailyReconciliation'][];
    };
    /**
     * @example {
     *       "day": "2026-11-20",
     *       "compared": 128,
     *       "differences": [],
     *       "begunAt": "2026-11-21T00:05:00.000Z",
     *       "finishedAt": "2026-11-21T00:05:04.000Z"
     *     }
     */
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
    /**
     * @example {
     *       "compared": 128,
     *       "differences": []
     *     }
     */
    Reconciliation: {
      compared: number;
      differences: components['schemas']['Difference'][];
    };
    /**
     * @example {
     *       "status": "up"
     *     }
     */
    Liveness: {
      /** @enum {string} */
      status: 'up' | 'down';
    };
    /**
     * @example {
     *       "status": "up",
     *       "dependencies": [
     *         {
     *           "name": "database",
     *           "state": "up",
     *           "since": "2026-11-21T09:56:58.002Z",
     *           "required": true,
     *           "address": "localhost:5432/orders"
     *         }
     *       ]
     *     }
     */
    Readiness: {
      /** @enum {string} */
      status: 'up' | 'degraded' | 'down' | 'stopping';
      dependencies: {
        name: string;
        /** @enum {string} */
        state: 'starting' | 'up' | 'down';
        /** Format: date-time */
        since: string;
        /** @description Whether the service cannot serve requests without it */
        required: boolean;
        address: string;
        lastError?: string;
      }[];
    };
    /**
     * @example {
     *       "pending": 3,
     *       "oldestSeconds": 0.4,
     *       "parked": []
     *     }
     */
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
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "order.fulfilment/payment.events/2/4711",
     *           "consumer": "order.fulfilment",
     *           "messageId": "01a1fd89-b0f2-7c60-9d0b-3d8f4c1e5a77",
     *           "type": "payment.authorized",
     *           "topic": "payment.events",
     *           "partition": 2,
     *           "offset": 4711,
     *           "key": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "attempts": 1,
     *           "status": "open",
     *           "place": 0,
     *           "redrives": 0,
     *           "fingerprint": "9f2b6c1d",
     *           "edited": false,
     *           "errorCode": "CONTRACT_BROKEN",
     *           "errorMessage": "amount must be an integer",
     *           "firstAt": "2026-11-21T09:57:02.000Z",
     *           "lastAt": "2026-11-21T09:57:02.000Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    DeadLetterPage: {
      items: components['schemas']['DeadLetter'][];
      nextCursor: string | null;
    };
    /**
     * @example {
     *       "id": "order.fulfilment/payment.events/2/4711",
     *       "consumer": "order.fulfilment",
     *       "messageId": "01a1fd89-b0f2-7c60-9d0b-3d8f4c1e5a77",
     *       "type": "payment.authorized",
     *       "topic": "payment.events",
     *       "partition": 2,
     *       "offset": 4711,
     *       "key": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *       "attempts": 1,
     *       "status": "open",
     *       "place": 0,
     *       "redrives": 0,
     *       "fingerprint": "9f2b6c1d",
     *       "edited": false,
     *       "errorCode": "CONTRACT_BROKEN",
     *       "errorMessage": "amount must be an integer",
     *       "firstAt": "2026-11-21T09:57:02.000Z",
     *       "lastAt": "2026-11-21T09:57:02.000Z"
     *     }
     */
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
    /**
     * @example {
     *       "items": [
     *         {
     *           "fingerprint": "9f2b6c1d",
     *           "consumer": "order.fulfilment",
     *           "type": "payment.authorized",
     *           "errorCode": "CONTRACT_BROKEN",
     *           "count": 3,
     *           "open": 2,
     *           "firstAt": "2026-11-21T09:57:02.000Z",
     *           "lastAt": "2026-11-21T10:12:40.000Z",
     *           "errorMessage": "amount must be an integer"
     *         }
     *       ]
     *     }
     */
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
    /**
     * @example {
     *       "items": [
     *         {
     *           "consumer": "order.fulfilment",
     *           "topic": "payment.events",
     *           "key": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "waiting": 1,
     *           "since": "2026-11-21T09:57:02.000Z"
     *         }
     *       ]
     *     }
     */
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
    /**
     * @example {
     *       "id": "order.fulfilment/payment.events/2/4711",
     *       "consumer": "order.fulfilment",
     *       "messageId": "01a1fd89-b0f2-7c60-9d0b-3d8f4c1e5a77",
     *       "type": "payment.authorized",
     *       "topic": "payment.events",
     *       "partition": 2,
     *       "offset": 4711,
     *       "key": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *       "attempts": 1,
     *       "status": "open",
     *       "place": 0,
     *       "redrives": 0,
     *       "fingerprint": "9f2b6c1d",
     *       "edited": false,
     *       "errorCode": "CONTRACT_BROKEN",
     *       "errorMessage": "amount must be an integer",
     *       "firstAt": "2026-11-21T09:57:02.000Z",
     *       "lastAt": "2026-11-21T09:57:02.000Z",
     *       "headers": {
     *         "ce_type": "payment.authorized"
     *       },
     *       "value": "{\"amount\":\"22.93\"}",
     *       "originalHeaders": null,
     *       "originalValue": null,
     *       "errorStack": "DomainError: amount must be an integer",
     *       "log": []
     *     }
     */
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
        /** @enum {string} */
        action: 'edited' | 'redriven' | 'redrive failed' | 'discarded';
        detail: string | null;
      }[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "order.fulfilment/payment.events/2/4711",
     *           "outcome": "redriven"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
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
    /**
     * @example {
     *       "items": [
     *         {
     *           "type": "order.placed",
     *           "version": 1,
     *           "topic": "order.events",
     *           "schema": "/schemas/order.placed/1",
     *           "deprecated": false
     *         }
     *       ]
     *     }
     */
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
    /** @description Bad Request: CURSOR_INVALID, VALIDATION_FAILED */
    CursorInvalidOrValidationFailed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'CURSOR_INVALID' | 'VALIDATION_FAILED';
        };
      };
    };
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
    /** @description Service Unavailable: UNAVAILABLE */
    Unavailable: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'UNAVAILABLE';
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
    /** @description Bad Request: VALIDATION_FAILED */
    ValidationFailed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'VALIDATION_FAILED';
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
    /** @description Unprocessable Entity: MESSAGE_ID_FIXED */
    MessageIdFixed: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'MESSAGE_ID_FIXED';
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
  requestBodies: never;
  headers: {
    /** @description Identifies the request in logs and messages */
    CorrelationId: string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  listPayments: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        orderId?: string;
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
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentPage'];
        };
      };
      400: components['responses']['CursorInvalidOrValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listPaymentAlarms: {
    parameters: {
      query?: {
        limit?: number;
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
    requestBody?: never;
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
      400: components['responses']['CursorInvalidOrValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  settlePaymentAlarm: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
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
          note: string;
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
      /** @description Bad Request: BAD_JSON, IDEMPOTENCY_KEY_MISSING, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'IDEMPOTENCY_KEY_MISSING' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
      /** @description Bad Request: BAD_JSON, UNKNOWN_FIELD, VALIDATION_FAILED, WEBHOOK_SIGNATURE_INVALID */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED' | 'WEBHOOK_SIGNATURE_INVALID';
          };
        };
      };
      404: components['responses']['NotFound'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
    requestBody?: never;
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
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
      /** @description Bad Request: BAD_JSON, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['PeriodInvalid'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
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
    requestBody?: never;
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
    requestBody?: never;
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
    requestBody?: never;
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
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
    requestBody?: never;
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listDeadLetters: {
    parameters: {
      query?: {
        limit?: number;
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
    requestBody?: never;
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
      400: components['responses']['CursorInvalidOrValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
    requestBody?: never;
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
      400: components['responses']['ValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
    requestBody?: never;
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
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
    requestBody?: never;
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
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
      /** @description Bad Request: BAD_JSON, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['DeadLetterClosed'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['MessageIdFixed'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
          reason: string;
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
      /** @description Bad Request: BAD_JSON, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['DeadLetterRedriven'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
      /** @description Bad Request: BAD_JSON, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
      /** @description Bad Request: BAD_JSON, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_JSON' | 'UNKNOWN_FIELD' | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['DeadLetterDiscardedOrKeyParked'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
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
    requestBody?: never;
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
      500: components['responses']['Internal'];
    };
  };
  getSchema: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the copy that the caller has */
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
    requestBody?: never;
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
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
    };
  };
}
