import type { CustomerId } from '@waybill/contracts/ids';
import { DomainError, type Money, sameMoney } from '@waybill/kernel';
import { type Charge, type OrderLine, totalOf } from './lines.js';
import { orderErrors } from './order.errors.js';
import type { Terms } from './terms.js';

export const MOST_LINES = 1_000;

/** The requested lines, at catalog prices, and their charges. */
export interface Wish {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  /** The total that the customer was shown. An order with a different total is refused. */
  readonly expectedTotal?: Money | undefined;
}

export interface Placement extends Wish, Terms {
  readonly customerId: CustomerId;
  readonly contact: string;
}

/** The total, after all checks. Throws ORDER_EMPTY, TOO_MANY_LINES, DUPLICATE_SKU, CURRENCY_MIXED, TOTAL_MISMATCH. */
export function checkedTotal({ lines, charges, expectedTotal }: Wish): Money {
  const [first] = lines;
  if (!first) throw new DomainError(orderErrors.ORDER_EMPTY, 'An order needs at least one line.');
  if (lines.length > MOST_LINES) throw tooManyLines();
  if (new Set(lines.map(({ sku }) => sku)).size < lines.length)
    throw new DomainError(
      orderErrors.DUPLICATE_SKU,
      'Each SKU may have one line only. Add the quantities up.',
    );
  const total = totalOf(lines, charges, first.unitPrice.currency);
  if (expectedTotal && !sameMoney(expectedTotal, total)) {
    const message = `The total is ${total.amount} ${total.currency}, and expectedTotal is ${expectedTotal.amount} ${expectedTotal.currency}. Show the customer the new total and send it again.`;
    throw new DomainError(orderErrors.TOTAL_MISMATCH, message, { total });
  }
  return total;
}

/** True when both have the same lines, in any order. */
export function sameLines(one: readonly OrderLine[], other: readonly OrderLine[]): boolean {
  const key = ({ sku, quantity, unitPrice }: OrderLine) =>
    `${sku} ${quantity} ${unitPrice.amount} ${unitPrice.currency}`;
  return one.map(key).toSorted().join('\n') === other.map(key).toSorted().join('\n');
}

export function tooManyLines(): DomainError {
  return new DomainError(orderErrors.TOO_MANY_LINES, `An order has at most ${MOST_LINES} lines.`);
}
