import type {
  Book,
  Line,
  OrderRow,
  ParcelRow,
  PaymentRow,
  RefundRow,
  ReturnRow,
  ReservationRow,
  SagaRow,
} from './books.js';

export interface StockRow {
  readonly tenant: string;
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly warehouses: readonly {
    readonly warehouse: string;
    readonly onHand: number;
    readonly reserved: number;
  }[];
}

export interface MovementRow {
  readonly tenant: string;
  readonly sku: string;
  readonly kind: string;
  readonly reference: string;
  readonly warehouse: string;
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
  readonly returns: readonly ReturnRow[];
  /** Settled alarms of payments. */
  readonly settled: readonly { readonly orderId: string }[];
}

/** Books of stock, parcels and orders out of rows in memory; a reader of databases makes the same, one after the other. */
export function* booksOf(rows: Rows): Generator<Book> {
  yield* stockBooks(rows);
  yield* parcelBooks(rows);
  yield* returnBooks(rows);
  yield* orderBooks(rows);
}

function* stockBooks({ stock, movements, reservations }: Rows): Generator<Book> {
  const moved = sums(movements, (row) => [[row, row.delta]]);
  const held = sums(reservations, ({ tenant, status, lines }) =>
    HOLDS.has(status) ? lines.map((line) => [{ tenant, ...line }, line.quantity]) : [],
  );
  const rows = new Map(stock.map((row) => [nameOf(row, ''), row]));
  const skus = [...rows.values(), ...[...moved.values(), ...held.values()].map(({ of }) => of)];
  for (const [name, { tenant, sku }] of new Map(skus.map((of) => [nameOf(of, ''), of]))) {
    const { onHand = 0, reserved = 0, warehouses = [] } = rows.get(name) ?? {};
    const says = new Map(warehouses.map((house) => [house.warehouse, house]));
    const elsewhere = [...moved.values(), ...held.values()].filter(({ of }) => nameOf(of, '') === name);
    const names = new Set([...says.keys(), ...elsewhere.map(({ of }) => of.warehouse ?? 'main')]);
    const houses = [...names].map((warehouse) => ({
      warehouse,
      onHand: says.get(warehouse)?.onHand ?? 0,
      reserved: says.get(warehouse)?.reserved ?? 0,
      moved: moved.get(nameOf({ tenant, sku }, warehouse))?.amount ?? 0,
      held: held.get(nameOf({ tenant, sku }, warehouse))?.amount ?? 0,
    }));
    yield { kind: 'stock', tenant, sku, onHand, reserved, houses };
  }
}

const HOLDS = new Set(['reserved', 'waiting']);

function* parcelBooks({ parcels, movements }: Rows): Generator<Book> {
  const shipped = movements.filter(({ kind }) => kind === 'shipped');
  const taken = Map.groupBy(shipped, ({ reference }) => reference);
  const rows = new Map(parcels.flatMap((row) => (row.shipmentId ? [[row.shipmentId, row]] : [])));
  for (const id of new Set([...rows.keys(), ...taken.keys()]))
    yield { kind: 'parcel', id, parcel: rows.get(id), taken: (taken.get(id) ?? []).map(takenLine) };
}

function* returnBooks({ returns, movements }: Rows): Generator<Book> {
  const restocked = Map.groupBy(
    movements.filter(({ kind }) => kind === 'restocked'),
    ({ reference }) => reference,
  );
  const rows = new Map(returns.map((row) => [row.id, row]));
  for (const id of new Set([...rows.keys(), ...restocked.keys()]))
    yield {
      kind: 'return',
      id,
      returned: rows.get(id),
      restocked: (restocked.get(id) ?? []).map(({ sku, delta }) => ({ sku, quantity: delta })),
    };
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
  const settled = byOrder(rows.settled);
  const maps = [orders, sagas, reservations, payments, refunds, parcels];
  for (const id of new Set(maps.flatMap((map) => [...map.keys()])))
    yield {
      kind: 'order',
      id,
      order: orders.get(id),
      saga: sagas.get(id),
      reservation: reservations.get(id),
      payments: payments.get(id) ?? [],
      refunds: refunds.get(id) ?? [],
      parcels: parcels.get(id) ?? [],
      settled: settled.get(id)?.length ?? 0,
    };
}

function byOrder<Row extends { readonly orderId: string }>(rows: readonly Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ orderId }) => orderId);
}

interface Place {
  readonly tenant: string;
  readonly sku: string;
  readonly warehouse?: string | undefined;
}

function nameOf({ tenant, sku, warehouse = 'main' }: Place, house = warehouse): string {
  return [tenant, sku, house].join('\u0000');
}

function sums<Row>(rows: readonly Row[], of: (row: Row) => (readonly [Place, number])[]) {
  const total = new Map<string, { readonly of: Place; amount: number }>();
  for (const [place, amount] of rows.flatMap(of)) {
    const name = nameOf(place);
    const known = total.get(name);
    if (known) known.amount += amount;
    else total.set(name, { of: place, amount });
  }
  return total;
}
