import type {
  Book,
  OrderRow,
  ParcelRow,
  PaymentRow,
  RefundRow,
  ReservationRow,
  SagaRow,
  StockBook,
} from './books.js';
import { type MovementRow, takenLine } from './rows.js';
import { type Snapshot, together } from './snapshot.js';

type Core = Readonly<Record<'order' | 'inventory' | 'payment' | 'shipping', Snapshot>>;
type Of<Row> = Row & { readonly key: string };

/** Stock, parcels and orders, put together from what each service says, as far as the services are there. */
export async function* databaseBooks({
  order,
  inventory,
  payment,
  shipping,
}: { readonly [Name in keyof Core]: Core[Name] | undefined }): AsyncGenerator<Book> {
  if (inventory)
    for await (const row of inventory.rows<Omit<StockBook, 'kind'>>(STOCK)) yield { kind: 'stock', ...row };
  if (!order || !inventory || !payment || !shipping) return;
  yield* parcelBooks({ order, inventory, payment, shipping });
  yield* orderBooks({ order, inventory, payment, shipping });
}

async function* parcelBooks({ inventory, shipping }: Core): AsyncGenerator<Book> {
  const sources = {
    parcel: shipping.rows<Of<ParcelRow>>(PARCELS('shipment_id')),
    taken: inventory.rows<Of<MovementRow>>(TAKEN),
  };
  for await (const { key, rows } of together(sources))
    yield { kind: 'parcel', id: key, parcel: rows.parcel[0], taken: rows.taken.map(takenLine) };
}

async function* orderBooks({ order, inventory, payment, shipping }: Core): AsyncGenerator<Book> {
  const sources = {
    order: order.rows<Of<Omit<OrderRow, 'endings'>>>(ORDERS),
    endings: order.rows<Of<{ type: string }>>(ENDINGS),
    saga: order.rows<Of<SagaRow>>(SAGAS),
    reservation: inventory.rows<Of<ReservationRow>>(RESERVATIONS),
    payments: payment.rows<Of<PaymentRow>>(PAYMENTS),
    refunds: payment.rows<Of<RefundRow>>(REFUNDS),
    parcels: shipping.rows<Of<ParcelRow>>(PARCELS('order_id')),
  };
  for await (const { key, rows } of together(sources)) {
    const { payments, refunds, parcels } = rows;
    const [found] = rows.order;
    yield {
      ...{ kind: 'order', id: key, saga: rows.saga[0], reservation: rows.reservation[0] },
      order: found && { ...found, endings: rows.endings.map(({ type }) => type) },
      ...{ payments, refunds, parcels },
    };
  }
}

const STOCK = `
  SELECT tenant, sku, coalesce(on_hand, 0) AS "onHand", coalesce(reserved, 0) AS reserved, coalesce(moved, 0) AS moved,
    coalesce(held, 0) AS held
  FROM stock
    FULL JOIN (SELECT tenant, sku, sum(delta)::bigint AS moved FROM stock_movements GROUP BY 1, 2) m USING (tenant, sku)
    FULL JOIN (SELECT tenant, line->>'sku' AS sku, sum((line->>'quantity')::bigint)::bigint AS held
      FROM reservations, jsonb_array_elements(lines) AS line WHERE status = 'reserved' GROUP BY 1, 2) h USING (tenant, sku)`;

const TAKEN = `
  SELECT reference COLLATE "C" AS key, tenant, sku, kind, reference, delta FROM stock_movements WHERE kind = 'shipped'
  ORDER BY 1`;

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
    coalesce((SELECT json_agg(entry->'step') FROM jsonb_array_elements(log) AS entry WHERE entry ? 'resolved'), '[]') AS "byHand"
  FROM sagas ORDER BY 1`;

const RESERVATIONS = `
  SELECT order_id COLLATE "C" AS key, order_id AS "orderId", status, lines, updated_at AS "updatedAt"
  FROM reservations ORDER BY 1`;

const PAYMENTS = `
  SELECT order_id COLLATE "C" AS key, order_id AS "orderId", status, gateway_id AS "gatewayId", amount,
    to_capture AS "toCapture", captured, refunding, refunded, refusal, updated_at AS "updatedAt"
  FROM payments ORDER BY 1`;

const REFUNDS = `
  SELECT order_id COLLATE "C" AS key, order_id AS "orderId", refund_id AS "refundId", status, amount,
    updated_at AS "updatedAt"
  FROM refunds ORDER BY 1`;
