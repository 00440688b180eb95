import { EventWork, SAFE_TO_READ } from '@waybill/event-store';
import type { Timers } from '@waybill/kernel';
import type { Pool } from 'pg';
import { type DemandShare, SHARES } from './product-demand.js';

export interface DemandCounterOptions {
  readonly pool: Pool;
  readonly timers: Timers;
  /**
   * Identifies the rows that this counter writes. Two counters with the same name count correctly too, but wait for each other's row locks.
   */
  readonly instance: string;
  /** How soon events are counted after their commit. Default 1,000. */
  readonly pollMs?: number;
  /** Maximum number of events per statement. */
  readonly batch?: number;
  readonly onError?: (error: unknown) => void;
}

const BATCH = 2_000;

/**
 * Reads the next events, counts those of one share and advances its checkpoint, if nobody advanced it in the meantime: when two instances
 * read the same events, only one counts them. Events that an open transaction can still precede are not read.
 */
const COUNT = `
  WITH found AS MATERIALIZED (
    SELECT tx, position, type, stream_id, data FROM events
    WHERE (tx, position) > ($2::bigint, $3::bigint)
      AND ${SAFE_TO_READ}
    ORDER BY tx, position LIMIT $4
  ), moved AS (
    UPDATE product_demand_shares SET tx = last.tx, position = last.position
    FROM (SELECT tx, position FROM found ORDER BY tx DESC, position DESC LIMIT 1) last
    WHERE share = $1 AND product_demand_shares.tx = $2 AND product_demand_shares.position = $3
    RETURNING share
  ), counted AS (
    INSERT INTO product_demand AS counter (tenant, sku, instance, increments, decrements)
    SELECT tenant, line->>'sku', $5::text,
      coalesce(sum((line->>'quantity')::bigint) FILTER (WHERE wanted), 0),
      coalesce(sum((line->>'quantity')::bigint) FILTER (WHERE NOT wanted), 0)
    FROM moved, found JOIN order_summaries ON id = stream_id, LATERAL (
      SELECT true AS wanted, jsonb_array_elements(data->'lines') AS line
      WHERE type IN ('order.placed', 'order.lines-changed')
      UNION ALL
      SELECT false, jsonb_array_elements(CASE type WHEN 'order.cancelled' THEN lines ELSE data->'previous' END)
      WHERE type IN ('order.cancelled', 'order.lines-changed')
    ) changes
    WHERE hashtext(stream_id) & ${SHARES - 1} = $1::smallint
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (tenant, sku, instance) DO UPDATE SET
      increments = counter.increments + excluded.increments,
      decrements = counter.decrements + excluded.decrements
  )
  SELECT (SELECT count(*)::int FROM found) AS found FROM moved`;

/** The shares with uncounted events, in random order, so that instances start at different shares and rarely wait for each other. */
const SHARES_BEHIND = `
  SELECT share, tx, position FROM product_demand_shares s
  WHERE EXISTS (SELECT FROM events e WHERE (e.tx, e.position) > (s.tx, s.position) AND ${SAFE_TO_READ})
  ORDER BY random()`;

/** Counts demand after the commit, so that no order waits for a counter. Instances count in parallel. */
export class DemandCounter extends EventWork {
  constructor(private readonly options: DemandCounterOptions) {
    super(options.timers, options.pollMs);
  }

  /** Counts the next events of each share once. Returns the number of events read, without those that another instance counted first. */
  async count(): Promise<number> {
    const { pool, instance, batch = BATCH } = this.options;
    let counted = 0;
    const { rows: shares } = await pool.query<DemandShare>({
      name: 'demand_shares',
      text: SHARES_BEHIND,
    });
    for (const { share, tx, position } of shares) {
      if (this.stopped) break;
      const { rows } = await pool.query<{ found: number }>({
        name: 'demand_count',
        text: COUNT,
        values: [share, tx, position, batch, instance],
      });
      counted += rows[0]?.found ?? 0;
    }
    return counted;
  }

  protected async turn(): Promise<number | void> {
    const { batch = BATCH, onError } = this.options;
    try {
      let counted = 0;
      // Continue at once only after a full batch. Under steady load there is always a new event, and the loop would never pause.
      do counted = await this.count();
      while (!this.stopped && counted >= batch);
      return counted > 0 ? this.pollMs : undefined;
    } catch (error) {
      onError?.(error);
      return this.pollMs;
    }
  }
}
