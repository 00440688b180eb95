import type {
  Book,
  Line,
  OrderRow,
  ParcelRow,
  PaymentRow,
  RefundRow,
  ReservationRow,
  SagaRow,
} from './books.js';

export interface StockRow {
  readonly tenant: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface MovementRow {
  readonly tenant: string;
  readonly sku: string;
  readonly kind: string;
  readonly reference: string;
  readonly delta: number;
}

/** The services' own rows, as far as they are needed; the kinds' rows of a simulation have these properties. */
export interface Rows {
  readonly stock: readonly StockRow[];
  readonly movements: readonly MovementRow[];
  readonly reservations: readonly (ReservationRow & { readonly tenant: string })[];
  readonly payments: readonly PaymentRow[];
  readonly refunds: readonly RefundRow[];
  readonly parcels: readonly ParcelRow[];
  readonly orders: readonly OrderRow[];
  readonly sagas: readonly SagaRow[];
}

/** Books of stock, parcels and orders out of rows in memory; a reader of databases makes the same, one after the other. */
export function* booksOf(rows: Rows): Generator<Book> {
  yield* stockBooks(rows);
  yield* parcelBooks(rows);
  yield* orderBooks(rows);
}

function* stockBooks({ stock, movements, reservations }: Rows): Generator<Book> {
  const nameOf = (tenant: string, sku: string) => `${tenant}\u0000${sku}`;
  const moved = sums(movements, ({ tenant, sku, delta }) => [[nameOf(tenant, sku), delta]]);
  const held = sums(reservations, ({ tenant, status, lines }) =>
    status === 'reserved' || status === 'waiting'
      ? lines.map(({ sku, quantity }) => [nameOf(tenant, sku), quantity])
      : [],
  );
  const rows = new Map(stock.map((row) => [nameOf(row.tenant, row.sku), row]));
  for (const name of new Set([...rows.keys(), ...moved.keys(), ...held.keys()])) {
    const [tenant, sku] = name.split('\u0000') as [string, string];
    const { onHand, reserved } = rows.get(name) ?? { onHand: 0, reserved: 0 };
    yield {
      ...{ kind: 'stock', tenant, sku, onHand, reserved },
      ...{ moved: moved.get(name) ?? 0, held: held.get(name) ?? 0 },
    };
  }
}

function* parcelBooks({ parcels, movements }: Rows): Generator<Book> {
  const shipped = movements.filter(({ kind }) => kind === 'shipped');
  const taken = Map.groupBy(shipped, ({ reference }) => reference);
  const rows = new Map(parcels.flatMap((row) => (row.shipmentId ? [[row.shipmentId, row]] : [])));
  for (const id of new Set([...rows.keys(), ...taken.keys()]))
    yield { kind: 'parcel', id, parcel: rows.get(id), taken: (taken.get(id) ?? []).map(takenLine) };
}

/** A movement out of the house as a line of what went. */
export function takenLine({ sku, delta }: Pick<MovementRow, 'sku' | 'delta'>): Line {
  return { sku, quantity: -delta };
}

function* orderBooks(rows: Rows): Generator<Book> {
  const orders = new Map(rows.orders.map((row) => [row.id, row]));
  const sagas = new Map(rows.sagas.map((row) => [row.id, row]));
  const reservations = new Map(rows.reservations.map((row) => [row.orderId, row]));
  const [payments, refunds, parcels] = [byOrder(rows.payments), byOrder(rows.refunds), byOrder(rows.parcels)];
  const maps = [orders, sagas, reservations, payments, refunds, parcels];
  for (const id of new Set(maps.flatMap((map) => [...map.keys()])))
    yield {
      ...{ kind: 'order', id, order: orders.get(id), saga: sagas.get(id), reservation: reservations.get(id) },
      ...{ payments: payments.get(id) ?? [], refunds: refunds.get(id) ?? [], parcels: parcels.get(id) ?? [] },
    };
}

function byOrder<Row extends { readonly orderId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

function sums<Row>(
  rows: readonly Row[],
  of: (row: Row) => (readonly [string, number])[],
): Map<string, number> {
  const total = new Map<string, number>();
  for (const [name, amount] of rows.flatMap(of)) total.set(name, (total.get(name) ?? 0) + amount);
  return total;
}
