// Made from the OpenAPI documents by `npm run contracts`.

import type * as shared from './shared.js';

export interface paths extends shared.paths {
  '/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists orders
     * @description Customers see their own orders. Admins see all orders of the tenant and can filter by `customerId`. Without `sort`, the newest come first. `nextCursor` continues a list with the same parameters.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    get: operations['listOrders'];
    /**
     * Places an order or starts a draft
     * @description Prices the lines from the catalog, stores the order and starts its fulfilment: reserve the stock, authorize the payment, book the shipment, capture the payment. Returns 202 while that runs. With `Prefer: wait=N` it waits up to N seconds and returns 201 once the order is confirmed or rejected. With `draft=true` it stores a draft and returns 201. Repeating the request with the same `Idempotency-Key` returns the first response.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    post: operations['placeOrder'];
  };
  '/v1/orders/{id}/place': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Places a draft
     * @description Validates and prices the draft like a new order, at current catalog prices, and starts its fulfilment. The body can supply the payment method, an email address and the expected total.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    post: operations['placeDraft'];
  };
  '/v1/orders/{id}/lines/{sku}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Sets the quantity of a product in a draft
     * @description Adds the line or replaces its quantity, at the current catalog price. To change a placed order, use `PUT /v1/orders/{id}/lines`.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    put: operations['putDraftLine'];
    /**
     * Removes a line from a draft
     * @description Changes nothing if the draft has no line with this SKU.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    delete: operations['removeDraftLine'];
  };
  '/v1/orders/{id}/lines': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Changes the lines of a placed order
     * @description Replaces all lines. Possible until the shipment is booked. Stock and payment are adjusted first: the response is 202, and `change` in the order shows the progress. If either is refused, the order keeps its lines. With `If-Match`, fails with 412 if the lines have changed since that version.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    put: operations['changeOrderLines'];
  };
  '/v1/orders/{id}/shipping-address': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Changes the shipping address of an order
     * @description Possible until the shipment is booked, and only if the tax stays the same. With `If-Match`, fails with 412 if the address has changed since that version.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    put: operations['changeShippingAddress'];
  };
  '/v1/orders/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Cancels an order
     * @description Releases the stock, cancels the shipment, and voids or refunds the payment. Returns 200 if the order is cancelled, 202 while its steps are being compensated, and 409 if it has already shipped. With `If-Match`, fails with 412 if the status has changed since that version.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    post: operations['cancelOrder'];
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
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    get: operations['getOrder'];
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
     * @description Each entry has the version, type, time and data of the event, the user who caused it, and its correlation and causation ids. If there are more entries, the header `Link` has the URL of the next page with `rel="next"`.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    get: operations['getOrderHistory'];
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
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    get: operations['compareOrderVersions'];
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
     * @description Starts after the version in `Last-Event-ID`, or with the first event if the header is absent. No event is the last one: returns follow a delivery, refunds a rejection or cancellation. The stream ends when you close it, when the token expires, or when the service stops; connect again with `Last-Event-ID` to go on. A user may have 50 streams open (`STREAMS_PER_SUBJECT`).
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    get: operations['streamOrder'];
  };
  '/v1/orders/{id}/origin': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists the client addresses of the requests that changed an order
     * @description Returns the first 100 requests, oldest first, with the IP address and user agent of the client. Those of an erased customer are removed.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['getOrderOrigin'];
  };
  '/v1/orders/{id}/returns': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Requests a return
     * @description The order must have been delivered. `returns` in the response contains the new return with its id.
     *
     *     For every user: the caller’s own data; with the role `admin`, all data of the caller’s tenant.
     */
    post: operations['requestReturn'];
  };
  '/v1/returns/{id}/receive': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Records what arrived of a return
     * @description Adds the `restocked` units to the stock, writes off the `writtenOff` ones, and refunds both. Lines that are left out did not arrive.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['receiveReturn'];
  };
  '/v1/products': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Lists products
     * @description Retired products are included, with `active: false`.
     *
     *     For every user of the tenant.
     */
    get: operations['listProducts'];
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
     *
     *     For every user of the tenant.
     */
    get: operations['getProduct'];
    /**
     * Creates, changes or retires a product
     * @description A product with `active: false` is retired and cannot be ordered. With `If-Match`, the request is merged with changes that others made to different fields since that version, and fails with 412 if they changed the same field. `If-None-Match: *` only creates, `If-Match: *` only changes.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    put: operations['putProduct'];
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
     *
     *     For every user: the caller’s own data.
     */
    get: operations['getMe'];
    /**
     * Sets the caller’s name and email address
     * @description The last write wins, also with an outdated `If-Match`.
     *
     *     For every user: the caller’s own data.
     */
    put: operations['putMe'];
    /**
     * Erases the caller’s personal data
     * @description Removes name, email address and shipping addresses. The orders stay, without personal data. Fails with 409 while the customer has open orders.
     *
     *     For every user: the caller’s own data.
     */
    delete: operations['eraseMe'];
  };
  '/admin/customers/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Erases a customer’s personal data
     * @description Removes name, email address and shipping addresses. The orders stay, without personal data. Fails with 409 while the customer has open orders.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    delete: operations['eraseCustomer'];
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
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['listSagas'];
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
     * @description The log lists every command that the saga sent, with its answer; the decisions say what it was given each time, and what it did. The id of a saga is the id of its order.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['getSaga'];
  };
  '/admin/sagas/{id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Resends the commands in flight
     * @description Sends every command without an answer again, instead of waiting for its deadline.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['retrySaga'];
  };
  '/admin/sagas/{id}/resolve': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Marks a step as done by hand
     * @description Use it when a service will never answer. The saga continues as if the step had succeeded. Its log keeps who resolved the step, when, and the note.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['resolveSaga'];
  };
  '/v1/imports/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Imports orders from a marketplace feed
     * @description Takes one JSON order per line and streams one result per line, followed by a report. Each order is placed once, even if the feed is sent again. An invalid line does not stop the others.
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    post: operations['importOrders'];
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
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    get: operations['listProjections'];
  };
  '/admin/projections/{name}/rebuild': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Rebuilds a view
     * @description Builds a second copy from all events while the current copy is still being read, and switches to it once it has caught up.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['rebuildProjection'];
  };
  '/admin/projections/{name}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Compares a view with the events
     * @description Computes the view from all events and returns the rows that differ, at most ten of each side. Changes nothing.
     *
     *     It takes as long as folding all events does.
     *
     *     Needs the role `operator`: the whole platform, with all tenants.
     */
    post: operations['verifyProjection'];
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
     *
     *     For every user: the caller’s own data.
     */
    get: operations['getMySummary'];
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
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['reportProductSales'];
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
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['reportProductDemand'];
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
     *
     *     Needs the role `admin`: the data of the caller’s tenant.
     */
    get: operations['reportOrdersByStatus'];
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
     *
     *     For every user: the caller’s own data.
     */
    get: operations['getMyRewardPoints'];
  };
}
export interface components {
  schemas: shared.components['schemas'] & {
    OrderBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      shippingAddress: components['schemas']['AddressBody'];
      /** @description Payment method token of the gateway; `pm_card_visa` in the sandbox */
      paymentMethod: string & string;
      /** Format: email */
      email?: string;
      /** @description The total that the customer was shown. The request fails if the order’s total differs */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    AddressBody: {
      name: string & string;
      line1: string & string;
      line2?: string & string;
      city: string & string;
      region?: string & string;
      postalCode: string & string;
      country: string;
    };
    DraftBody: {
      lines?: {
        sku: string;
        quantity: number;
      }[];
      shippingAddress?: components['schemas']['AddressBody'];
      /** @description Payment method token of the gateway; `pm_card_visa` in the sandbox */
      paymentMethod?: string & string;
    };
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
      /** @description When the payment was captured; never after `confirmedAt` */
      paidAt?: string;
      /** @description When the carrier collected the first shipment; never after `deliveredAt` */
      shippedAt?: string;
      /** @description When the last shipment arrived, as the carrier says */
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
      /** @description Empty after the customer was erased */
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
    PlaceDraftBody: {
      /** @description Payment method token of the gateway; `pm_card_visa` in the sandbox */
      paymentMethod?: string & string;
      /** Format: email */
      email?: string;
      /** @description The total that the customer was shown. The request fails if the order’s total differs */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    ItemBody: {
      quantity: number;
    };
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
    CancelBody: {
      reason: string & string;
    };
    OrderPage: {
      items: components['schemas']['Order'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
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
    OrderOrigins: {
      items: {
        /** @description Version of the order after the first event of the request */
        version: number;
        /** Format: date-time */
        at: string;
        userId: string | null;
        ip: string;
        userAgent: string;
        correlationId: string;
      }[];
    };
    ReturnBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      reason: string & string;
    };
    ReceiveBody: {
      /** @description What arrived. SKUs that are left out did not arrive */
      lines: {
        sku: string;
        restocked: number;
        /** @default 0 */
        writtenOff?: number;
      }[];
    };
    ProductPage: {
      items: components['schemas']['Product'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
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
    ProductBody: {
      name: string & string;
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
      taxClass?: string & string;
    };
    Customer: {
      id: string;
      name: string;
      email: string;
      registeredAt: string;
    };
    CustomerBody: {
      name: string & string;
      /** Format: email */
      email: string;
    };
    SagaPage: {
      items: components['schemas']['Saga'][];
      /** @description Continues the list; null on the last page. A page can have fewer items than `limit` although others follow */
      nextCursor: string | null;
    };
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
      /** @description What the saga was given and what it decided, oldest first, with commands that the order refused. Not part of the list */
      decisions?: {
        /** @description Name of the command, or type of the message */
        given: string;
        at: string | null;
        /** @description User on whose behalf it was sent */
        by: string | null;
        /** @description The command of the saga that the message answers */
        answers?: string;
        /** @description Which sending of that command, unless it was the first */
        attempt?: number;
        /** @description What it was decided by, with personal data named by the id of its row */
        input: {
          [key: string]: unknown;
        } | null;
        /** @description Version of the code that decided */
        code: string | null;
        /** @description Types of the events that the order recorded */
        events: string[];
        /** @description Commands that the saga sent */
        sent: string[];
        /** @description Code of the error: nothing was changed */
        refused?: string;
        /** @description How many decisions before this one are no longer kept */
        dropped?: number;
      }[];
      /** @description How often the command in flight was sent */
      attempt: number;
      deadline: string | null;
      wakeAt: string | null;
      /** Format: date-time */
      startedAt: string;
      /** Format: date-time */
      updatedAt: string;
    };
    Resolution: {
      /** @description Name of the step in the log, such as `undo capture` */
      step: string & string;
      note: string & string;
    };
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
    ImportReport: {
      /** @description `false`: the import stopped early. Send the feed again; orders already placed are reported as `known` */
      complete: boolean;
      placed: number;
      known: number;
      refused: number;
      problem?: components['schemas']['ImportProblem'];
    };
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
    ProductDemand: {
      items: {
        sku: string;
        ordered: number;
        cancelled: number;
        /** @description Units ordered less units cancelled */
        pieces: number;
      }[];
    };
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
    RewardPoints: {
      /** @description One for each 100 minor units paid and not refunded */
      points: number;
      /** @description Confirmed orders that were counted */
      orders: number;
    };
  };
  responses: shared.components['responses'] & {
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, TOO_MANY_DRAFTS */
    IdempotencyKeyInUseOrTooManyDrafts: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'IDEMPOTENCY_KEY_IN_USE' | 'TOO_MANY_DRAFTS';
        };
      };
    };
    /** @description Too Many Requests: RATE_LIMITED, TOO_MANY_WAITS */
    RateLimitedOrTooManyWaits: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'RATE_LIMITED' | 'TOO_MANY_WAITS';
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_CHANGING, ORDER_NOT_CHANGEABLE */
    IdempotencyKeyInUseOrOrderChangingOrOrderNotChangeable: {
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_ALREADY_SHIPPED, ORDER_REJECTED */
    IdempotencyKeyInUseOrOrderAlreadyShippedOrOrderRejected: {
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
    /** @description Too Many Requests: RATE_LIMITED, TOO_MANY_STREAMS */
    RateLimitedOrTooManyStreams: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'RATE_LIMITED' | 'TOO_MANY_STREAMS';
        };
      };
    };
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, ORDER_NOT_DELIVERED, RETURN_TOO_LARGE */
    IdempotencyKeyInUseOrOrderNotDeliveredOrReturnTooLarge: {
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, RETURN_RECEIVED, RETURN_TOO_LARGE */
    IdempotencyKeyInUseOrReturnReceivedOrReturnTooLarge: {
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
    /** @description Conflict: IDEMPOTENCY_KEY_IN_USE, SAGA_AT_REST, STEP_NOT_IN_FLIGHT */
    IdempotencyKeyInUseOrSagaAtRestOrStepNotInFlight: {
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
    /** @description Too Many Requests: RATE_LIMITED, TOO_MANY_IMPORTS */
    RateLimitedOrTooManyImports: {
      headers: {
        'X-Correlation-Id': components['headers']['CorrelationId'];
        [name: string]: unknown;
      };
      content: {
        'application/problem+json': components['schemas']['Problem'] & {
          /** @enum {string} */
          code?: 'RATE_LIMITED' | 'TOO_MANY_IMPORTS';
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
  };
  parameters: shared.components['parameters'] & {};
  headers: shared.components['headers'] & {};
}
export interface operations extends shared.operations {
  listOrders: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        /** @description Sort order; `-` before a field stands for descending */
        sort?: '-placedAt' | 'placedAt';
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
        /**
         * @description Only orders with a line of this product
         */
        sku?: string;
        /** @description Only orders that were imported with this order number of the marketplace */
        reference?: string;
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
          'application/json': components['schemas']['OrderPage'];
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
  placeOrder: {
    parameters: {
      query?: {
        /** @description Starts a draft that is placed later. The body is then a `DraftBody`, in which every field is optional */
        draft?: boolean;
      };
      header: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key': string;
        /**
         * @description `wait=N` waits up to N seconds (at most 30) until the order is confirmed or rejected
         */
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
          /** @description `wait=N`: the request could wait up to N seconds. Absent if it did not ask for it */
          'Preference-Applied'?: string;
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
          /** @description `wait=N`: the request could wait up to N seconds. Absent if it did not ask for it */
          'Preference-Applied'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: ADDRESS_MISSING, BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, COUNTRY_UNKNOWN, CURRENCY_UNKNOWN, DUPLICATE_SKU, EMAIL_INVALID, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IDEMPOTENCY_KEY_MISSING, IF_MATCH_INVALID, INVALID_QUANTITY, ORDER_EMPTY, PARAMETER_REPEATED, PRECONDITION_UNSUPPORTED, TOO_MANY_LINES, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'BAD_ENCODING'
              | 'BAD_JSON'
              | 'BAD_TEXT'
              | 'BODY_TOO_DEEP'
              | 'COUNTRY_UNKNOWN'
              | 'CURRENCY_UNKNOWN'
              | 'DUPLICATE_SKU'
              | 'EMAIL_INVALID'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IDEMPOTENCY_KEY_MISSING'
              | 'IF_MATCH_INVALID'
              | 'INVALID_QUANTITY'
              | 'ORDER_EMPTY'
              | 'PARAMETER_REPEATED'
              | 'PRECONDITION_UNSUPPORTED'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUseOrTooManyDrafts'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, CUSTOMER_UNKNOWN, IDEMPOTENCY_KEY_REUSED, NOT_CHARGEABLE, PRODUCT_RETIRED, TOTAL_MISMATCH, UNKNOWN_SKU */
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
              | 'NOT_CHARGEABLE'
              | 'PRODUCT_RETIRED'
              | 'TOTAL_MISMATCH'
              | 'UNKNOWN_SKU';
          };
        };
      };
      429: components['responses']['RateLimitedOrTooManyWaits'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  placeDraft: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 unless one is current
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
         */
        'If-None-Match'?: string;
        /**
         * @description `wait=N` waits up to N seconds (at most 30) until the order is confirmed or rejected
         */
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
          /** @description `wait=N`: the request could wait up to N seconds. Absent if it did not ask for it */
          'Preference-Applied'?: string;
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
          /** @description `wait=N`: the request could wait up to N seconds. Absent if it did not ask for it */
          'Preference-Applied'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, CURRENCY_UNKNOWN, EMAIL_INVALID, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'CURRENCY_UNKNOWN'
              | 'EMAIL_INVALID'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDraft'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: ADDRESS_MISSING, AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, CUSTOMER_UNKNOWN, IDEMPOTENCY_KEY_REUSED, NOT_CHARGEABLE, ORDER_EMPTY, PAYMENT_METHOD_MISSING, PRODUCT_RETIRED, TOTAL_MISMATCH, UNKNOWN_SKU */
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
              | 'NOT_CHARGEABLE'
              | 'ORDER_EMPTY'
              | 'PAYMENT_METHOD_MISSING'
              | 'PRODUCT_RETIRED'
              | 'TOTAL_MISMATCH'
              | 'UNKNOWN_SKU';
          };
        };
      };
      429: components['responses']['RateLimitedOrTooManyWaits'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  putDraftLine: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 unless one is current
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
         */
        'If-None-Match'?: string;
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, INVALID_QUANTITY, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'INVALID_QUANTITY'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDraft'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, IDEMPOTENCY_KEY_REUSED, NOT_CHARGEABLE, PRODUCT_RETIRED, TOO_MANY_LINES, UNKNOWN_SKU */
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
              | 'NOT_CHARGEABLE'
              | 'PRODUCT_RETIRED'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_SKU';
          };
        };
      };
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  removeDraftLine: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 unless one is current
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
         */
        'If-None-Match'?: string;
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDraft'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  changeOrderLines: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 and the current version if a later change conflicts, or if the resource does not exist
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, CURRENCY_UNKNOWN, DUPLICATE_SKU, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, INVALID_QUANTITY, ORDER_EMPTY, TOO_MANY_LINES, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'CURRENCY_UNKNOWN'
              | 'DUPLICATE_SKU'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'INVALID_QUANTITY'
              | 'ORDER_EMPTY'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderChangingOrOrderNotChangeable'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      /** @description Unprocessable Entity: AMOUNT_OUT_OF_RANGE, CURRENCY_MIXED, IDEMPOTENCY_KEY_REUSED, NOT_CHARGEABLE, PRODUCT_RETIRED, TOTAL_MISMATCH, UNKNOWN_SKU */
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
              | 'NOT_CHARGEABLE'
              | 'PRODUCT_RETIRED'
              | 'TOTAL_MISMATCH'
              | 'UNKNOWN_SKU';
          };
        };
      };
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  changeShippingAddress: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 and the current version if a later change conflicts, or if the resource does not exist
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
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
      /** @description Bad Request: ADDRESS_MISSING, BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, COUNTRY_UNKNOWN, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'BAD_ENCODING'
              | 'BAD_JSON'
              | 'BAD_TEXT'
              | 'BODY_TOO_DEEP'
              | 'COUNTRY_UNKNOWN'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
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
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  cancelOrder: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 and the current version if a later change conflicts, or if the resource does not exist
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderAlreadyShippedOrOrderRejected'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
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
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description The caller has the current response */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: BAD_TEXT, IF_MATCH_INVALID, PARAMETER_REPEATED, TOO_MANY_MOMENTS, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'TOO_MANY_MOMENTS'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['ViewBehind'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  getOrderHistory: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
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
          /** @description URL of the next page with `rel="next"`; absent on the last page */
          Link?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryEntry'][];
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
      404: components['responses']['NotFound'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
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
          'application/json': components['schemas']['OrderDifference'];
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
      404: components['responses']['NotFound'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  streamOrder: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Version of the last change that was received. Browsers send it when they connect again
         */
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
    responses: {
      /** @description One event per change of the order */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': {
            /** @description Version of the order */
            id: string;
            /** @description Type of the domain event */
            event: string;
            /** @description JSON in one line */
            data: string;
          };
        };
      };
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimitedOrTooManyStreams'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  getOrderOrigin: {
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
          'application/json': components['schemas']['OrderOrigins'];
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
  requestReturn: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions of the order that the caller has read, or `*`. Fails with 412 unless one is current
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, DUPLICATE_SKU, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, INVALID_QUANTITY, RETURN_EMPTY, TOO_MANY_LINES, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'DUPLICATE_SKU'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'INVALID_QUANTITY'
              | 'RETURN_EMPTY'
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrOrderNotDeliveredOrReturnTooLarge'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  receiveReturn: {
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, TOO_MANY_LINES, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'TOO_MANY_LINES'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['NotFound'];
      409: components['responses']['IdempotencyKeyInUseOrReturnReceivedOrReturnTooLarge'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['DuplicateSkuOrIdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  listProducts: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
        cursor?: string;
        /** @description Sort order; `-` before a field stands for descending */
        sort?: 'sku' | '-sku';
        /** @description Only SKUs that start with this text */
        skuPrefix?: string;
        /**
         * @description Only products whose name has all of these words; the last one may be the beginning of a word
         */
        search?: string;
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
          'application/json': components['schemas']['ProductPage'];
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
  getProduct: {
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
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Product'];
        };
      };
      /** @description The caller has the current response */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
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
      404: components['responses']['NotFound'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  putProduct: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. Fails with 412 and the current version if a later change conflicts, or if the resource does not exist
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, CURRENCY_UNKNOWN, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, INVALID_PRICE, SKU_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'CURRENCY_UNKNOWN'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'INVALID_PRICE'
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
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  getMe: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
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
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Customer'];
        };
      };
      /** @description The caller has the current response */
      304: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description Version of the resource, for `If-Match` and `If-None-Match` */
          ETag?: string;
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Bad Request: BAD_TEXT, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_PARAMETER */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_TEXT' | 'IDEMPOTENCY_KEY_INVALID' | 'IF_MATCH_INVALID' | 'UNKNOWN_PARAMETER';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      422: components['responses']['CustomerUnknownOrIdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  putMe: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
        /**
         * @description ETags of versions that the caller has read, or `*` for any. An outdated one is accepted: the last write wins. Fails with 412 if the record does not exist, or never had such a version
         */
        'If-Match'?: string;
        /**
         * @description Fails with 412 if the resource has one of these ETags; `*` fails if it exists, so that the request only creates
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
      /** @description Bad Request: BAD_ENCODING, BAD_JSON, BAD_TEXT, BODY_TOO_DEEP, EMAIL_INVALID, FIELD_REPEATED, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_FIELD, UNKNOWN_PARAMETER, VALIDATION_FAILED */
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
              | 'EMAIL_INVALID'
              | 'FIELD_REPEATED'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'UNKNOWN_FIELD'
              | 'UNKNOWN_PARAMETER'
              | 'VALIDATION_FAILED';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      412: components['responses']['PreconditionFailed'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  eraseMe: {
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
      409: components['responses']['CustomerHasOpenOrdersOrIdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      /** @description Service Unavailable: DEADLINE_EXCEEDED, IDENTITY_PROVIDER_UNAVAILABLE, MESSAGES_NOT_PUBLISHED, UNAVAILABLE */
      503: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'DEADLINE_EXCEEDED'
              | 'IDENTITY_PROVIDER_UNAVAILABLE'
              | 'MESSAGES_NOT_PUBLISHED'
              | 'UNAVAILABLE';
          };
        };
      };
    };
  };
  eraseCustomer: {
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
      409: components['responses']['CustomerHasOpenOrdersOrIdempotencyKeyInUse'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      /** @description Service Unavailable: DEADLINE_EXCEEDED, IDENTITY_PROVIDER_UNAVAILABLE, MESSAGES_NOT_PUBLISHED, UNAVAILABLE */
      503: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?:
              | 'DEADLINE_EXCEEDED'
              | 'IDENTITY_PROVIDER_UNAVAILABLE'
              | 'MESSAGES_NOT_PUBLISHED'
              | 'UNAVAILABLE';
          };
        };
      };
    };
  };
  listSagas: {
    parameters: {
      query?: {
        limit?: number;
        /** @description Continues a list: the `nextCursor` of its page before */
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
  retrySaga: {
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
          'application/json': components['schemas']['Saga'];
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
      409: components['responses']['IdempotencyKeyInUseOrSagaAtRest'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  resolveSaga: {
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
      409: components['responses']['IdempotencyKeyInUseOrSagaAtRestOrStepNotInFlight'];
      413: components['responses']['BodyTooLarge'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  importOrders: {
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
      /** @description Bad Request: BAD_ENCODING, BAD_TEXT, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, PRECONDITION_UNSUPPORTED, UNKNOWN_PARAMETER */
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
              | 'BAD_TEXT'
              | 'IDEMPOTENCY_KEY_INVALID'
              | 'IF_MATCH_INVALID'
              | 'PRECONDITION_UNSUPPORTED'
              | 'UNKNOWN_PARAMETER';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      404: components['responses']['ImportsNotSetUp'];
      409: components['responses']['IdempotencyKeyInUse'];
      414: components['responses']['UrlTooLong'];
      415: components['responses']['UnsupportedMediaType'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimitedOrTooManyImports'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
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
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
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
      422: components['responses']['RebuildRuns'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
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
      422: components['responses']['RebuildRuns'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['IdentityProviderUnavailableOrUnavailable'];
    };
  };
  getMySummary: {
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
          'application/json': components['schemas']['CustomerSummary'];
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
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
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
      400: components['responses']['BadTextOrIfMatchInvalidOrUnknownParameter'];
      401: components['responses']['TokenInvalidOrTokenMissing'];
      403: components['responses']['Forbidden'];
      414: components['responses']['UrlTooLong'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
  getMyRewardPoints: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description A repeated request with the same key returns the first response: its status, body, `ETag` and `Location`, with `Idempotent-Replayed: true`. The same key with another request is refused. Keys are kept for `IDEMPOTENCY_RETENTION` (24 hours by default)
         */
        'Idempotency-Key'?: string;
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
          'application/json': components['schemas']['RewardPoints'];
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
      /** @description Bad Request: BAD_TEXT, IDEMPOTENCY_KEY_INVALID, IF_MATCH_INVALID, UNKNOWN_PARAMETER */
      400: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {string} */
            code?: 'BAD_TEXT' | 'IDEMPOTENCY_KEY_INVALID' | 'IF_MATCH_INVALID' | 'UNKNOWN_PARAMETER';
          };
        };
      };
      401: components['responses']['TokenInvalidOrTokenMissing'];
      409: components['responses']['IdempotencyKeyInUse'];
      412: components['responses']['PreconditionFailed'];
      414: components['responses']['UrlTooLong'];
      422: components['responses']['IdempotencyKeyReused'];
      429: components['responses']['RateLimited'];
      500: components['responses']['Internal'];
      503: components['responses']['DeadlineExceededOrIdentityProviderUnavailableOrUnavailable'];
    };
  };
}
