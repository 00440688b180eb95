import type {
  AuditRecord,
  Line,
  OrderRow,
  ParcelRow,
  PaymentRow,
  RefundRow,
  ReturnRow,
  ReservationRow,
  SagaRow,
} from './audit-records.js';

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

/** The rows of the services that the audit needs. Rows of a simulation have the same properties. */
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

/** Builds the audit records from rows in memory. `databaseRecords` builds the same from databases. */
export function* recordsOf(rows: Rows): Generator<AuditRecord> {
  yield* stockRecords(rows);
  yield* parcelRecords(rows);
  yield* returnRecords(rows);
  yield* orderRecords(rows);
}

function* stockRecords({ stock, movements, reservations }: Rows): Generator<AuditRecord> {
  const moved = sums(movements, (row) => [[row, row.delta]]);
  const held = sums(reservations, ({ tenant, status, lines }) =>
    HOLDS.has(status) ? lines.map((line) => [{ tenant, ...line }, line.quantity]) : [],
  );
  const rows = new Map(stock.map((row) => [nameOf(row, ''), row]));
  const skus = [...rows.values(), ...[...moved.values(), ...held.values()].map(({ of }) => of)];
  for (const [name, { tenant, sku }] of new Map(skus.map((of) => [nameOf(of, ''), of]))) {
    const { onHand = 0, reserved = 0, warehouses: stored = [] } = rows.get(name) ?? {};
    const storedIn = new Map(stored.map((row) => [row.warehouse, row]));
    const elsewhere = [...moved.values(), ...held.values()].filter(({ of }) => nameOf(of, '') === name);
    const names = new Set([...storedIn.keys(), ...elsewhere.map(({ of }) => of.warehouse ?? 'main')]);
    const warehouses = [...names].map((warehouse) => ({
      warehouse,
      onHand: storedIn.get(warehouse)?.onHand ?? 0,
      reserved: storedIn.get(warehouse)?.reserved ?? 0,
      moved: moved.get(nameOf({ tenant, sku }, warehouse))?.amount ?? 0,
      held: held.get(nameOf({ tenant, sku }, warehouse))?.amount ?? 0,
    }));
    yield { kind: 'stock', tenant, sku, onHand, reserved, warehouses };
  }
}

const HOLDS = new Set(['reserved', 'waiting']);

function* parcelRecords({ parcels, movements }: Rows): Generator<AuditRecord> {
  const shipped = movements.filter(({ kind }) => kind === 'shipped');
  const taken = Map.groupBy(shipped, ({ reference }) => reference);
  const rows = new Map(parcels.flatMap((row) => (row.shipmentId ? [[row.shipmentId, row]] : [])));
  for (const id of new Set([...rows.keys(), ...taken.keys()]))
    yield { kind: 'parcel', id, parcel: rows.get(id), taken: (taken.get(id) ?? []).map(takenLine) };
}

function* returnRecords({ returns, movements }: Rows): Generator<AuditRecord> {
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

/** A movement out of the warehouse as a line. */
export function takenLine({ sku, delta }: Pick<MovementRow, 'sku' | 'delta'>): Line {
  return { sku, quantity: -delta };
}

function* orderRecords(rows: Rows): Generator<AuditRecord> {
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

function nameOf({ tenant, sku, warehouse = 'main' }: Place, of = warehouse): string {
  return [tenant, sku, of].join('\u0000');
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
