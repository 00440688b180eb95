import { type DomainEvent, DomainError, type Money, assertNever } from '@waybill/kernel';
import type { Charge, OrderLine, Refusal, StockedUnits } from './lines.js';
import { orderErrors } from './order.errors.js';

interface NewLines {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
}

/** `revision` numbers the requests to inventory and payment. The next number is reserved for restoring the old lines. */
export type LinesChangeRequested = DomainEvent<
  'order.lines-change-requested',
  NewLines & { readonly revision: number }
>;
export type LinesChanged = DomainEvent<
  'order.lines-changed',
  NewLines & { readonly previous: readonly OrderLine[]; readonly goods?: readonly StockedUnits[] }
>;
/** `goods`: the warehouses of the old lines after they were reserved again. */
export type LinesChangeRefused = DomainEvent<
  'order.lines-change-refused',
  Refusal & { readonly goods?: readonly StockedUnits[] }
>;
export type LineChangeEvent = LinesChangeRequested | LinesChanged | LinesChangeRefused;

/** Changes of the lines before the shipment is booked. */
export interface LineChanges {
  /** The highest revision in use, including the one that restores the old lines; 0 without a change. */
  readonly revision: number;
  /** The change that waits for stock and payment, or the last one if it was refused. */
  readonly last?: LinesChange;
}

export interface LinesChange extends NewLines {
  readonly refusal?: Refusal;
}

export const noLineChanges: LineChanges = { revision: 0 };

export function evolveLineChanges(changes: LineChanges, { type, data }: LineChangeEvent): LineChanges {
  switch (type) {
    case 'order.lines-change-requested': {
      const { revision, lines, charges, total } = data;
      return { revision: revision + 1, last: { lines, charges, total } };
    }
    case 'order.lines-changed':
      return { revision: changes.revision };
    case 'order.lines-change-refused': {
      const { code, detail } = data;
      return changes.last ? { ...changes, last: { ...changes.last, refusal: { code, detail } } } : changes;
    }
    default:
      return assertNever(type);
  }
}

/** The change that waits for stock and payment. */
export function pendingChange({ last }: LineChanges): LinesChange | undefined {
  return last?.refusal ? undefined : last;
}

/** Throws ORDER_CHANGING. */
export function refuseWhileChanging(changes: LineChanges): void {
  if (pendingChange(changes))
    throw new DomainError(
      orderErrors.ORDER_CHANGING,
      'A change of the lines is being reserved and paid for. Try again in a moment.',
    );
}
