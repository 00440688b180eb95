import type { CustomerId, PaymentId, Sku } from '@waybill/contracts/ids';
import type { DomainEvent, Money } from '@waybill/kernel';
import type { LineChangeEvent } from './changed-lines.js';
import type { Charge, OrderLine, Refusal, StockedUnits } from './lines.js';
import type { ReturnEvent } from './returns.js';
import type { ShipmentEvent } from './shipments.js';
import type { Terms } from './terms.js';

/** Not published: only the customer sees a draft before it is placed. */
export type OrderDrafted = DomainEvent<
  'order.drafted',
  { readonly customerId: CustomerId; readonly paymentMethod?: string }
>;
/** Replaces the draft’s line of this SKU, or adds it. */
export type ItemAdded = DomainEvent<'order.item-added', OrderLine>;
export type ItemRemoved = DomainEvent<'order.item-removed', { readonly sku: Sku }>;
export type DraftDiscarded = DomainEvent<
  'order.draft-discarded',
  { readonly reason: string; readonly by: string }
>;
export type OrderPlaced = DomainEvent<
  'order.placed',
  Terms & {
    readonly customerId: CustomerId;
    /** Id of the row with name, address and mail, which can be erased; events cannot. */
    readonly contact: string;
    readonly lines: readonly OrderLine[];
    readonly charges: readonly Charge[];
    readonly total: Money;
  }
>;
/** `contact`: id of the row with the new address. */
export type ShippingAddressChanged = DomainEvent<
  'order.shipping-address-changed',
  { readonly contact: string }
>;
/** `lines`: present only if some units come from a warehouse other than the default one. */
export type StockReserved = DomainEvent<'order.stock-reserved', { readonly lines?: readonly StockedUnits[] }>;
export type PaymentAuthorized = DomainEvent<'order.payment-authorized', { readonly paymentId: PaymentId }>;
/** A capture as payment reports it. */
export interface Capture {
  readonly paymentId: PaymentId;
  /** Payment’s time. Absent in events of earlier releases, and if an operator captured by hand: then the time of the event. */
  readonly capturedAt?: string;
}

/** The payment was captured, and other steps are still open. */
export type PaymentCaptured = DomainEvent<'order.payment-captured', Capture>;
/** `capturedAt`: present if the capture was the last step. */
export type OrderConfirmed = DomainEvent<'order.confirmed', Capture>;
export type OrderRejected = DomainEvent<'order.rejected', Refusal & { readonly refund?: Money }>;
/** Money that was captured before payment received the rejection was refunded. */
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

export type OrderEvent =
  | OrderDrafted
  | ItemAdded
  | ItemRemoved
  | DraftDiscarded
  | OrderPlaced
  | ShippingAddressChanged
  | LineChangeEvent
  | StockReserved
  | PaymentAuthorized
  | PaymentCaptured
  | OrderConfirmed
  | OrderRejected
  | OrderRefunded
  | CancellationRequested
  | CancellationRefused
  | OrderCancelled
  | ShipmentEvent
  | ReturnEvent;
