import type { PlannedLine } from './lines.js';
import type { TillRecord } from './records.js';

export interface Price {
  readonly sku: string;
  readonly name: string;
  /** Pence. */
  readonly price: number;
}

export interface PlannedOrder {
  readonly kind: 'order';
  readonly invoice: string;
  /** Customer number in the file; empty for a guest. */
  readonly tillCustomer: string;
  /** ISO 3166. */
  readonly country: string;
  readonly lines: readonly PlannedLine[];
  /** Pence. */
  readonly total: number;
  readonly records: readonly TillRecord[];
  /** Prices that must be changed in the catalog before this order. */
  readonly priceChanges: readonly Price[];
}

export interface PlannedCancellation {
  readonly kind: 'cancellation';
  readonly invoice: string;
  /** The invoice whose whole order is cancelled. */
  readonly cancels: string;
  readonly records: readonly TillRecord[];
}

export type Step = PlannedOrder | PlannedCancellation;
