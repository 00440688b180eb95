import type { OrderId, ReturnId, ShipmentId } from '@waybill/contracts/ids';
import { type Money, assertNever, subtract } from '@waybill/kernel';
import { type OrderLine, type Units, unitsOfLines, without } from './lines.js';

export type RefundReason = 'cancellation' | 'short-pick' | 'return' | 'goodwill';

/** What a refund is for. */
export type RefundSubject =
  | { readonly reason: 'cancellation'; readonly subject: OrderId }
  | { readonly reason: 'short-pick'; readonly subject: ShipmentId }
  | { readonly reason: 'return'; readonly subject: ReturnId }
  | { readonly reason: 'goodwill'; readonly subject: string };

/** A refund to the customer. */
export type Refund = RefundSubject & {
  readonly amount: Money;
  /** The refunded units; none for a cancellation. */
  readonly lines: readonly Units[];
};

/**
 * The id that payment uses for the refund. It is never parsed: states and messages contain reason and subject. The formats must not change,
 * because payment has stored such ids since the first release.
 */
export function refundIdOf(orderId: OrderId, { reason, subject }: RefundSubject): string {
  switch (reason) {
    case 'cancellation':
      return `${orderId}:cancellation`;
    case 'short-pick':
      return `${orderId}:short:${subject}`;
    case 'return':
      return subject;
    case 'goodwill':
      return `${orderId}:goodwill:${subject}`;
    default:
      return assertNever(reason);
  }
}

export function cancellationRefund(orderId: OrderId): RefundSubject {
  return { reason: 'cancellation', subject: orderId };
}

export function findRefund(
  refunds: readonly Refund[],
  { reason, subject }: RefundSubject,
): Refund | undefined {
  return refunds.find((refund) => refund.reason === reason && refund.subject === subject);
}

/** For units that picking did not find. */
const shortPicks = (refunds: readonly Refund[]) => refunds.filter(({ reason }) => reason === 'short-pick');

/** The units of the lines without those that picking did not find. */
export function unitsSent(lines: readonly OrderLine[], refunds: readonly Refund[]): Units[] {
  const missing = shortPicks(refunds).flatMap((refund) => refund.lines);
  return without(unitsOfLines(lines), missing);
}

/** The total without the refunds for units that were not sent. */
export function unrefunded(total: Money, refunds: readonly Refund[]): Money {
  return shortPicks(refunds).reduce((left, { amount }) => subtract(left, amount), total);
}
