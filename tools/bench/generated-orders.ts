import type { Client } from 'pg';

/** Events of the shortest complete order: placed, reserved, and rejected because of the payment. */
const VERSIONS = 3;
const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const LINES = ['LOAD-001', 'LOAD-002'].map((sku) => ({
  sku,
  name: `Load ${sku}`,
  quantity: 1,
  unitPrice: EUR(1_500),
}));
const CHARGES = [{ kind: 'postage', amount: EUR(495) }];
const DECLINED = { code: 'PAYMENT_DECLINED', detail: 'insufficient funds' };
const ADDRESS = { name: 'Load', line1: '1 Road', city: 'London', postalCode: 'N1 1AA', country: 'GB' };
const METADATA = {
  correlationId: orderId(0),
  causationId: orderId(0),
  userId: 'load',
  tenant: 'default',
  source: 'http',
};

/** The id of a generated order; the numbers start at 0. */
export function orderId(number: number): string {
  return `01900000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

/**
 * Inserts orders with all their permanent rows: events, streams, views, contacts and sagas. Other views are marked as up to date.
 * Rows that are deleted after some days, such as claims and stored responses, are not written.
 */
export async function generateOrders(owner: Client, count: number): Promise<void> {
  const g = `(SELECT n, '${orderId(0).slice(0, -12)}' || lpad(to_hex(n), 12, '0') AS id, 'customer-' || n % ${count / 100} AS customer,
    timestamptz '2026-01-01' + n * interval '1 second' AS at FROM generate_series(0, ${count - 1}) n) g`;
  const json = (value: unknown): string => `${owner.escapeLiteral(JSON.stringify(value))}::jsonb`;
  const placed = { lines: LINES, charges: CHARGES, total: EUR(3_495), paymentMethod: 'pm_card_visa' };
  const progress = { refunded: 0, rejection: DECLINED };
  await owner.query(`
    BEGIN;
    INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
      SELECT id, version, id || '-' || version,
        (ARRAY['order.placed', 'order.stock-reserved', 'order.rejected'])[version], 'order',
        CASE version WHEN 1 THEN ${json(placed)} || jsonb_build_object('customerId', customer, 'contact', id)
          WHEN 2 THEN '{}' ELSE ${json(DECLINED)} END, ${json(METADATA)}, at
      FROM ${g}, generate_series(1, ${VERSIONS}) version;
    INSERT INTO streams SELECT id, 'order', ${VERSIONS}, id || '-${VERSIONS}' FROM ${g};
    INSERT INTO order_summaries
      (id, tenant, customer_id, status, version, placed_at, updated_at, currency, total, lines, charges, progress)
      SELECT id, 'default', customer, 'REJECTED', ${VERSIONS}, at, at, 'EUR', 3495, ${json(LINES)}, ${json(CHARGES)},
        ${json(progress)} FROM ${g};
    INSERT INTO contacts (order_id, customer_name, email, address)
      SELECT id, 'Load', 'load@example.com', ${json(ADDRESS)} FROM ${g};
    INSERT INTO sagas (id, name, tenant, status, state, log, started_at, updated_at)
      SELECT id, 'fulfilment', 'default', 'ended', '{}', '[]', at, at FROM ${g};
    UPDATE projections SET (tx, position) = (SELECT tx, position FROM events ORDER BY tx DESC, position DESC LIMIT 1);
    UPDATE product_demand_shares SET (tx, position) = (SELECT tx, position FROM events ORDER BY tx DESC, position DESC LIMIT 1);
    COMMIT`);
  await owner.query('VACUUM ANALYZE');
  await owner.query('CHECKPOINT');
}
