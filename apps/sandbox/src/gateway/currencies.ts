/** Currencies without decimals in Stripe's API. ISK and UGX have none in fact, and two in the API. https://docs.stripe.com/currencies */
const ZERO_DECIMALS = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const THREE_DECIMALS = new Set('bhd jod kwd omr tnd'.split(' '));

/** How many decimals an amount has in Stripe's API. */
export function decimalsOf(currency: string): number {
  if (ZERO_DECIMALS.has(currency)) return 0;
  return THREE_DECIMALS.has(currency) ? 3 : 2;
}

/** Every amount of the currency is a multiple of it. */
export function stepOf(currency: string): number {
  if (currency === 'isk' || currency === 'ugx') return 100;
  return THREE_DECIMALS.has(currency) ? 10 : 1;
}
