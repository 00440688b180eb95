import type { Line } from './books.js';

/** What must hold, in one sentence each. */
export const EQUATIONS = {
  stock: 'units received less units shipped equal the units on hand',
  reserved: 'reserved units equal the units of open reservations',
  shipped: 'units shipped equal the units taken from stock',
  restocked: 'units restocked by returns equal the units added to stock',
  held: 'stock, payment and shipment are held for open orders only',
  authorized: 'every authorized amount is captured, voided or pending',
  owed: 'the captured amount less refunds equals what the order owes',
  refunds: 'each refund reported to the customer was paid',
  ending: 'an order ends once, and its status matches its shipments',
  deadline: 'every open order has a process that drives it, with a deadline',
  published: 'every message sent by the outbox is in its topic',
  origin: 'every message in a topic comes from an outbox',
  effect: 'every message was handled by each of its consumers',
  view: 'every view matches its events',
  stuck: 'nothing waits longer than it should',
} as const;
export type Equation = keyof typeof EQUATIONS;

export interface Finding {
  readonly equation: Equation;
  /** Of the order, SKU, parcel, message or view that it is about. */
  readonly id: string;
  readonly expected: string;
  readonly found: string;
  /** An operator settled this by hand: it is counted apart. */
  readonly byHand?: boolean;
}

export interface Moment {
  readonly at: Date;
  /** What changed within so many milliseconds before is still on its way. */
  readonly graceMs: number;
}

export function isRecent(
  rows: readonly ({ updatedAt: Date } | undefined)[],
  { at, graceMs }: Moment,
): boolean {
  return rows.some((row) => row && row.updatedAt.getTime() > at.getTime() - graceMs);
}

export function same(
  equation: Equation,
  id: string,
  expected: string,
  found: string,
  holds = expected === found,
): Finding[] {
  return holds ? [] : [lie(equation, id, expected, found)];
}

export function lie(equation: Equation, id: string, expected: string, found: string): Finding {
  return { equation, id, expected, found };
}

export function sum<Row>(rows: readonly Row[], amount: (row: Row) => number): number {
  return rows.reduce((total, row) => total + amount(row), 0);
}

export function goods(lines: readonly Line[]): string {
  const quantities = new Map<string, number>();
  for (const { sku, quantity } of lines) quantities.set(sku, (quantities.get(sku) ?? 0) + quantity);
  const named = [...quantities].filter(([, quantity]) => quantity !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
  return named.map(([sku, quantity]) => `${quantity} ${sku}`).join(', ') || 'nothing';
}

export function pieces(count: number): string {
  return `${count} pieces`;
}

/** Minor units: the currency is the order's. */
export function money(amount: number): string {
  return (amount / 100).toFixed(2);
}

export function time(at: Date | null): string {
  return at?.toISOString() ?? 'no deadline';
}
