import { DomainError, type Money } from '@waybill/kernel';
import type { OrderState } from './order-state.js';
import type { Pieces, ReceivedLine } from './order.events.js';
import * as parcels from './parcels.js';
import { type PaidBack, refundOf } from './refund-share.js';

/** Goods on their way back, or back. `refund` is known once they were received, and paid back when it is COMPLETED. */
export interface Return {
  readonly id: string;
  readonly status: 'REQUESTED' | 'RECEIVED' | 'COMPLETED';
  readonly reason: string;
  readonly lines: readonly Pieces[];
  readonly received?: readonly ReceivedLine[];
  readonly refund?: Money;
  readonly requestedAt: string;
  readonly completedAt?: string;
}

/** A return is numbered within its order, so that its id names both. */
export function returnId(orderId: string, number: number): string {
  return `${orderId}-return-${number}`;
}

/** Undefined for what is no return’s id. */
export function orderOfReturn(id: string): string | undefined {
  return /^(.+)-return-[1-9]\d*$/.exec(id)?.[1];
}

/** The name of the refund for what was missing in a parcel; that of a return is the return’s id. */
export function shortRefund(orderId: string, shipmentId: string): string {
  return `${orderId}:short:${shipmentId}`;
}

/** The name of the refund for an order that is cancelled, or rejected. */
export function cancellationRefund(orderId: string): string {
  return `${orderId}:cancellation`;
}

/** The parcel whose missing pieces a refund is for; undefined for any other refund. */
export function parcelOfShort(refundId: string): string | undefined {
  return /:short:(.+)$/.exec(refundId)?.[1];
}

/** What comes back cannot be more than went out and is not on its way back already. */
export function refuseUnreturnable(state: OrderState, wanted: readonly Pieces[]): void {
  const { lines, returns = [], shorted = [] } = state;
  const missing = shorted.flatMap((one) => one.lines);
  if (new Set(wanted.map(({ sku }) => sku)).size < wanted.length)
    throw new DomainError('DUPLICATE_SKU', 'one line per SKU: add the quantities up');
  for (const { sku, quantity } of wanted) {
    const delivered = parcels.piecesOf(lines, sku) - parcels.piecesOf(missing, sku);
    const gone = returns
      .flatMap((one) => (one.received ? one.received.map(piecesOf) : one.lines))
      .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
    if (quantity > delivered - gone)
      throw new DomainError('RETURN_TOO_LARGE', `${delivered - gone} pieces of ${sku} can be returned`, {
        sku,
        returnable: delivered - gone,
      });
  }
}

/** Fewer pieces may arrive than were announced; others may not. */
export function refuseUnannounced({ lines }: Return, received: readonly ReceivedLine[]): void {
  if (new Set(received.map(({ sku }) => sku)).size < received.length)
    throw new DomainError('DUPLICATE_SKU', 'one line per SKU: add the quantities up');
  for (const { sku, quantity } of received.map(piecesOf)) {
    const announced = lines.find((line) => line.sku === sku)?.quantity ?? 0;
    if (quantity > announced)
      throw new DomainError('RETURN_TOO_LARGE', `${announced} pieces of ${sku} were announced`, {
        sku,
        announced,
      });
  }
}

/** What is paid back for pieces that will not come. */
export function refundForMissing(state: OrderState, missing: readonly Pieces[]): Money {
  return refundOf(state, paidBack(state), missing);
}

/** What is paid back for these pieces, beside what was or is being paid back for others. */
export function refundForReceived(state: OrderState, received: readonly ReceivedLine[]): Money {
  return refundOf(state, paidBack(state), received.map(piecesOf));
}

export function piecesOf({ sku, restocked, writtenOff }: ReceivedLine): Pieces {
  return { sku, quantity: restocked + writtenOff };
}

function paidBack({ returns = [], shorted = [] }: OrderState): PaidBack {
  const pieces = new Map<string, number>();
  const back = returns.flatMap(({ received = [] }) => received.map(piecesOf));
  for (const { sku, quantity } of [...shorted.flatMap(({ lines }) => lines), ...back])
    pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
  return {
    pieces,
    amount: [...shorted, ...returns].reduce((sum, { refund }) => sum + (refund?.amount ?? 0), 0),
  };
}
