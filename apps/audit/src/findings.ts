import type { Line } from './audit-records.js';

/** The checks, each with one sentence that must be true. */
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
  /** Id of the order, SKU, shipment, message or view. */
  readonly id: string;
  readonly expected: string;
  readonly found: string;
  /** An operator has settled this by hand. It is counted separately. */
  readonly byHand?: boolean;
}

export interface Moment {
  readonly at: Date;
  /** Data that changed within this time before `at` is not checked. */
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
  return holds ? [] : [finding(equation, id, expected, found)];
}

export function finding(equation: Equation, id: string, expected: string, found: string): Finding {
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

export function units(count: number): string {
  return `${count} units`;
}

/** `amount` in minor units, without the currency. */
export function money(amount: number): string {
  return (amount / 100).toFixed(2);
}

export function time(at: Date | null): string {
  return at?.toISOString() ?? 'no deadline';
}
