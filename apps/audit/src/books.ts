/** What the audit reads: plain rows of every service, put together by what they are about. Amounts in minor units. */
export type Book = StockBook | ParcelBook | ReturnBook | OrderBook | MessageBook | ViewBook | WaitingBook;

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  /** `main` when absent. */
  readonly warehouse?: string | undefined;
}

/** One SKU of a tenant, and each house that it stands in. */
export interface StockBook {
  readonly kind: 'stock';
  readonly tenant: string;
  readonly sku: string;
  /** Sums over the houses, as the stock has them. */
  readonly onHand: number;
  readonly reserved: number;
  readonly houses: readonly HouseRow[];
}

/** What the stock says, the sum of its ledger, and the sum of the reservations that hold it. */
export interface HouseRow {
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  /** Received, adjusted and restocked, less what was shipped: the deltas of the movements. */
  readonly moved: number;
  readonly held: number;
}

/** One parcel: what shipping says, and what the stock let go for it. */
export interface ParcelBook {
  readonly kind: 'parcel';
  readonly id: string;
  readonly parcel?: ParcelRow | undefined;
  readonly taken: readonly Line[];
}

/** One return: what the order says came back for sale, and what the stock took in for it. */
export interface ReturnBook {
  readonly kind: 'return';
  readonly id: string;
  readonly returned?: ReturnRow | undefined;
  readonly restocked: readonly Line[];
}

/** One order in the books of all services. */
export interface OrderBook {
  readonly kind: 'order';
  readonly id: string;
  readonly order?: OrderRow | undefined;
  readonly saga?: SagaRow | undefined;
  readonly reservation?: ReservationRow | undefined;
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
  readonly parcels: readonly ParcelRow[];
  /** Alarms of its payment that an operator has settled. */
  readonly settled: number;
}

/** One message that was published or found in a topic. */
export interface MessageBook {
  readonly kind: 'message';
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly inTopic: boolean;
  /** What its sender's outbox says. `unrecorded`: this sender's relay keeps no record. */
  readonly outbox: 'sent' | 'waiting' | 'unknown' | 'unrecorded';
  /** Consumers that handle its type and have neither a claim nor a dead letter of it. */
  readonly missing: readonly string[];
}

/** A view, and how many of its rows are not what its events say. */
export interface ViewBook {
  readonly kind: 'view';
  readonly name: string;
  readonly differences: number;
}

/** Something that waits in a service, and since when. What does not pass by itself is there at once. */
export interface WaitingBook {
  readonly kind: 'waiting';
  readonly service: string;
  readonly what: 'message' | 'effect' | 'parked key' | 'parked outbox key' | 'dead letter' | 'payment alarm';
  readonly id: string;
  readonly since: Date;
  readonly detail: string;
}

interface Row {
  readonly updatedAt: Date;
}

export interface OrderRow extends Row {
  readonly id: string;
  readonly status: string;
  readonly total: number;
  /** What the customer was told is paid back. */
  readonly refunded: number;
  /** Events that end an order: rejected, cancelled, delivered. */
  readonly endings: readonly string[];
}

export interface SagaRow extends Row {
  readonly id: string;
  readonly status: string;
  readonly deadline: Date | null;
  /** The order is choreographed: its saga follows the services, and has a deadline only for refunds. */
  readonly isFollowing: boolean;
  /** Steps that an operator did by hand: `undo capture`. */
  readonly byHand: readonly string[];
}

export interface ReservationRow extends Row {
  readonly orderId: string;
  readonly status: string;
  readonly lines: readonly Line[];
}

export interface ReturnRow extends Row {
  readonly id: string;
  readonly status: string;
  /** What can be sold again. */
  readonly lines: readonly Line[];
}

export interface PaymentRow extends Row {
  readonly orderId: string;
  readonly status: string;
  readonly gatewayId: string | null;
  readonly amount: number;
  readonly toCapture: number;
  readonly captured: number;
  readonly refunding: number;
  readonly refunded: number;
  readonly refusal: { readonly code: string } | null;
  /** The amount before, while another one is asked for. */
  readonly held: { readonly amount: number } | null;
}

export interface RefundRow extends Row {
  readonly orderId: string;
  readonly refundId: string;
  readonly status: string;
  readonly amount: number;
}

export interface ParcelRow extends Row {
  readonly orderId: string;
  readonly shipmentId: string | null;
  readonly status: string;
  readonly lines: readonly Line[];
}
