import type { Ids } from '@waybill/kernel';
import type { AnyKind } from './kind.js';
import type { ListRequest, LoadRequest } from './session.js';

/** The rows of a set, as its acts reach them. `Reader` is an act that waits for its load, together with all others. */
export interface SetRows<Reader> {
  readonly at: Date;
  readonly ids: Ids;
  readonly source: string;
  /** The row under this name, if any act has loaded or written it. */
  known(name: string): Cell | undefined;
  cell(reader: Reader, load: LoadRequest): Promise<Cell>;
  list(reader: Reader, list: ListRequest): Promise<List>;
}

/** A row of the set, as stored and as it is after the acts that stand so far. */
export interface Cell {
  readonly kind: AnyKind;
  stored: object | undefined;
  row: object | undefined;
  locked: boolean;
  /** Grows with every act that changes it: who read an older one decided on stale state. */
  revision: number;
}

export interface List {
  readonly request: ListRequest;
  rows: readonly object[];
  revision: number;
}

/** The list after a row changed from `before` to `after`; the very same list when the row is none of it. */
export function amended(
  { kind, parent, after: above }: ListRequest,
  rows: readonly object[],
  before: object | undefined,
  after: object | undefined,
): readonly object[] {
  const position = (row: object) => Number(valueOf(row, kind.key.at(-1)!.property));
  const isOf = (row: object) =>
    position(row) > above && Object.entries(parent).every(([name, value]) => valueOf(row, name) === value);
  const row = after ?? before;
  if (!row || !isOf(row)) return rows;
  const others = before ? rows.filter((other) => position(other) !== position(row)) : rows;
  if (!after) return others;
  const last = others.at(-1);
  const inOrder = [...others, after];
  return last && position(last) > position(after)
    ? inOrder.sort((a, b) => position(a) - position(b))
    : inOrder;
}

/** The error that the database would give. */
export function refused(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

export function valueOf(row: object, property: string): unknown {
  return (row as Record<string, unknown>)[property];
}
