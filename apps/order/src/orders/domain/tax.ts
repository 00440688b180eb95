import { smallestCharge } from '@waybill/contracts/currencies';
import { type Money, money } from '@waybill/kernel';

/** `exclusive`: tax is added to the prices. `inclusive`: the prices include it. */
export type TaxMode = 'exclusive' | 'inclusive';

/** Rates are stored in thousandths of a percent, so that 5.5 and 8.875 are integers. */
const WHOLE = 100_000n;

/** The tax of a line’s amount at `percent`, rounded half up to what can be charged. */
export function taxOf({ amount, currency }: Money, percent: number, mode: TaxMode): Money {
  const rate = BigInt(Math.round(percent * 1_000));
  const step = BigInt(smallestCharge(currency));
  const base = (mode === 'exclusive' ? WHOLE : WHOLE + rate) * step;
  return money(Number(((BigInt(amount) * rate * 2n + base) / (base * 2n)) * step), currency);
}
