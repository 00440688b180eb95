import type { DomainEvent, Money } from '@waybill/kernel';

export interface OrderLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
  /** Of the whole line; whether the price holds it, the charge says. Absent where no tax is taken, and in a draft. */
  readonly tax?: Money;
}

/** What is paid beside the lines: postage, tax. */
export interface Charge {
  readonly kind: string;
  readonly amount: Money;
  /** The prices hold it already: it adds nothing to the total. */
  readonly included?: boolean;
}

/** Pieces of one line. */
export interface Pieces {
  readonly sku: string;
  readonly quantity: number;
}

/** What came back of a line: pieces that can be sold again, and pieces that cannot. */
export interface ReceivedLine {
  readonly sku: string;
  readonly restocked: number;
  readonly writtenOff: number;
}

export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

export interface Shipment {
  readonly shipmentId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly eta: string;
}

/** A parcel of several, and what is in it. */
export interface Parcel extends Shipment {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

/** Pieces in one house; in the main one when nothing is said. */
export interface PlacedLine {
  readonly sku: string;
  readonly quantity: number;
  readonly warehouse?: string | undefined;
}

/** Nobody but the customer knows of it until it is placed. */
export type OrderDrafted = DomainEvent<
  'order.drafted',
  { readonly customerId: string; readonly paymentMethod?: string }
>;
/** The draft’s line of this SKU is now this one. */
export type ItemAdded = DomainEvent<'order.item-added', OrderLine>;
export type ItemRemoved = DomainEvent<'order.item-removed', { readonly sku: string }>;
export type DraftDiscarded = DomainEvent<
  'order.draft-discarded',
  { readonly reason: string; readonly by: string }
>;
export type OrderPlaced = DomainEvent<
  'order.placed',
  {
    readonly customerId: string;
    /** Names the row with name, address and mail: people can be erased, events cannot. */
    readonly contact: string;
    readonly lines: readonly OrderLine[];
    readonly charges: readonly Charge[];
    readonly total: Money;
    /** The gateway's token for a payment method. */
    readonly paymentMethod: string;
    /** Nobody leads this order; absent where a saga does. */
    readonly style?: 'choreographed';
  }
>;
/** `contact` names the row with the new address. */
export type ShippingAddressChanged = DomainEvent<
  'order.shipping-address-changed',
  { readonly contact: string }
>;
interface NewLines {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
}
/** `revision` numbers what is asked of stock and payment; the next one is for the lines as they were. */
export type LinesChangeRequested = DomainEvent<
  'order.lines-change-requested',
  NewLines & { readonly revision: number }
>;
export type LinesChanged = DomainEvent<
  'order.lines-changed',
  NewLines & { readonly previous: readonly OrderLine[]; readonly goods?: readonly PlacedLine[] }
>;
/** `goods` where the old lines, put back, may come from other houses than before. */
export type LinesChangeRefused = DomainEvent<
  'order.lines-change-refused',
  Refusal & { readonly goods?: readonly PlacedLine[] }
>;
/** `lines` only where goods come from another house than the main one. */
export type StockReserved = DomainEvent<'order.stock-reserved', { readonly lines?: readonly PlacedLine[] }>;
export type PaymentAuthorized = DomainEvent<'order.payment-authorized', { readonly paymentId: string }>;
/** The first parcel; all of them in `parcels` when there are several. */
export type ShipmentBooked = DomainEvent<
  'order.shipment-booked',
  Shipment & { readonly parcels?: readonly Parcel[] }
>;
/** Where nobody leads: the money is taken, and the order has not heard yet of its shipment. */
export type PaymentCaptured = DomainEvent<'order.payment-captured', { readonly paymentId: string }>;
export type OrderConfirmed = DomainEvent<'order.confirmed', { readonly paymentId: string }>;
export type OrderRejected = DomainEvent<'order.rejected', Refusal & { readonly refund?: Money }>;
/** Where nobody leads: the money was taken before payment heard of the rejection, and is paid back. */
export type OrderRefunded = DomainEvent<'order.refunded', { readonly refund: Money }>;
export type CancellationRequested = DomainEvent<
  'order.cancellation-requested',
  { readonly reason: string; readonly by: string }
>;
export type CancellationRefused = DomainEvent<'order.cancellation-refused', Refusal>;
export type OrderCancelled = DomainEvent<
  'order.cancelled',
  { readonly reason: string; readonly by: string; readonly refund: Money }
>;
/** Of each parcel; the order is SHIPPED with its first. */
export type OrderShipped = DomainEvent<'order.shipped', Shipment>;
/** The warehouse found too little: these pieces will not come, and are paid back. */
export type OrderShorted = DomainEvent<
  'order.shorted',
  { readonly shipmentId: string; readonly lines: readonly Pieces[]; readonly refund: Money }
>;
/** One of several arrived, and not the last. */
export type ParcelDelivered = DomainEvent<
  'order.parcel-delivered',
  { readonly shipmentId: string; readonly deliveredAt: string }
>;
export type OrderDelivered = DomainEvent<
  'order.delivered',
  { readonly shipmentId: string; readonly deliveredAt: string }
>;

export type ReturnRequested = DomainEvent<
  'order.return-requested',
  { readonly returnId: string; readonly lines: readonly Pieces[]; readonly reason: string }
>;
/** `refund` is what these pieces are worth; it is paid back before the return is completed. */
export type ReturnReceived = DomainEvent<
  'order.return-received',
  { readonly returnId: string; readonly lines: readonly ReceivedLine[]; readonly refund: Money }
>;
export type ReturnCompleted = DomainEvent<
  'order.return-completed',
  { readonly returnId: string; readonly refund: Money }
>;

export type OrderEvent =
  | OrderDrafted
  | ItemAdded
  | ItemRemoved
  | DraftDiscarded
  | OrderPlaced
  | ShippingAddressChanged
  | LinesChangeRequested
  | LinesChanged
  | LinesChangeRefused
  | StockReserved
  | PaymentAuthorized
  | ShipmentBooked
  | PaymentCaptured
  | OrderConfirmed
  | OrderRejected
  | OrderRefunded
  | CancellationRequested
  | CancellationRefused
  | OrderCancelled
  | OrderShipped
  | OrderShorted
  | ParcelDelivered
  | OrderDelivered
  | ReturnRequested
  | ReturnReceived
  | ReturnCompleted;
