import { DomainError, defineErrors } from './errors.js';
import type { Flavor } from './flavor.js';

export const moneyErrors = defineErrors({
  AMOUNT_OUT_OF_RANGE: {
    status: 422,
    description: 'An amount is not a whole number of minor units, or is too large to be exact.',
  },
  CURRENCY_MIXED: { status: 422, description: 'Amounts of different currencies cannot be added.' },
});

/** Cents and their like. A number of units is another flavor. */
export type MinorUnits = Flavor<number, 'MinorUnits'>;

/**
 * An amount in minor units (cents) of an ISO 4217 currency. Plain data, so events and messages contain it as it is.
 * The amount is checked to be a safe integer after every operation; columns are `bigint`.
 */
export interface Money {
  readonly amount: MinorUnits;
  readonly currency: string;
}

export function money(amount: MinorUnits, currency: string): Money {
  if (!Number.isSafeInteger(amount)) {
    throw new DomainError(
      moneyErrors.AMOUNT_OUT_OF_RANGE,
      `${amount} ${currency} is not a whole number of minor units`,
    );
  }
  // A product can be -0, which a deep comparison distinguishes from 0.
  return { amount: amount === 0 ? 0 : amount, currency };
}

export function add(a: Money, b: Money): Money {
  return money(a.amount + sameCurrency(a, b).amount, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  return money(a.amount - sameCurrency(a, b).amount, a.currency);
}

export function times(a: Money, factor: number): Money {
  return money(a.amount * factor, a.currency);
}

/** Throws CURRENCY_MIXED if the currencies differ. `currency` is needed for an empty list. */
export function sum(amounts: readonly Money[], currency: string): Money {
  return amounts.reduce(add, money(0, currency));
}

export function sameMoney(a: Money, b: Money): boolean {
  return a.amount === b.amount && a.currency === b.currency;
}

function sameCurrency(a: Money, b: Money): Money {
  if (a.currency !== b.currency) {
    throw new DomainError(moneyErrors.CURRENCY_MIXED, `${a.currency} and ${b.currency} cannot be added`);
  }
  return b;
}
