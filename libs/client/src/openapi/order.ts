// Made from the OpenAPI document by `npm run contracts`.
export interface paths {
  '/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists orders, newest first
     * @description Customers see their own orders. Admins see all orders of the tenant and can filter by `customerId`.
     */
    get: operations['listOrders'];
    put?: never;
    /**
     * Places an order or starts a draft
     * @description Prices the lines from the catalog, stores the order and starts its fulfilment: reserve the stock, authorize the payment, book the shipment, capture the payment. Returns 202 while that runs. With `Prefer: wait=N` it waits up to N seconds and returns 201 once the order is confirmed or rejected. With `draft=true` it stores a draft and returns 201. Repeating the request with the same `Idempotency-Key` returns the first response.
     */
    post: operations['placeOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/place': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Places a draft
     * @description Validates and prices the draft like a new order, at current catalog prices, and starts its fulfilment. The body can supply the payment method, an email address and the expected total.
     */
    post: operations['placeDraft'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/lines/{sku}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Sets the quantity of a product in a draft
     * @description Adds the line or replaces its quantity, at the current catalog price. To change a placed order, use `PUT /v1/orders/{id}/lines`.
     */
    put: operations['putDraftLine'];
    post?: never;
    /**
     * Removes a line from a draft
     * @description Changes nothing if the draft has no line with this SKU.
     */
    delete: operations['removeDraftLine'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/lines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Changes the lines of a placed order
     * @description Replaces all lines. Possible until the shipment is booked. Stock and payment are adjusted first: the response is 202, and `change` in the order shows the progress. If either is refused, the order keeps its lines. With `If-Match`, fails with 412 if the lines have changed since that version.
     */
    put: operations['changeOrderLines'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/shipping-address': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * Changes the shipping address of an order
     * @description Possible until the shipment is booked, and only if the tax stays the same. With `If-Match`, fails with 412 if the address has changed since that version.
     */
    put: operations['changeShippingAddress'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancels an order
     * @description Releases the stock, cancels the shipment, and voids or refunds the payment. Returns 200 if the order is cancelled, 202 while its steps are being compensated, and 409 if it has already shipped. With `If-Match`, fails with 412 if the status has changed since that version.
     */
    post: operations['cancelOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns an order
     * @description `minVersion` waits up to one second until the view has reached that version. `version` and `asOf` return the order as it was after that many events or at that time, with its current name and address. With `If-None-Match`, returns 304 if the order has not changed.
     */
    get: operations['getOrder'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns the domain events of an order, oldest first
     * @description Each entry has the version, type, time and data of the event, the user who caused it, and its correlation and causation ids.
     */
    get: operations['getOrderHistory'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/difference': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Compares two versions of an order
     * @description Returns every value that differs, as a JSON Pointer with the values before and after, and the types of the events in between.
     */
    get: operations['compareOrderVersions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Streams the changes of an order as server-sent events
     * @description Starts after the version in `Last-Event-ID`, or with the first event if the header is absent. The stream ends once the order can no longer change.
     */
    get: operations['streamOrder'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/returns': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Requests a return
     * @description The order must have been delivered. `returns` in the response contains the new return with its id.
     */
    post: operations['requestReturn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/returns/{id}/receive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Records what arrived of a return
     * @description Adds the `restocked` units to the stock, writes off the `writtenOff` ones, and refunds both. Lines that are left out did not arrive.
     */
    post: operations['receiveReturn'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/products': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists products by SKU
     * @description Retired products are included, with `active: false`.
     */
    get: operations['listProducts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/products/{sku}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns a product
     * @description With `If-None-Match`, returns 304 if the product has not changed.
     */
    get: operations['getProduct'];
    /**
     * Creates, changes or retires a product
     * @description A product with `active: false` is retired and cannot be ordered. With `If-Match`, the request is merged with changes that others made to different fields since that version, and fails with 412 if they changed the same field.
     */
    put: operations['putProduct'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/customers/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns the caller’s customer record
     * @description The first call creates it from the name and email claims of the token.
     */
    get: operations['getMe'];
    /**
     * Sets the caller’s name and email address
     * @description The last write wins, also with an outdated `If-Match`.
     */
    put: operations['putMe'];
    post?: never;
    /**
     * Erases the caller’s personal data
     * @description Removes name, email address and shipping addresses. The orders stay, without personal data. Fails with 409 while the customer has open orders.
     */
    delete: operations['eraseMe'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/customers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /**
     * Erases a customer’s personal data
     * @description Removes name, email address and shipping addresses. The orders stay, without personal data. Fails with 409 while the customer has open orders.
     */
    delete: operations['eraseCustomer'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/sagas': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists fulfilment sagas, most recently changed first
     * @description `stuck=true` returns only sagas whose deadline has passed or whose command was sent five times or more.
     */
    get: operations['listSagas'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/sagas/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns a saga
     * @description The log lists every command that the saga sent, with its answer. The id of a saga is the id of its order.
     */
    get: operations['getSaga'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/sagas/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Resends the commands in flight
     * @description Sends every command without an answer again, instead of waiting for its deadline.
     */
    post: operations['retrySaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/sagas/{id}/resolve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Marks a step as done by hand
     * @description Use it when a service will never answer. The saga continues as if the step had succeeded. Its log keeps who resolved the step, when, and the note.
     */
    post: operations['resolveSaga'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/imports/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Imports orders from a marketplace feed
     * @description Takes one JSON order per line and streams one result per line, followed by a report. Each order is placed once, even if the feed is sent again. An invalid line does not stop the others.
     */
    post: operations['importOrders'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/projections': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the views with their progress
     * @description Shows how many events each view has processed, how far it lags, and the progress of a running rebuild.
     */
    get: operations['listProjections'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/projections/{name}/rebuild': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Rebuilds a view
     * @description Builds a second copy from all events while the current copy is still being read, and switches to it once it has caught up.
     */
    post: operations['rebuildProjection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/projections/{name}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Compares a view with the events
     * @description Computes the view from all events and returns the rows that differ, at most ten of each side. Changes nothing.
     */
    post: operations['verifyProjection'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/customers/me/summary': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns a summary of the caller’s orders
     * @description A change of an order shows here within about a second.
     */
    get: operations['getMySummary'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/reports/product-sales': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reports units sold per product and day
     * @description The newest day comes first. `from` and `to` are both inclusive.
     */
    get: operations['reportProductSales'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/reports/product-demand': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reports units ordered and cancelled per product
     * @description Rejected orders count too. Products with the most units come first.
     */
    get: operations['reportProductDemand'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/admin/reports/orders-by-status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Reports the number of orders in each status
     * @description Statuses without orders are left out.
     */
    get: operations['reportOrdersByStatus'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/customers/me/reward-points': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Returns the caller’s reward points
     * @description A confirmed order earns one point for each 100 minor units of its total. A refund takes its points back.
     */
    get: operations['getMyRewardPoints'];
    put?: never;
    post?: never;
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
     *       "lines": [
     *         {
     *           "sku": "TEA-EARL",
     *           "quantity": 2
     *         }
     *       ],
     *       "shippingAddress": {
     *         "name": "Ada Lovelace",
     *         "line1": "12 Square",
     *         "city": "London",
     *         "postalCode": "SW1Y 4JH",
     *         "country": "GB"
     *       },
     *       "paymentMethod": "pm_card_visa"
     *     }
     */
    OrderBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      shippingAddress: components['schemas']['AddressBody'];
      /** @description Payment method token of the gateway; `pm_card_visa` in the sandbox */
      paymentMethod: string;
      /** Format: email */
      email?: string;
      /** @description The total that the customer was shown. The request fails if the order’s total differs */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    /**
     * @example {
     *       "name": "Ada Lovelace",
     *       "line1": "12 Square",
     *       "city": "London",
     *       "postalCode": "SW1Y 4JH",
     *       "country": "GB"
     *     }
     */
    AddressBody: {
      name: string;
      line1: string;
      line2?: string;
      city: string;
      region?: string;
      postalCode: string;
      country: string;
    };
    /**
     * @example {
     *       "lines": [
     *         {
     *           "sku": "TEA-EARL",
     *           "quantity": 2
     *         }
     *       ]
     *     }
     */
    DraftBody: {
      lines?: {
        sku: string;
        quantity: number;
      }[];
      shippingAddress?: components['schemas']['AddressBody'];
      /** @description Payment method token of the gateway; `pm_card_visa` in the sandbox */
      paymentMethod?: string;
    };
    /**
     * @example {
     *       "id": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *       "customerId": "ada",
     *       "customerName": "Ada Lovelace",
     *       "status": "CONFIRMED",
     *       "version": 5,
     *       "lines": [
     *         {
     *           "sku": "TEA-EARL",
     *           "name": "Earl Grey, 250 g",
     *           "quantity": 2,
     *           "unitPrice": {
     *             "amount": 899,
     *             "currency": "EUR"
     *           },
     *           "lineTotal": {
     *             "amount": 1798,
     *             "currency": "EUR"
     *           }
     *         }
     *       ],
     *       "charges": [
     *         {
     *           "kind": "postage",
     *           "amount": {
     *             "amount": 495,
     *             "currency": "EUR"
     *           }
     *         }
     *       ],
     *       "total": {
     *         "amount": 2293,
     *         "currency": "EUR"
     *       },
     *       "refunded": {
     *         "amount": 0,
     *         "currency": "EUR"
     *       },
     *       "itemCount": 2,
     *       "shippingAddress": {
     *         "name": "Ada Lovelace",
     *         "line1": "12 Square",
     *         "city": "London",
     *         "postalCode": "SW1Y 4JH",
     *         "country": "GB"
     *       },
     *       "shipments": [
     *         {
     *           "id": "01a1fd89-ae6a-7769-84b5-a1c83705b48b",
     *           "carrier": "Wayfarer Parcels",
     *           "trackingNumber": "WF7D987E4C98CB82F2E088B516",
     *           "eta": "2026-11-23T09:57:01.176Z",
     *           "status": "booked",
     *           "lines": [
     *             {
     *               "sku": "TEA-EARL",
     *               "quantity": 2
     *             }
     *           ]
     *         }
     *       ],
     *       "returns": [],
     *       "placedAt": "2026-11-21T09:57:01.097Z",
     *       "updatedAt": "2026-11-21T09:57:01.212Z",
     *       "confirmedAt": "2026-11-21T09:57:01.212Z",
     *       "paidAt": "2026-11-21T09:57:01.212Z"
     *     }
     */
    Order: {
      id: string;
      customerId: string;
      customerName: string | null;
      /** @description Admins only */
      customerEmail?: string;
      /** @enum {string} */
      status:
        | 'DRAFT'
        | 'PENDING'
        | 'RESERVED'
        | 'AUTHORIZED'
        | 'CONFIRMED'
        | 'SHIPPED'
        | 'DELIVERED'
        | 'CANCELLING'
        | 'CANCELLED'
        | 'REJECTED';
      version: number;
      lines: {
        sku: string;
        name: string;
        quantity: number;
        unitPrice: components['schemas']['Money'];
        lineTotal: components['schemas']['Money'];
        /** @description Tax of the line. Part of its price if the tax charge is `included` */
        tax?: components['schemas']['Money'];
      }[];
      charges: {
        kind: string;
        amount: components['schemas']['Money'];
        included?: boolean;
      }[];
      total: components['schemas']['Money'];
      refunded: components['schemas']['Money'];
      itemCount: number;
      /** @description `null` after the customer was erased */
      shippingAddress: components['schemas']['Address'] | null;
      rejection?: components['schemas']['Rejection'];
      cancellation?: {
        reason: string;
        by: string;
        refund?: components['schemas']['Money'];
      };
      /** @description The change of lines that is in progress, or the last one that was refused */
      change?: {
        /** @enum {string} */
        status: 'PENDING' | 'REFUSED';
        lines: {
          sku: string;
          quantity: number;
        }[];
        total: components['schemas']['Money'];
        refusal?: components['schemas']['Rejection'];
      };
      shipments: {
        id: string;
        carrier: string;
        trackingNumber: string;
        eta: string;
        /** @enum {string} */
        status: 'booked' | 'shipped' | 'delivered' | 'cancelled';
        lines: {
          sku: string;
          quantity: number;
        }[];
      }[];
      returns: components['schemas']['Return'][];
      /** @description Units that the warehouse did not find. They are not sent, and are refunded */
      shorted?: {
        shipmentId: string;
        lines: {
          sku: string;
          quantity: number;
        }[];
        refund: components['schemas']['Money'];
      }[];
      /** @description For a draft, the time when it was started */
      placedAt: string;
      draftedAt?: string;
      updatedAt: string;
      confirmedAt?: string;
      paidAt?: string;
      shippedAt?: string;
      deliveredAt?: string;
      cancelledAt?: string;
    };
    Money: {
      /** @description In minor units, such as cents */
      amount: number;
      currency: string;
    };
    Address: {
      name: string;
      line1: string;
      line2?: string;
      city: string;
      region?: string;
      postalCode: string;
      country: string;
    };
    Rejection: {
      code: string;
      /** @description The reason given by the service that refused */
      detail: string;
      /** @description A sentence for the customer */
      message: string;
    };
    Return: {
      id: string;
      /** @enum {string} */
      status: 'REQUESTED' | 'RECEIVED' | 'COMPLETED';
      reason: string;
      lines: {
        sku: string;
        quantity: number;
      }[];
      /** @description What arrived */
      received?: {
        sku: string;
        restocked: number;
        writtenOff: number;
      }[];
      /** @description Refunded when the return is COMPLETED */
      refund?: components['schemas']['Money'];
      requestedAt: string;
      completedAt?: string;
    };
    /**
     * @example {
     *       "paymentMethod": "pm_card_visa"
     *     }
     */
    PlaceDraftBody: {
      /** @description Payment method token of the gateway; `pm_card_visa` in the sandbox */
      paymentMethod?: string;
      /** Format: email */
      email?: string;
      /** @description The total that the customer was shown. The request fails if the order’s total differs */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    /**
     * @example {
     *       "quantity": 3
     *     }
     */
    ItemBody: {
      quantity: number;
    };
    /**
     * @example {
     *       "lines": [
     *         {
     *           "sku": "TEA-EARL",
     *           "quantity": 2
     *         }
     *       ]
     *     }
     */
    LinesBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      /** @description The total that the customer was shown. The request fails if the order’s total differs */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    /**
     * @example {
     *       "reason": "Changed my mind"
     *     }
     */
    CancelBody: {
      reason: string;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "customerId": "ada",
     *           "customerName": "Ada Lovelace",
     *           "status": "CONFIRMED",
     *           "version": 5,
     *           "lines": [
     *             {
     *               "sku": "TEA-EARL",
     *               "name": "Earl Grey, 250 g",
     *               "quantity": 2,
     *               "unitPrice": {
     *                 "amount": 899,
     *                 "currency": "EUR"
     *               },
     *               "lineTotal": {
     *                 "amount": 1798,
     *                 "currency": "EUR"
     *               }
     *             }
     *           ],
     *           "charges": [
     *             {
     *               "kind": "postage",
     *               "amount": {
     *                 "amount": 495,
     *                 "currency": "EUR"
     *               }
     *             }
     *           ],
     *           "total": {
     *             "amount": 2293,
     *             "currency": "EUR"
     *           },
     *           "refunded": {
     *             "amount": 0,
     *             "currency": "EUR"
     *           },
     *           "itemCount": 2,
     *           "shippingAddress": {
     *             "name": "Ada Lovelace",
     *             "line1": "12 Square",
     *             "city": "London",
     *             "postalCode": "SW1Y 4JH",
     *             "country": "GB"
     *           },
     *           "shipments": [
     *             {
     *               "id": "01a1fd89-ae6a-7769-84b5-a1c83705b48b",
     *               "carrier": "Wayfarer Parcels",
     *               "trackingNumber": "WF7D987E4C98CB82F2E088B516",
     *               "eta": "2026-11-23T09:57:01.176Z",
     *               "status": "booked",
     *               "lines": [
     *                 {
     *                   "sku": "TEA-EARL",
     *                   "quantity": 2
     *                 }
     *               ]
     *             }
     *           ],
     *           "returns": [],
     *           "placedAt": "2026-11-21T09:57:01.097Z",
     *           "updatedAt": "2026-11-21T09:57:01.212Z",
     *           "confirmedAt": "2026-11-21T09:57:01.212Z",
     *           "paidAt": "2026-11-21T09:57:01.212Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    OrderPage: {
      items: components['schemas']['Order'][];
      nextCursor: string | null;
    };
    /**
     * @example {
     *       "version": 6,
     *       "type": "order.cancellation-requested",
     *       "at": "2026-11-21T10:02:13.401Z",
     *       "data": {
     *         "reason": "Changed my mind",
     *         "by": "customer"
     *       },
     *       "userId": "ada",
     *       "correlationId": "f0c1cbb2-6c1b-4f0a-9a4d-2f1d7a3f8f5e",
     *       "causationId": "01a1fd8e-73c4-7d2b-9b1d-2a0a8d0f6c11"
     *     }
     */
    HistoryEntry: {
      version: number;
      type: string;
      at: string;
      data: {
        [key: string]: unknown;
      };
      userId: string | null;
      correlationId: string;
      causationId: string;
    };
    /**
     * @example {
     *       "from": 4,
     *       "to": 5,
     *       "events": [
     *         "order.confirmed"
     *       ],
     *       "changes": [
     *         {
     *           "path": "/status",
     *           "before": "AUTHORIZED",
     *           "after": "CONFIRMED"
     *         }
     *       ]
     *     }
     */
    OrderDifference: {
      from: number;
      to: number;
      /** @description Types of the events between the two versions */
      events: string[];
      changes: components['schemas']['OrderChange'][];
    };
    OrderChange: {
      /** @description JSON Pointer (RFC 6901) into the order */
      path: string;
      /** @description Absent if the value did not exist before */
      before?: unknown;
      /** @description Absent if the value no longer exists */
      after?: unknown;
    };
    /**
     * @example {
     *       "lines": [
     *         {
     *           "sku": "TEA-EARL",
     *           "quantity": 2
     *         }
     *       ],
     *       "reason": "Arrived broken"
     *     }
     */
    ReturnBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      reason: string;
    };
    /**
     * @example {
     *       "lines": [
     *         {
     *           "sku": "TEA-EARL",
     *           "restocked": 1,
     *           "writtenOff": 1
     *         }
     *       ]
     *     }
     */
    ReceiveBody: {
      /** @description What arrived. SKUs that are left out did not arrive */
      lines: {
        sku: string;
        restocked: number;
        /** @default 0 */
        writtenOff?: number;
      }[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "sku": "TEA-EARL",
     *           "name": "Earl Grey, 250 g",
     *           "price": {
     *             "amount": 899,
     *             "currency": "EUR"
     *           },
     *           "active": true,
     *           "taxClass": "standard"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    ProductPage: {
      items: components['schemas']['Product'][];
      nextCursor: string | null;
    };
    /**
     * @example {
     *       "sku": "TEA-EARL",
     *       "name": "Earl Grey, 250 g",
     *       "price": {
     *         "amount": 899,
     *         "currency": "EUR"
     *       },
     *       "active": true,
     *       "taxClass": "standard"
     *     }
     */
    Product: {
      sku: string;
      name: string;
      price: {
        amount: number;
        currency: string;
      };
      active: boolean;
      /** @description Selects the tax rate of the country */
      taxClass: string;
    };
    /**
     * @example {
     *       "name": "Earl Grey, 250 g",
     *       "price": {
     *         "amount": 899,
     *         "currency": "EUR"
     *       },
     *       "active": true,
     *       "taxClass": "standard"
     *     }
     */
    ProductBody: {
      name: string;
      price: {
        amount: number;
        currency: string;
      };
      /** @default true */
      active?: boolean;
      /**
       * @description Selects the tax rate of the country
       * @default standard
       */
      taxClass?: string;
    };
    /**
     * @example {
     *       "id": "ada",
     *       "name": "Ada Lovelace",
     *       "email": "ada@example.com",
     *       "registeredAt": "2026-11-21T09:57:01.097Z"
     *     }
     */
    Customer: {
      id: string;
      name: string;
      email: string;
      registeredAt: string;
    };
    /**
     * @example {
     *       "name": "Ada Lovelace",
     *       "email": "ada@example.com"
     *     }
     */
    CustomerBody: {
      name: string;
      /** Format: email */
      email: string;
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "id": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "name": "fulfilment",
     *           "version": 1,
     *           "tenant": "default",
     *           "status": "running",
     *           "state": {},
     *           "log": [
     *             {
     *               "step": "reserve",
     *               "attempt": 1,
     *               "commandId": "01a1fd89-ae30-7a11-8a52-6c0b1ec7b9a4",
     *               "command": "inventory.reserve",
     *               "sentAt": "2026-11-21T09:57:01.104Z"
     *             }
     *           ],
     *           "attempt": 1,
     *           "deadline": "2026-11-21T09:58:01.104Z",
     *           "wakeAt": "2026-11-21T09:58:01.104Z",
     *           "startedAt": "2026-11-21T09:57:01.097Z",
     *           "updatedAt": "2026-11-21T09:57:01.104Z"
     *         }
     *       ],
     *       "nextCursor": null
     *     }
     */
    SagaPage: {
      items: components['schemas']['Saga'][];
      nextCursor: string | null;
    };
    /**
     * @example {
     *       "id": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *       "name": "fulfilment",
     *       "version": 1,
     *       "tenant": "default",
     *       "status": "running",
     *       "state": {},
     *       "log": [
     *         {
     *           "step": "reserve",
     *           "attempt": 1,
     *           "commandId": "01a1fd89-ae30-7a11-8a52-6c0b1ec7b9a4",
     *           "command": "inventory.reserve",
     *           "sentAt": "2026-11-21T09:57:01.104Z"
     *         }
     *       ],
     *       "attempt": 1,
     *       "deadline": "2026-11-21T09:58:01.104Z",
     *       "wakeAt": "2026-11-21T09:58:01.104Z",
     *       "startedAt": "2026-11-21T09:57:01.097Z",
     *       "updatedAt": "2026-11-21T09:57:01.104Z"
     *     }
     */
    Saga: {
      /** @description The id of the order */
      id: string;
      name: string;
      version: number;
      tenant: string;
      /** @enum {string} */
      status: 'running' | 'compensating' | 'ended';
      /** @description The state of the saga */
      state: {
        [key: string]: unknown;
      };
      log: {
        step: string;
        attempt: number;
        commandId: string;
        command: string;
        /** Format: date-time */
        sentAt: string;
        answer?: string;
        /** Format: date-time */
        answeredAt?: string;
        /** @description Who had the command sent again */
        by?: string;
        resolved?: {
          by: string;
          note: string;
          /** Format: date-time */
          at: string;
        };
      }[];
      /** @description How often the command in flight was sent */
      attempt: number;
      /** Format: date-time */
      deadline: string | null;
      /** Format: date-time */
      wakeAt: string | null;
      /** Format: date-time */
      startedAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    /**
     * @example {
     *       "step": "undo capture",
     *       "note": "Transferred the money by hand, transaction 4711"
     *     }
     */
    Resolution: {
      /** @description Name of the step in the log, such as `undo capture` */
      step: string;
      note: string;
    };
    /**
     * @example {
     *       "line": 1,
     *       "externalId": "BZ-1001",
     *       "outcome": "placed",
     *       "orderId": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f"
     *     }
     */
    ImportResult: {
      /** @description Line number in the feed, starting at 1 */
      line: number;
      externalId?: string;
      /**
       * @description `known`: an earlier import placed the order
       * @enum {string}
       */
      outcome: 'placed' | 'known' | 'refused';
      orderId?: string;
      problem?: components['schemas']['ImportProblem'];
    };
    ImportProblem: {
      code: string;
      detail: string;
      /** @description What to do about the problem */
      advice: string;
      errors?: {
        pointer: string;
        code: string;
        detail: string;
      }[];
    };
    /**
     * @example {
     *       "complete": true,
     *       "placed": 1,
     *       "known": 0,
     *       "refused": 0
     *     }
     */
    ImportReport: {
      /** @description `false`: the import stopped early. Send the feed again; orders already placed are reported as `known` */
      complete: boolean;
      placed: number;
      known: number;
      refused: number;
      problem?: components['schemas']['ImportProblem'];
    };
    /**
     * @example {
     *       "name": "product-sales",
     *       "generation": 1,
     *       "events": 14205,
     *       "lagSeconds": 0.2
     *     }
     */
    ProjectionReport: {
      name: string;
      generation: number;
      /** @description Events processed by the current copy; `null` for a view that is updated in the transaction of the events */
      events: number | null;
      /** @description Age of the oldest event that the view has not processed */
      lagSeconds: number;
      rebuild?: {
        events: number;
        of: number;
      };
    };
    /**
     * @example {
     *       "events": 14205,
     *       "differences": []
     *     }
     */
    Verdict: {
      events: number;
      /** @description Rows that exist only in the view or only in the fold of the events; at most ten of each */
      differences: {
        /** @enum {string} */
        in: 'view' | 'fold';
        row: {
          [key: string]: unknown;
        };
      }[];
    };
    /**
     * @example {
     *       "id": "ada",
     *       "name": "Ada Lovelace",
     *       "email": "ada@example.com",
     *       "totalOrders": 1,
     *       "totalSpent": [
     *         {
     *           "amount": 2293,
     *           "currency": "EUR"
     *         }
     *       ],
     *       "recentOrders": [
     *         {
     *           "id": "01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f",
     *           "status": "CONFIRMED",
     *           "total": {
     *             "amount": 2293,
     *             "currency": "EUR"
     *           },
     *           "placedAt": "2026-11-21T09:57:01.097Z"
     *         }
     *       ]
     *     }
     */
    CustomerSummary: {
      id: string;
      /** @description `null` after the customer was erased */
      name: string | null;
      email: string | null;
      totalOrders: number;
      /** @description Total of confirmed orders less refunds, per currency */
      totalSpent: {
        amount: number;
        currency: string;
      }[];
      recentOrders: {
        id: string;
        status: string;
        total: {
          amount: number;
          currency: string;
        };
        placedAt: string;
      }[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "day": "2026-11-21",
     *           "sku": "TEA-EARL",
     *           "currency": "EUR",
     *           "orders": 1,
     *           "pieces": 2,
     *           "amount": 1798
     *         }
     *       ]
     *     }
     */
    ProductSales: {
      items: {
        /** Format: date */
        day: string;
        sku: string;
        currency: string;
        orders: number;
        pieces: number;
        /** @description In minor units, such as cents */
        amount: number;
      }[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "sku": "TEA-EARL",
     *           "ordered": 12,
     *           "cancelled": 2,
     *           "pieces": 10
     *         }
     *       ]
     *     }
     */
    ProductDemand: {
      items: {
        sku: string;
        ordered: number;
        cancelled: number;
        /** @description Units ordered less units cancelled */
        pieces: number;
      }[];
    };
    /**
     * @example {
     *       "items": [
     *         {
     *           "status": "CONFIRMED",
     *           "orders": 42
     *         }
     *       ]
     *     }
     */
    OrdersByStatus: {
      items: {
        /** @enum {string} */
        status:
          | 'DRAFT'
          | 'PENDING'
          | 'RESERVED'
          | 'AUTHORIZED'
          | 'CONFIRMED'
          | 'SHIPPED'
          | 'DELIVERED'
          | 'CANCELLING'
          | 'CANCELLED'
          | 'REJECTED';
        orders: number;
      }[];
    };
    /**
     * @example {
     *       "points": 68,
     *       "orders": 1
     *     }
     */
    RewardPoints: {
      /** @description One for each 100 minor units paid and not refunded */
      points: number;
      /** @description Confirmed orders that were counted */
      orders: number;
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_NOT_DRAFT */
    IdempotencyKeyInUseOrOrderNotDraft: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'ORDER_NOT_DRAFT';
        };
      };
    };
    /** @description Bad Request: IDEMPOTENCY_KEY_MISSING */
    IdempotencyKeyMissing: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_MISSING';
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
    /** @description Conflict: VIEW_BEHIND */
    ViewBehind: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'VIEW_BEHIND';
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
    /** @description Unprocessable Entity: DUPLICATE_SKU, IDEMPOTENCY_KEY_REUSED */
    DuplicateSkuOrIdempotencyKeyReused: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'DUPLICATE_SKU' | 'IDEMPOTENCY_KEY_REUSED';
        };
      };
    };
    /** @description Unprocessable Entity: CUSTOMER_UNKNOWN, IDEMPOTENCY_KEY_REUSED */
    CustomerUnknownOrIdempotencyKeyReused: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'CUSTOMER_UNKNOWN' | 'IDEMPOTENCY_KEY_REUSED';
        };
      };
    };
    /** @description Conflict: CUSTOMER_HAS_OPEN_ORDERS, IDEMPOTENCY_KEY_IN_USE */
    CustomerHasOpenOrdersOrIdempotencyKeyInUse: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'CUSTOMER_HAS_OPEN_ORDERS' | 'IDEMPOTENCY_KEY_IN_USE';
        };
      };
    };
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, SAGA_AT_REST */
    IdempotencyKeyInUseOrSagaAtRest: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'SAGA_AT_REST';
        };
      };
    };
    /** @description Not Found: IMPORTS_NOT_SET_UP */
    ImportsNotSetUp: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IMPORTS_NOT_SET_UP';
        };
      };
    };
    /** @description Unprocessable Entity: REBUILD_RUNS */
    RebuildRuns: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'REBUILD_RUNS';
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
  listOrders: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        status?:
          | 'DRAFT'
          | 'PENDING'
          | 'RESERVED'
          | 'AUTHORIZED'
          | 'CONFIRMED'
          | 'SHIPPED'
          | 'DELIVERED'
          | 'CANCELLING'
          | 'CANCELLED'
          | 'REJECTED';
        /** @description Only orders placed at or after this time */
        from?: string;
        /** @description Only orders placed before this time */
        to?: string;
        /** @description Admins only */
        customerId?: string;
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
          'application/json': components['schemas']['OrderPage'];
        };
      };
      400: components['responses']['CursorInvalidOrValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  placeOrder: {
    parameters: {
      query?: {
        /** @description Starts a draft that is placed later. The body is then a `DraftBody`, in which every field is optional */
        draft?: boolean;
      };
      header: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key': string;
        /** @description `wait=N` waits up to N seconds (at most 30) until the order is confirmed or rejected */
        Prefer?: string;
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
        'application/json': components['schemas']['OrderBody'] | components['schemas']['DraftBody'];
      };
    };
    responses: {
      /** @description The order was confirmed or rejected in time, or is a draft */
      201: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          /** @description Path of the order */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description The order is being fulfilled */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          /** @description Path of the order */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: ADDRESS_MISSING, BAD_JSON, COUNTRY_UNKNOWN, CURRENCY_UNKNOWN, DUPLICATE_SKU, EMAIL_INVALID, IDEMPOTENCY_KEY_MISSING, INVALID_QUANTITY, ORDER_EMPTY, TOO_MANY_LINES, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'ADDRESS_MISSING'
              | 'BAD_JSON'
              | 'COUNTRY_UNKNOWN'
              | 'CURRENCY_UNKNOWN'
              | 'DUPLICATE_SKU'
              | 'EMAIL_INVALID'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'INVALID_QUANTITY'
              | 'ORDER_EMPTY'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, CUSTOMER_UNKNOWN, IDEMPOTENCY_KEY_REUSED, PRODUCT_RETIRED, TOTAL_MISMATCH, UNKNOWN_SKU */
      422: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'AMOUNT_OUT_OF_RANGE'
              | 'CURRENCY_MIXED'
              | 'CUSTOMER_UNKNOWN'
              | 'IDEMPOTENCY_KEY_REUSED'
              | 'PRODUCT_RETIRED'
              | 'TOTAL_MISMATCH'
              | 'UNKNOWN_SKU';
          };
        };
      };
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  placeDraft: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key'?: string;
        /** @description `wait=N` waits up to N seconds (at most 30) until the order is confirmed or rejected */
        Prefer?: string;
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
        'application/json': components['schemas']['PlaceDraftBody'];
      };
    };
    responses: {
      /** @description The order was confirmed or rejected in time */
      201: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          /** @description Path of the order */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description The order is being fulfilled */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          /** @description Path of the order */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_JSON, CURRENCY_UNKNOWN, EMAIL_INVALID, IDEMPOTENCY_KEY_MISSING, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'CURRENCY_UNKNOWN'
              | 'EMAIL_INVALID'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDraft'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: ADDRESS_MISSING, AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, CUSTOMER_UNKNOWN, IDEMPOTENCY_KEY_REUSED, ORDER_EMPTY, PAYMENT_METHOD_MISSING, PRODUCT_RETIRED, TOTAL_MISMATCH, UNKNOWN_SKU */
      422: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'ADDRESS_MISSING'
              | 'AMOUNT_OUT_OF_RANGE'
              | 'CURRENCY_MIXED'
              | 'CUSTOMER_UNKNOWN'
              | 'IDEMPOTENCY_KEY_REUSED'
              | 'ORDER_EMPTY'
              | 'PAYMENT_METHOD_MISSING'
              | 'PRODUCT_RETIRED'
              | 'TOTAL_MISMATCH'
              | 'UNKNOWN_SKU';
          };
        };
      };
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  putDraftLine: {
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
        sku: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ItemBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_JSON, IDEMPOTENCY_KEY_MISSING, INVALID_QUANTITY, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'INVALID_QUANTITY'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDraft'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, IDEMPOTENCY_KEY_REUSED, PRODUCT_RETIRED, TOO_MANY_LINES, UNKNOWN_SKU */
      422: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'AMOUNT_OUT_OF_RANGE'
              | 'CURRENCY_MIXED'
              | 'IDEMPOTENCY_KEY_REUSED'
              | 'PRODUCT_RETIRED'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_SKU';
          };
        };
      };
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  removeDraftLine: {
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
        sku: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDraft'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  changeOrderLines: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key'?: string;
        /** @description ETag of the version that the caller has read. Fails with 412 and the current version if a later change conflicts */
        'If-Match'?: string;
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
        'application/json': components['schemas']['LinesBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_JSON, CURRENCY_UNKNOWN, DUPLICATE_SKU, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, INVALID_QUANTITY, ORDER_EMPTY, TOO_MANY_LINES, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'CURRENCY_UNKNOWN'
              | 'DUPLICATE_SKU'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'INVALID_QUANTITY'
              | 'ORDER_EMPTY'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_CHANGING, ORDER_NOT_CHANGEABLE */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_IN_USE' | 'ORDER_CHANGING' | 'ORDER_NOT_CHANGEABLE';
          };
        };
      };
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, IDEMPOTENCY_KEY_REUSED, PRODUCT_RETIRED, TOTAL_MISMATCH, UNKNOWN_SKU */
      422: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'AMOUNT_OUT_OF_RANGE'
              | 'CURRENCY_MIXED'
              | 'IDEMPOTENCY_KEY_REUSED'
              | 'PRODUCT_RETIRED'
              | 'TOTAL_MISMATCH'
              | 'UNKNOWN_SKU';
          };
        };
      };
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  changeShippingAddress: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key'?: string;
        /** @description ETag of the version that the caller has read. Fails with 412 and the current version if a later change conflicts */
        'If-Match'?: string;
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
        'application/json': components['schemas']['AddressBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: ADDRESS_MISSING, BAD_JSON, COUNTRY_UNKNOWN, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'ADDRESS_MISSING'
              | 'BAD_JSON'
              | 'COUNTRY_UNKNOWN'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_CHANGING, ORDER_NOT_CHANGEABLE, TOTAL_WOULD_CHANGE */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              'IDEMPOTENCY_KEY_IN_USE' | 'ORDER_CHANGING' | 'ORDER_NOT_CHANGEABLE' | 'TOTAL_WOULD_CHANGE';
          };
        };
      };
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  cancelOrder: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key'?: string;
        /** @description ETag of the version that the caller has read. Fails with 412 and the current version if a later change conflicts */
        'If-Match'?: string;
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
        'application/json': components['schemas']['CancelBody'];
      };
    };
    responses: {
      /** @description The order is cancelled */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description The steps of the order are being compensated */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_JSON, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_ALREADY_SHIPPED, ORDER_REJECTED */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_IN_USE' | 'ORDER_ALREADY_SHIPPED' | 'ORDER_REJECTED';
          };
        };
      };
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getOrder: {
    parameters: {
      query?: {
        minVersion?: number;
        /** @description Returns the order as it was after this many events */
        version?: number;
        /** @description Returns the order as it was at this time */
        asOf?: string;
      };
      header?: {
        /** @description ETag of the version that the caller has; 304 if it is still current */
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
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Not Modified */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['ValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['ViewBehind'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getOrderHistory: {
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
          'application/json': components['schemas']['HistoryEntry'][];
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  compareOrderVersions: {
    parameters: {
      query: {
        from: number;
        /** @description Defaults to the newest version */
        to?: number;
      };
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
          'application/json': components['schemas']['OrderDifference'];
        };
      };
      400: components['responses']['ValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  streamOrder: {
    parameters: {
      query?: never;
      header?: {
        /** @description Version of the last change that was received */
        'Last-Event-ID'?: string;
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
      /** @description One event per change: its `id` is the order’s version, its `event` the type, its `data` JSON */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  requestReturn: {
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
        'application/json': components['schemas']['ReturnBody'];
      };
    };
    responses: {
      /** @description Created */
      201: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_JSON, DUPLICATE_SKU, IDEMPOTENCY_KEY_MISSING, INVALID_QUANTITY, RETURN_EMPTY, TOO_MANY_LINES, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'DUPLICATE_SKU'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'INVALID_QUANTITY'
              | 'RETURN_EMPTY'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_NOT_DELIVERED, RETURN_TOO_LARGE */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_IN_USE' | 'ORDER_NOT_DELIVERED' | 'RETURN_TOO_LARGE';
          };
        };
      };
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  receiveReturn: {
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
        'application/json': components['schemas']['ReceiveBody'];
      };
    };
    responses: {
      /** @description Accepted */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_JSON, IDEMPOTENCY_KEY_MISSING, TOO_MANY_LINES, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, RETURN_RECEIVED, RETURN_TOO_LARGE */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_IN_USE' | 'RETURN_RECEIVED' | 'RETURN_TOO_LARGE';
          };
        };
      };
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['DuplicateSkuOrIdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listProducts: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
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
          'application/json': components['schemas']['ProductPage'];
        };
      };
      400: components['responses']['CursorInvalidOrValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getProduct: {
    parameters: {
      query?: never;
      header?: {
        /** @description ETag of the version that the caller has; 304 if it is still current */
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
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Product'];
        };
      };
      /** @description Not Modified */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  putProduct: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key'?: string;
        /** @description ETag of the version that the caller has read. Fails with 412 and the current version if a later change conflicts */
        'If-Match'?: string;
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
        'application/json': components['schemas']['ProductBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Product'];
        };
      };
      /** @description Bad Request: BAD_JSON, CURRENCY_UNKNOWN, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, INVALID_PRICE, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'CURRENCY_UNKNOWN'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'INVALID_PRICE'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      409: components['responses']['IdempotencyKeyInUse'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getMe: {
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
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Customer'];
        };
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      422: components['responses']['CustomerUnknownOrIdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  putMe: {
    parameters: {
      query?: never;
      header?: {
        /** @description Repeating a request with the same key returns the first response, for 24 hours */
        'Idempotency-Key'?: string;
        /** @description ETag of the version that the caller has read. An outdated one is accepted: the last write wins */
        'If-Match'?: string;
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
        'application/json': components['schemas']['CustomerBody'];
      };
    };
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Customer'];
        };
      };
      /** @description Bad Request: BAD_JSON, EMAIL_INVALID, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, UNKNOWN_FIELD, VALIDATION_FAILED */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'BAD_JSON'
              | 'EMAIL_INVALID'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'UNKNOWN_FIELD'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  eraseMe: {
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
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description No Content */
      204: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['CustomerHasOpenOrdersOrIdempotencyKeyInUse'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  eraseCustomer: {
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
    requestBody?: never;
    responses: {
      /** @description No Content */
      204: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content?: never;
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      409: components['responses']['CustomerHasOpenOrdersOrIdempotencyKeyInUse'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listSagas: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        status?: 'running' | 'compensating' | 'ended';
        /** @description Only sagas whose deadline has passed, or whose command was sent five times or more */
        stuck?: boolean;
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
          'application/json': components['schemas']['SagaPage'];
        };
      };
      400: components['responses']['CursorInvalidOrValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getSaga: {
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
          'application/json': components['schemas']['Saga'];
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  retrySaga: {
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
    requestBody?: never;
    responses: {
      /** @description OK */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Saga'];
        };
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrSagaAtRest'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  resolveSaga: {
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
        'application/json': components['schemas']['Resolution'];
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
          'application/json': components['schemas']['Saga'];
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
      /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, SAGA_AT_REST, STEP_NOT_IN_FLIGHT */
      409: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'IDEMPOTENCY_KEY_IN_USE' | 'SAGA_AT_REST' | 'STEP_NOT_IN_FLIGHT';
          };
        };
      };
      413: components['responses']['BodyTooLarge'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  importOrders: {
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
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/x-ndjson': string;
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
          'application/x-ndjson':
            components['schemas']['ImportResult'] | components['schemas']['ImportReport'];
        };
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['ImportsNotSetUp'];
      409: components['responses']['IdempotencyKeyInUse'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  listProjections: {
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
          'application/json': components['schemas']['ProjectionReport'][];
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  rebuildProjection: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        name: string;
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
      422: components['responses']['RebuildRuns'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  verifyProjection: {
    parameters: {
      query?: never;
      header?: {
        /** @description Identifies the request in logs, messages and the response. Generated if absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context. A new trace starts if absent */
        traceparent?: components['parameters']['Traceparent'];
      };
      path: {
        name: string;
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
          'application/json': components['schemas']['Verdict'];
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      422: components['responses']['RebuildRuns'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getMySummary: {
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
          'application/json': components['schemas']['CustomerSummary'];
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  reportProductSales: {
    parameters: {
      query?: {
        from?: string;
        /** @description Inclusive */
        to?: string;
        sku?: string;
        limit?: number;
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
          'application/json': components['schemas']['ProductSales'];
        };
      };
      400: components['responses']['ValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  reportProductDemand: {
    parameters: {
      query?: {
        sku?: string;
        limit?: number;
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
          'application/json': components['schemas']['ProductDemand'];
        };
      };
      400: components['responses']['ValidationFailed'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  reportOrdersByStatus: {
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
          'application/json': components['schemas']['OrdersByStatus'];
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      500: components['responses']['Internal'];
      503: components['responses']['Unavailable'];
    };
  };
  getMyRewardPoints: {
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
          'application/json': components['schemas']['RewardPoints'];
        };
      };
      400: components['responses']['IdempotencyKeyMissing'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      422: components['responses']['IdempotencyKeyReused'];
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
