import type { Ids } from '@waybill/kernel';
import type { AnyRowType } from './row-type.js';
import type { ListRequest, LoadRequest } from './session.js';

/** The rows of a batch, as its handler runs see them. `Reader` is a handler run that waits for a load. */
export interface BatchRows<Reader> {
  readonly at: Date;
  readonly ids: Ids;
  readonly source: string;
  /** The row under this name, if any handler run has loaded or written it. */
  known(name: string): Cell | undefined;
  cell(reader: Reader, load: LoadRequest): Promise<Cell>;
  list(reader: Reader, list: ListRequest): Promise<List>;
}

/** A row of the batch: as stored, and with the changes accepted so far. */
export interface Cell {
  readonly rowType: AnyRowType;
  stored: object | undefined;
  row: object | undefined;
  locked: boolean;
  /** Incremented by every change. A handler run that read an older revision decided on stale state. */
  revision: number;
}

export interface List {
  readonly request: ListRequest;
  rows: readonly object[];
  revision: number;
}

/** The list after a row changed from `before` to `after`. Returns the same array if the row does not belong to the list. */
export function amended(
  { rowType, parent, after: above }: ListRequest,
  rows: readonly object[],
  before: object | undefined,
  after: object | undefined,
): readonly object[] {
  const position = (row: object) => Number(valueOf(row, rowType.key.at(-1)!.property));
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
