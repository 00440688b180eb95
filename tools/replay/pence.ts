/** Converts `2.55`, `18`, `0.8500` or `-3.1` to whole pence. Undefined if it is not a number or contains a fraction of a penny. */
export function penceOf(text: string): number | undefined {
  const [, sign, pounds, fraction = ''] = /^(-?)(\d{1,10})(?:\.(\d{1,2})0*)?$/.exec(text.trim()) ?? [];
  if (pounds === undefined) return undefined;
  // Computed from the text, because 1.15 * 100 is 114.99999999999999.
  const pence = Number(pounds + fraction.padEnd(2, '0'));
  return sign === '-' && pence > 0 ? -pence : pence;
}

/** `-1,234.50` from pence. */
export function pounds(pence: number): string {
  const digits = String(Math.abs(pence)).padStart(3, '0');
  const whole = count(Number(digits.slice(0, -2)));
  return `${pence < 0 ? '-' : ''}${whole}.${digits.slice(-2)}`;
}

/** `4,546`. */
export function count(value: number): string {
  return value.toLocaleString('en-GB');
}

/** `1 order`, `2 orders`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}
