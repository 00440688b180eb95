import { rowType } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Difference } from '../domain/reconciliation.js';

/** The comparison of one day. The primary key lets only one instance start it. */
@Entity('reconciliations')
export class ReconciliationRow {
  /** UTC, as `2026-03-01`. */
  @PrimaryColumn('text') day!: string;
  @Column('integer') compared!: number;
  @Column('jsonb') differences!: readonly Difference[];
  @Column('timestamptz') begunAt!: Date;
  @Column('timestamptz', { nullable: true }) finishedAt!: Date | null;
}

export const reconciliations = rowType(ReconciliationRow, ['day']);

export async function newestDifferences(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT jsonb_array_length(differences) AS count FROM reconciliations
     WHERE finished_at IS NOT NULL ORDER BY day DESC LIMIT 1`,
  );
  return rows[0]?.count ?? 0;
}
