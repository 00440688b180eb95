/** The input of the audit: rows of all services, grouped by their subject. Amounts are in minor units. */
export type AuditRecord =
  StockRecord | ParcelRecord | ReturnRecord | OrderRecord | MessageRecord | ViewRecord | WaitingRecord;

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  /** `main` when absent. */
  readonly warehouse?: string | undefined;
}

/** One SKU of a tenant, with its warehouses. */
export interface StockRecord {
  readonly kind: 'stock';
  readonly tenant: string;
  readonly sku: string;
  /** Sums over all warehouses, as stored. */
  readonly onHand: number;
  readonly reserved: number;
  readonly warehouses: readonly WarehouseRow[];
}

/** The stored stock of one warehouse, the sum of its movements, and the sum of its reservations. */
export interface WarehouseRow {
  readonly warehouse: string;
  readonly onHand: number;
  readonly reserved: number;
  /** Sum of the movements: received, adjusted and restocked less shipped. */
  readonly moved: number;
  readonly held: number;
}

/** One shipment: its row in shipping, and the units taken from stock for it. */
export interface ParcelRecord {
  readonly kind: 'parcel';
  readonly id: string;
  readonly parcel?: ParcelRow | undefined;
  readonly taken: readonly Line[];
}

/** One return: the restocked units according to the order, and those added to stock. */
export interface ReturnRecord {
  readonly kind: 'return';
  readonly id: string;
  readonly returned?: ReturnRow | undefined;
  readonly restocked: readonly Line[];
}

/** One order with its rows in all services. */
export interface OrderRecord {
  readonly kind: 'order';
  readonly id: string;
  readonly order?: OrderRow | undefined;
  readonly saga?: SagaRow | undefined;
  readonly reservation?: ReservationRow | undefined;
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
  readonly parcels: readonly ParcelRow[];
  /** Number of payment alarms that an operator has settled. */
  readonly settled: number;
}

/** One message of an outbox or a topic. */
export interface MessageRecord {
  readonly kind: 'message';
  readonly id: string;
  readonly type: string;
  readonly topic: string;
  readonly inTopic: boolean;
  /** State in the outbox of its sender. `unrecorded`: the relay of this sender keeps no record of sent messages. */
  readonly outbox: 'sent' | 'waiting' | 'unknown' | 'unrecorded';
  /** Consumers of its type that have neither a claim nor a dead letter for it. */
  readonly missing: readonly string[];
}

/** A view and the number of its rows that do not match the events. */
export interface ViewRecord {
  readonly kind: 'view';
  readonly name: string;
  readonly differences: number;
}

/** Something that waits in a service. */
export interface WaitingRecord {
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
  /** The refund that was reported to the customer. */
  readonly refunded: number;
  /** Events that end an order: rejected, cancelled, delivered. */
  readonly endings: readonly string[];
}

export interface SagaRow extends Row {
  readonly id: string;
  readonly status: string;
  readonly deadline: Date | null;
  /** The order is choreographed: its saga only follows the services, and has a deadline only for refunds. */
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
  /** Restocked units. */
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
  /** The previous amount, while another one is being authorized. */
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
