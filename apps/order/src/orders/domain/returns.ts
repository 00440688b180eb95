import type { OrderId, ReturnId, Sku } from '@waybill/contracts/ids';
import { type DomainEvent, DomainError, type Money, assertNever } from '@waybill/kernel';
import { type ReceivedUnits, type Units, quantityOf, unitsOf } from './lines.js';
import { orderErrors } from './order.errors.js';

export type ReturnRequested = DomainEvent<
  'order.return-requested',
  { readonly returnId: ReturnId; readonly lines: readonly Units[]; readonly reason: string }
>;
/** `refund`: the value of these units. It is paid before the return is completed. */
export type ReturnReceived = DomainEvent<
  'order.return-received',
  { readonly returnId: ReturnId; readonly lines: readonly ReceivedUnits[]; readonly refund: Money }
>;
export type ReturnCompleted = DomainEvent<
  'order.return-completed',
  { readonly returnId: ReturnId; readonly refund: Money }
>;
export type ReturnEvent = ReturnRequested | ReturnReceived | ReturnCompleted;

/** A return. `refund` is present once the units are received, and paid when the return is COMPLETED. */
export interface Return {
  readonly id: ReturnId;
  readonly status: 'REQUESTED' | 'RECEIVED' | 'COMPLETED';
  readonly reason: string;
  readonly lines: readonly Units[];
  readonly received?: readonly ReceivedUnits[];
  readonly refund?: Money;
  readonly requestedAt: string;
  readonly completedAt?: string;
}

/** `number` counts the returns of the order, starting with 1. */
export function returnId(orderId: OrderId, number: number): ReturnId {
  return `${orderId}-return-${number}`;
}

/** A return and its order. */
export interface ReturnRef {
  readonly returnId: ReturnId;
  readonly orderId: OrderId;
}

/** Parses the id of a return; undefined for any other text. */
export function parseReturnId(returnId: string): ReturnRef | undefined {
  const orderId = /^(.+)-return-[1-9]\d*$/.exec(returnId)?.[1];
  return orderId === undefined ? undefined : { returnId, orderId };
}

export function evolveReturns(
  returns: readonly Return[],
  { type, data, at }: ReturnEvent,
): readonly Return[] {
  switch (type) {
    case 'order.return-requested': {
      const { returnId: id, lines, reason } = data;
      return [...returns, { id, status: 'REQUESTED', reason, lines, requestedAt: at.toISOString() }];
    }
    case 'order.return-received':
      return changed(returns, data.returnId, {
        status: 'RECEIVED',
        received: data.lines,
        refund: data.refund,
      });
    case 'order.return-completed':
      return changed(returns, data.returnId, { status: 'COMPLETED', completedAt: at.toISOString() });
    default:
      return assertNever(type);
  }
}

/** Throws RETURN_TOO_LARGE for more units than were delivered and not returned yet, and DUPLICATE_SKU. */
export function refuseUnreturnable(
  delivered: readonly Units[],
  returns: readonly Return[],
  wanted: readonly Units[],
): void {
  refuseDuplicates(wanted);
  const gone = returns.flatMap((one) => (one.received ? one.received.map(unitsOf) : one.lines));
  for (const { sku, quantity } of wanted) {
    const returnable = quantityOf(delivered, sku) - quantityOf(gone, sku);
    if (quantity > returnable)
      throw new DomainError(
        orderErrors.RETURN_TOO_LARGE,
        `At most ${returnable} units of ${sku} can be returned.`,
        {
          sku,
          returnable,
        },
      );
  }
}

/** Throws RETURN_TOO_LARGE for units that were not announced, and DUPLICATE_SKU. Fewer units may arrive than were announced. */
export function refuseUnannounced({ lines }: Return, received: readonly ReceivedUnits[]): void {
  refuseDuplicates(received);
  for (const { sku, quantity } of received.map(unitsOf)) {
    const announced = quantityOf(lines, sku);
    if (quantity > announced)
      throw new DomainError(
        orderErrors.RETURN_TOO_LARGE,
        `Only ${announced} units of ${sku} were announced.`,
        {
          sku,
          announced,
        },
      );
  }
}

function refuseDuplicates(lines: readonly { readonly sku: Sku }[]): void {
  if (new Set(lines.map(({ sku }) => sku)).size < lines.length)
    throw new DomainError(
      orderErrors.DUPLICATE_SKU,
      'Each SKU may have one line only. Add the quantities up.',
    );
}

function changed(returns: readonly Return[], id: ReturnId, change: Partial<Return>): readonly Return[] {
  return returns.map((one) => (one.id === id ? { ...one, ...change } : one));
}

/** True if both contain the same units, in any order. */
export function sameUnits(one: readonly ReceivedUnits[], other: readonly ReceivedUnits[]): boolean {
  const key = ({ sku, restocked, writtenOff }: ReceivedUnits) => `${sku} ${restocked} ${writtenOff}`;
  return one.map(key).toSorted().join('\n') === other.map(key).toSorted().join('\n');
}
