import type {
  AuditRecord,
  Line,
  OrderRow,
  ParcelRow,
  PaymentRow,
  RefundRow,
  ReservationRow,
  ReturnRow,
  SagaRow,
  StockRecord,
} from './audit-records.js';
import { type Snapshot, together } from './snapshot.js';

type Core = Readonly<Record<'order' | 'inventory' | 'payment' | 'shipping', Snapshot>>;
type Of<Row> = Row & { readonly key: string };

/** Records of stock, shipments, returns and orders from the databases, as far as their services are present. */
export async function* databaseRecords({
  order,
  inventory,
  payment,
  shipping,
}: { readonly [Name in keyof Core]: Core[Name] | undefined }): AsyncGenerator<AuditRecord> {
  if (inventory)
    for await (const row of inventory.rows<Omit<StockRecord, 'kind'>>(STOCK)) yield { kind: 'stock', ...row };
  if (!order || !inventory || !payment || !shipping) return;
  yield* parcelRecords({ order, inventory, payment, shipping });
  yield* returnRecords({ order, inventory, payment, shipping });
  yield* orderRecords({ order, inventory, payment, shipping });
}

async function* parcelRecords({ inventory, shipping }: Core): AsyncGenerator<AuditRecord> {
  const sources = {
    parcel: shipping.rows<Of<ParcelRow>>(PARCELS('shipment_id')),
    taken: inventory.rows<Of<Line>>(TAKEN),
  };
  for await (const { key, rows } of together(sources))
    yield { kind: 'parcel', id: key, parcel: rows.parcel[0], taken: rows.taken };
}

async function* returnRecords({ order, inventory }: Core): AsyncGenerator<AuditRecord> {
  const sources = {
    returned: order.rows<Of<ReturnRow>>(RETURNS),
    restocked: inventory.rows<Of<Line>>(RESTOCKED),
  };
  for await (const { key, rows } of together(sources))
    yield { kind: 'return', id: key, returned: rows.returned[0], restocked: rows.restocked };
}

async function* orderRecords({ order, inventory, payment, shipping }: Core): AsyncGenerator<AuditRecord> {
  const sources = {
    order: order.rows<Of<Omit<OrderRow, 'endings'>>>(ORDERS),
    endings: order.rows<Of<{ type: string }>>(ENDINGS),
    saga: order.rows<Of<SagaRow>>(SAGAS),
    reservation: inventory.rows<Of<ReservationRow>>(RESERVATIONS),
    payments: payment.rows<Of<PaymentRow>>(PAYMENTS),
    refunds: payment.rows<Of<RefundRow>>(REFUNDS),
    parcels: shipping.rows<Of<ParcelRow>>(PARCELS('order_id')),
    settled: payment.rows<Of<object>>(SETTLED),
  };
  for await (const { key, rows } of together(sources)) {
    const { payments, refunds, parcels } = rows;
    const [found] = rows.order;
    yield {
      kind: 'order',
      id: key,
      saga: rows.saga[0],
      reservation: rows.reservation[0],
      order: found && { ...found, endings: rows.endings.map(({ type }) => type) },
      payments,
      refunds,
      parcels,
      settled: rows.settled.length,
    };
  }
}

const STOCK = `
  WITH stored AS (
    SELECT tenant, sku, one->>'warehouse' AS warehouse, (one->>'onHand')::bigint AS on_hand,
      (one->>'reserved')::bigint AS reserved
    FROM stock, jsonb_array_elements(warehouses) AS one),
  moved AS (
    SELECT tenant, sku, warehouse, sum(delta)::bigint AS moved FROM stock_movements GROUP BY 1, 2, 3),
  held AS (
    SELECT tenant, line->>'sku' AS sku, coalesce(line->>'warehouse', 'main') AS warehouse,
      sum((line->>'quantity')::bigint)::bigint AS held
    FROM reservations, jsonb_array_elements(lines) AS line WHERE status IN ('reserved', 'waiting') GROUP BY 1, 2, 3),
  compared AS (
    SELECT tenant, sku, json_agg(json_build_object('warehouse', warehouse, 'onHand', coalesce(on_hand, 0),
      'reserved', coalesce(reserved, 0), 'moved', coalesce(moved, 0), 'held', coalesce(held, 0)) ORDER BY warehouse) AS by_warehouse
    FROM stored FULL JOIN moved USING (tenant, sku, warehouse) FULL JOIN held USING (tenant, sku, warehouse) GROUP BY 1, 2)
  SELECT tenant, sku, coalesce(on_hand, 0) AS "onHand", coalesce(reserved, 0) AS reserved, coalesce(by_warehouse, '[]') AS warehouses
  FROM stock FULL JOIN compared USING (tenant, sku)`;

const TAKEN = `
  SELECT reference COLLATE "C" AS key, sku, -delta AS quantity FROM stock_movements WHERE kind = 'shipped' ORDER BY 1`;

const RESTOCKED = `
  SELECT reference COLLATE "C" AS key, sku, delta AS quantity FROM stock_movements WHERE kind = 'restocked' ORDER BY 1`;

const RETURNS = `
  SELECT (r->>'id') COLLATE "C" AS key, r->>'id' AS id, r->>'status' AS status, updated_at AS "updatedAt", coalesce((
      SELECT json_agg(json_build_object('sku', line->'sku', 'quantity', line->'restocked'))
      FROM jsonb_array_elements(r->'received') AS line), '[]') AS lines
  FROM order_summaries, jsonb_array_elements(progress->'returns') AS r ORDER BY 1`;

const SETTLED = `
  SELECT order_id COLLATE "C" AS key FROM payment_alarms WHERE settled_at IS NOT NULL ORDER BY 1`;

const PARCELS = (key: string): string => `
  SELECT ${key} COLLATE "C" AS key, order_id AS "orderId", shipment_id AS "shipmentId", status, lines, updated_at AS "updatedAt"
  FROM shipments WHERE ${key} IS NOT NULL ORDER BY 1`;

const ORDERS = `
  SELECT id COLLATE "C" AS key, id, status, total, (progress->>'refunded')::bigint AS refunded, updated_at AS "updatedAt"
  FROM order_summaries ORDER BY 1`;

const ENDINGS = `
  SELECT stream_id COLLATE "C" AS key, type FROM events
  WHERE type IN ('order.rejected', 'order.cancelled', 'order.delivered', 'order.draft-discarded') ORDER BY 1, version`;

const SAGAS = `
  SELECT id COLLATE "C" AS key, id, status, deadline, updated_at AS "updatedAt",
    coalesce(state->>'mode', '') = 'choreographed' AS "isFollowing",
    coalesce((SELECT json_agg(concat(CASE WHEN entry ? 'undo' THEN 'undo ' END, entry->>'step'))
      FROM jsonb_array_elements(log) AS entry WHERE entry ? 'resolved'), '[]') AS "byHand"
  FROM sagas ORDER BY 1`;

const RESERVATIONS = `
  SELECT order_id COLLATE "C" AS key, order_id AS "orderId", status, lines, updated_at AS "updatedAt"
  FROM reservations ORDER BY 1`;

const PAYMENTS = `
  SELECT order_id COLLATE "C" AS key, order_id AS "orderId", status, gateway_id AS "gatewayId", amount,
    to_capture AS "toCapture", captured, refunding, refunded, refusal, held, updated_at AS "updatedAt"
  FROM payments ORDER BY 1`;

const REFUNDS = `
  SELECT order_id COLLATE "C" AS key, order_id AS "orderId", refund_id AS "refundId", status, amount,
    updated_at AS "updatedAt"
  FROM refunds ORDER BY 1`;
