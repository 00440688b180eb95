import type { OrderId } from '@waybill/contracts/ids';
import type { Pool } from 'pg';
import {
  type Difference,
  type GatewayEntry,
  type OurEntry,
  compare,
  missing,
} from '../domain/reconciliation.js';
import type { Gateway } from '../gateway/gateway.js';

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export interface Report {
  /** Number of payments: those of the gateway, and ours that its list does not contain. */
  readonly compared: number;
  readonly differences: readonly Difference[];
}

const BATCH = 500;

/**
 * Compares the gateway's payments of a period with ours, in both directions. Payments change during the comparison, so a difference
 * is only reported if it is still there when both sides are read again.
 */
export async function reconcile(pool: Pool, gateway: Gateway, period: Period): Promise<Report> {
  const seen = new Set<string>();
  const suspects = new Set<string>();
  for await (const batch of batches(gateway.list(period.from, period.to))) {
    const ours = await ourEntries(
      pool,
      batch.flatMap(({ orderId }) => orderId ?? []),
    );
    for (const theirs of batch) {
      seen.add(theirs.gatewayId);
      if (compare(entryOf(ours, theirs), theirs).length > 0) suspects.add(theirs.gatewayId);
    }
  }
  for await (const { gatewayId } of ourPayments(pool, period)) {
    if (seen.has(gatewayId)) continue;
    seen.add(gatewayId);
    suspects.add(gatewayId);
  }
  const differences: Difference[] = [];
  for (const gatewayId of suspects) differences.push(...(await lookAgain(pool, gateway, gatewayId)));
  return { compared: seen.size, differences };
}

async function lookAgain(pool: Pool, gateway: Gateway, gatewayId: string): Promise<readonly Difference[]> {
  const theirs = await gateway.show(gatewayId);
  const ours = await ourEntries(pool, theirs?.orderId ? [theirs.orderId] : []);
  if (theirs) return compare(entryOf(ours, theirs), theirs);
  const { rows } = await pool.query<OurEntry>(`${OURS} WHERE gateway_id = $1`, [gatewayId]);
  return rows.map(missing);
}

/** Our payment for the order of the gateway's payment, if it names an order. */
function entryOf(ours: ReadonlyMap<string, OurEntry>, { orderId }: GatewayEntry): OurEntry | undefined {
  return orderId === null ? undefined : ours.get(orderId);
}

const OURS = `SELECT order_id AS "orderId", gateway_id AS "gatewayId", held->>'gatewayId' AS "heldId", status, currency,
  amount::float8 AS amount, captured::float8 AS captured, refunding::float8 AS refunding, refunded::float8 AS refunded
  FROM payments`;

async function ourEntries(pool: Pool, orderIds: readonly string[]): Promise<ReadonlyMap<string, OurEntry>> {
  if (orderIds.length === 0) return new Map();
  const { rows } = await pool.query<OurEntry>(`${OURS} WHERE order_id = ANY($1)`, [orderIds]);
  return new Map(rows.map((row) => [row.orderId, row]));
}

/** Our payments with a gateway id, read in batches to limit the load. */
async function* ourPayments(
  pool: Pool,
  { from, to }: Period,
): AsyncGenerator<{ readonly orderId: OrderId; readonly gatewayId: string }> {
  let after = '';
  for (;;) {
    const { rows } = await pool.query<{ orderId: OrderId; gatewayId: string }>(
      `SELECT order_id AS "orderId", gateway_id AS "gatewayId" FROM payments
       WHERE created_at >= $1 AND created_at < $2 AND gateway_id IS NOT NULL AND order_id > $3
       ORDER BY order_id LIMIT ${BATCH}`,
      [from, to, after],
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < BATCH) return;
    after = last.orderId;
  }
}

async function* batches(entries: AsyncIterable<GatewayEntry>): AsyncGenerator<GatewayEntry[]> {
  let batch: GatewayEntry[] = [];
  for await (const entry of entries) {
    batch.push(entry);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
