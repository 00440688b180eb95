// Made from the OpenAPI document by `npm run contracts`.
export interface paths {
  '/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The caller’s orders, newest first; an admin sees all of the tenant */
    get: operations['listOrders'];
    put?: never;
    /** Places an order, or begins a draft of one */
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
    /** Places a draft, at the prices of now and under the rules of any other order */
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
    /** Puts a line into a draft, at the price of now */
    put: operations['putDraftLine'];
    post?: never;
    /** Takes a line out of a draft */
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
    /** Other lines, until the shipment is being booked and if stock and payment can follow; `change` shows how far that is. With If-Match only in the place of those that the caller saw */
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
    /** Another address, until the shipment is being booked. With If-Match only in the place of the one that the caller saw */
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
    /** Cancels an order; what was reserved is released, what was paid is refunded. With If-Match only in the status that the caller saw */
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
    /** One order; `minVersion` waits up to a second for the view, `version` and `asOf` show it as it was, with name and address as they are */
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
    /** The order’s domain events, oldest first */
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
    /** What two versions of the order do not share */
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
    /** Each change as it happens; goes on behind `Last-Event-ID` */
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
    /** Announces goods of a delivered order that are sent back; its id is in `returns` */
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
    /** The goods are here: what can be sold again goes back into the stock, and all is paid back */
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
    /** Products in the order of their SKUs */
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
    /** One product */
    get: operations['getProduct'];
    /** Lists a product, changes its name or price, or retires it with active: false. With If-Match it is merged with what others changed of other fields since */
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
    /** The caller; registered from the token’s claims at its first sight */
    get: operations['getMe'];
    /** Sets the caller’s name and mail address; the last word counts */
    put: operations['putMe'];
    post?: never;
    /** Erases the caller’s name, mail and addresses; 409 while orders of theirs are open */
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
    /** Erases a customer’s name, mail and addresses; 409 while orders of theirs are open */
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
    /** Fulfilment sagas, the most recently changed first */
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
    /** One saga: state, log and deadline */
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
    /** Sends what is in flight again, now */
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
    /** A step was done by hand: the saga goes on as if it had been answered */
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
    /** Places the orders of a marketplace’s feed, each once however often it comes. Answers line by line while the feed comes in, with a report at the end */
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
    /** How far each view has come, and a rebuild that is under way */
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
    /** Makes a view anew beside the one that is read, and switches when it has caught up */
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
    /** Folds all events once more and answers the rows in which the view differs */
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
    /** The caller’s orders at a glance; follows within a second */
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
    /** What was sold of each product per day, the newest day first */
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
    /** Pieces ordered of each product, rejected orders included, and those cancelled; the most wanted first */
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
    /** How many orders are in each status */
    get: operations['reportOrdersByStatus'];
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
    /** Is the process sound? Asks no dependency. */
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
    /** Can it serve requests? Names each dependency, its state, since when, and the last error. */
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
    /** Messages that wait to be published, and keys whose message the broker refuses */
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
    /** Tries a parked key again, within a second */
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
    /** Messages that a consumer gave up on, newest first */
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
    /** Dead letters by their cause: how many, the first and the last */
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
    /** Keys whose messages wait behind a dead letter, oldest first */
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
    /** One dead letter with its headers, value, error, and what was done with it */
    get: operations['getDeadLetter'];
    /** Replaces value and headers of an open letter; what came is kept beside */
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
    /** Closes a letter for good */
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
    /** Hands all that match to their consumers again, oldest first, at a limited rate; 500 per call */
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
    /** Hands the message to the consumer that failed, and those that wait behind it */
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
    /** Every message that the services exchange, with the versions of its schema */
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
    /** JSON Schema (draft 2020-12) of a message’s data in one version */
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
    OrderBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      shippingAddress: components['schemas']['AddressBody'];
      /** @description the gateway’s token, `pm_card_visa` in the sandbox */
      paymentMethod: string;
      /** Format: email */
      email?: string;
      /** @description what the customer was shown; another total is refused */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    AddressBody: {
      name: string;
      line1: string;
      line2?: string;
      city: string;
      region?: string;
      postalCode: string;
      country: string;
    };
    DraftBody: {
      lines?: {
        sku: string;
        quantity: number;
      }[];
      shippingAddress?: components['schemas']['AddressBody'];
      /** @description the gateway’s token, `pm_card_visa` in the sandbox */
      paymentMethod?: string;
    };
    Order: {
      id: string;
      customerId: string;
      customerName: string | null;
      /** @description for admins */
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
        /** @description of the line; in its price when the charge is `included` */
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
      /** @description null when the customer’s data was erased */
      shippingAddress: components['schemas']['Address'] | null;
      rejection?: components['schemas']['Rejection'];
      cancellation?: {
        reason: string;
        by: string;
        refund?: components['schemas']['Money'];
      };
      /** @description other lines that stock and payment are asked for, or that were refused last */
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
      /** @description what the warehouse did not find: it will not come, and is paid back */
      shorted?: {
        shipmentId: string;
        lines: {
          sku: string;
          quantity: number;
        }[];
        refund: components['schemas']['Money'];
      }[];
      /** @description of a draft: when it was begun */
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
      /** @description minor units */
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
      /** @description of whoever refused */
      detail: string;
      /** @description for the customer */
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
      /** @description what was in the parcel */
      received?: {
        sku: string;
        restocked: number;
        writtenOff: number;
      }[];
      /** @description paid back once it is COMPLETED */
      refund?: components['schemas']['Money'];
      requestedAt: string;
      completedAt?: string;
    };
    PlaceDraftBody: {
      /** @description the gateway’s token, `pm_card_visa` in the sandbox */
      paymentMethod?: string;
      /** Format: email */
      email?: string;
      /** @description what the customer was shown; another total is refused */
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
      /** @description what the customer was shown; another total is refused */
      expectedTotal?: {
        amount: number;
        currency: string;
      };
    };
    CancelBody: {
      reason: string;
    };
    OrderPage: {
      items: components['schemas']['Order'][];
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
      /** @description what happened in between */
      events: string[];
      changes: components['schemas']['OrderChange'][];
    };
    OrderChange: {
      /** @description JSON Pointer (RFC 6901) into the order */
      path: string;
      /** @description absent: it was not there */
      before?: unknown;
      /** @description absent: it is gone */
      after?: unknown;
    };
    ReturnBody: {
      lines: {
        sku: string;
        quantity: number;
      }[];
      reason: string;
    };
    ReceiveBody: {
      /** @description what was in the parcel; what is not named did not come */
      lines: {
        sku: string;
        restocked: number;
        /** @default 0 */
        writtenOff?: number;
      }[];
    };
    ProductPage: {
      items: components['schemas']['Product'][];
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
      /** @description of the tax rates of a country */
      taxClass: string;
    };
    ProductBody: {
      name: string;
      price: {
        amount: number;
        currency: string;
      };
      /** @default true */
      active?: boolean;
      /**
       * @description of the tax rates of a country
       * @default standard
       */
      taxClass?: string;
    };
    Customer: {
      id: string;
      name: string;
      email: string;
      registeredAt: string;
    };
    CustomerBody: {
      name: string;
      /** Format: email */
      email: string;
    };
    SagaPage: {
      items: components['schemas']['Saga'][];
      nextCursor: string | null;
    };
    Saga: {
      /** @description of its order */
      id: string;
      name: string;
      version: number;
      tenant: string;
      /** @enum {string} */
      status: 'running' | 'compensating' | 'ended';
      /** @description what the saga itself remembers */
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
        /** @description who had it sent again */
        by?: string;
        resolved?: {
          by: string;
          note: string;
          /** Format: date-time */
          at: string;
        };
      }[];
      /** @description how often the command in flight was sent */
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
    Resolution: {
      /** @description as the log names it: `undo capture` */
      step: string;
      note: string;
    };
    ImportResult: {
      /** @description from 1; of the same feed always the same */
      line: number;
      externalId?: string;
      /**
       * @description `known`: an earlier import has placed it
       * @enum {string}
       */
      outcome: 'placed' | 'known' | 'refused';
      orderId?: string;
      problem?: components['schemas']['ImportProblem'];
    };
    ImportProblem: {
      code: string;
      detail: string;
      /** @description what to do about it */
      advice: string;
      errors?: {
        pointer: string;
        code: string;
        detail: string;
      }[];
    };
    ImportReport: {
      /** @description false: send the feed again; what was placed stays `known` */
      complete: boolean;
      placed: number;
      known: number;
      refused: number;
      problem?: components['schemas']['ImportProblem'];
    };
    ProjectionReport: {
      name: string;
      generation: number;
      /** @description seen by the generation that is read; `null` of a view that is written with them */
      events: number | null;
      /** @description age of the oldest event that it has not seen */
      lagSeconds: number;
      rebuild?: {
        events: number;
        of: number;
      };
    };
    Verdict: {
      events: number;
      /** @description rows that only one of the two has; at most ten of each */
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
      /** @description null when it was erased */
      name: string | null;
      email: string | null;
      totalOrders: number;
      /** @description confirmed and not paid back, per currency */
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
        /** @description minor units */
        amount: number;
      }[];
    };
    ProductDemand: {
      items: {
        sku: string;
        ordered: number;
        cancelled: number;
        /** @description what was ordered and not cancelled */
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
    Liveness: {
      /** @enum {string} */
      status: 'up' | 'down';
    };
    Readiness: {
      /** @enum {string} */
      status: 'up' | 'degraded' | 'down' | 'stopping';
      dependencies: {
        name: string;
        /** @enum {string} */
        state: 'starting' | 'up' | 'down';
        /** Format: date-time */
        since: string;
        /** @description without it no request can be served */
        required: boolean;
        address: string;
        lastError?: string;
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
      /** @description has slashes: send it URL-encoded */
      id: string;
      consumer: string;
      /** @description `null` when the record was no message */
      messageId: string | null;
      type: string | null;
      topic: string;
      partition: number;
      offset: number;
      key: string;
      attempts: number;
      /** @enum {string} */
      status: 'open' | 'redriven' | 'discarded';
      /** @description in the line of its parked key */
      place: number | null;
      redrives: number;
      /** @description the same for the same cause */
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
      /** @description has slashes: send it URL-encoded */
      id: string;
      consumer: string;
      /** @description `null` when the record was no message */
      messageId: string | null;
      type: string | null;
      topic: string;
      partition: number;
      offset: number;
      key: string;
      attempts: number;
      /** @enum {string} */
      status: 'open' | 'redriven' | 'discarded';
      /** @description in the line of its parked key */
      place: number | null;
      redrives: number;
      /** @description the same for the same cause */
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
      /** @description as they came, of an edited letter */
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
    Redrive: {
      items: {
        id: string;
        /** @enum {string} */
        outcome: 'redriven' | 'closed before' | 'failed' | 'rehearsed';
        errorCode?: string;
        errorMessage?: string;
        /** @description of a rehearsal: what it would write and publish */
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
        /** @description the path of its JSON Schema */
        schema: string;
        /** @description there is a newer version */
        deprecated: boolean;
      }[];
    };
    Problem: {
      type: string;
      title: string;
      status: number;
      detail: string;
      /** @description the path of the call */
      instance: string;
      /** @description stable; decide by it */
      code: string;
      correlationId: string;
      /** @description of bad input: where (JSON pointers) and why */
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
    /** @description names the call in logs, messages and the answer; made when absent */
    CorrelationId: string;
    /** @description W3C Trace Context of the caller; a trace begins here when absent */
    Traceparent: string;
  };
  requestBodies: never;
  headers: {
    /** @description names the call in logs and messages */
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
        /** @description placed at or after */
        from?: string;
        /** @description placed before */
        to?: string;
        /** @description for admins */
        customerId?: string;
      };
      header?: {
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description begins an order that is placed later; its body may lack what an order needs (`DraftBody`) */
        draft?: boolean;
      };
      header: {
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key': string;
        /** @description `wait=N`: answers 201 once CONFIRMED or REJECTED within N ≤ 30 seconds */
        Prefer?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
      /** @description Confirmed or rejected within `Prefer: wait`; or a draft */
      201: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description the version; for If-Match and If-None-Match */
          ETag?: string;
          /** @description where the order is */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description On its way */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description the version; for If-Match and If-None-Match */
          ETag?: string;
          /** @description where the order is */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description `wait=N`: answers 201 once CONFIRMED or REJECTED within N ≤ 30 seconds */
        Prefer?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
      /** @description Confirmed or rejected within `Prefer: wait` */
      201: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description the version; for If-Match and If-None-Match */
          ETag?: string;
          /** @description where the order is */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description On its way */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description the version; for If-Match and If-None-Match */
          ETag?: string;
          /** @description where the order is */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description the ETag that the caller has seen; 412 with the current version when the change cannot stand beside what came since */
        'If-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description the ETag that the caller has seen; 412 with the current version when the change cannot stand beside what came since */
        'If-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description the ETag that the caller has seen; 412 with the current version when the change cannot stand beside what came since */
        'If-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
      /** @description It is cancelled */
      200: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description the version; for If-Match and If-None-Match */
          ETag?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description Asked for: what runs is compensated first */
      202: {
        headers: {
          'X-Correlation-Id': components['headers']['CorrelationId'];
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the order as it was after so many of its events */
        version?: number;
        /** @description the order as it was at a time */
        asOf?: string;
      };
      header?: {
        /** @description the ETag that the caller has; 304 while there is nothing newer */
        'If-None-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the newest version when absent */
        to?: number;
      };
      header?: {
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the version that was seen last */
        'Last-Event-ID'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the ETag that the caller has; 304 while there is nothing newer */
        'If-None-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description the ETag that the caller has seen; 412 with the current version when the change cannot stand beside what came since */
        'If-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description an older ETag is no reason to refuse: the last word counts */
        'If-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
          /** @description the version; for If-Match and If-None-Match */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description only those whose deadline is over, or whose command was sent five times or more */
        stuck?: boolean;
      };
      header?: {
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the same key gives the same answer for 24 hours */
        'Idempotency-Key'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description inclusive */
        to?: string;
        sku?: string;
        limit?: number;
      };
      header?: {
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
  getLiveness: {
    parameters: {
      query?: never;
      header?: {
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
      /** @description Start it anew */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
      /** @description Send requests elsewhere */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
        /** @description the ETag that the caller has */
        'If-None-Match'?: string;
        /** @description names the call in logs, messages and the answer; made when absent */
        'X-Correlation-Id'?: components['parameters']['CorrelationId'];
        /** @description W3C Trace Context of the caller; a trace begins here when absent */
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
