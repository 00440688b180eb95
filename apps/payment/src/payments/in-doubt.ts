import type { OrderId } from '@waybill/contracts/ids';
import { instantOf } from '@waybill/kernel';
import type { Pool } from 'pg';

/** A request to the gateway with an unknown outcome: it was sent at least once, without a response. */
export interface Doubt {
  readonly orderId: OrderId;
  /** Null if the request is not about a refund. */
  readonly refundId: string | null;
}

const CALLS = `kind IN ('payment.authorize', 'payment.capture', 'payment.void', 'payment.refund')`;

export async function doubtsOf(pool: Pool, orderIds: readonly string[]): Promise<readonly Doubt[]> {
  const { rows } = await pool.query<Doubt>(
    `SELECT key AS "orderId", payload->>'refundId' AS "refundId" FROM effects
     WHERE key = ANY($1) AND attempt > 1 AND ${CALLS}`,
    [orderIds],
  );
  return rows;
}

/** Age of the oldest such request in seconds; 0 without one. */
export async function oldestDoubt(pool: Pool, now: Date): Promise<number> {
  const { rows } = await pool.query<{ id: string | null }>(
    `SELECT min(id) AS id FROM effects WHERE attempt > 1 AND ${CALLS}`,
  );
  // Ids start with their time.
  const oldest = rows[0]?.id;
  const asked = oldest ? instantOf(oldest) : undefined;
  return asked ? Math.max(0, (now.getTime() - asked.getTime()) / 1_000) : 0;
}
