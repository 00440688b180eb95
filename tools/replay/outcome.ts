/** The fields of an order that the replay compares. Amounts are in pence. */
export interface OrderAnswer {
  readonly id: string;
  readonly status: string;
  readonly total: { readonly amount: number; readonly currency: string };
  readonly refunded: { readonly amount: number };
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly shipments: readonly { readonly id: string }[];
  readonly rejection?: { readonly code: string };
}

/** The outcome of a step: the order at its end, or the code of the refusal. */
export type Outcome = { readonly order: OrderAnswer } | { readonly refusal: string };

const ENDS = new Set(['DELIVERED', 'CANCELLED', 'REJECTED']);

export function hasEnded(status: string): boolean {
  return ENDS.has(status);
}

/** `DELIVERED`, `REJECTED (OUT_OF_STOCK)` or `not accepted (TOTAL_MISMATCH)`. */
export function wordOf(outcome: Outcome | undefined): string {
  if (!outcome) return 'not placed';
  if ('refusal' in outcome) return `not accepted (${outcome.refusal})`;
  const { status, rejection } = outcome.order;
  return rejection ? `${status} (${rejection.code})` : status;
}
