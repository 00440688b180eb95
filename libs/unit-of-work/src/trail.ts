import type { Act, ActDetails } from '@waybill/kernel';
import { Column, Entity, Index, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { rowType } from './row-type.js';

/** An act of an admin or operator. Written in the transaction of the act, and never changed. */
@Entity('trail')
@Index('trail_tenant', ['tenant', 'id'])
export class TrailEntry {
  /** UUIDv7, so entries are sorted by time. */
  @PrimaryColumn('text') id!: string;
  @Column('timestamptz') at!: Date;
  /** Tenant of the token. */
  @Column('text') tenant!: string;
  @Column('text') subject!: string;
  @Column('text') role!: Act['role'];
  @Column('text') address!: string;
  @Column('text') operation!: string;
  @Column('text', { nullable: true }) target!: string | null;
  /** Id of the customer whose data was changed. */
  @Column('text', { nullable: true }) owner!: string | null;
  @Column('jsonb', { nullable: true }) before!: object | null;
  @Column('jsonb', { nullable: true }) after!: object | null;
  /** Stated by the admin or operator. */
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text') correlationId!: string;
}

export const trail = rowType(TrailEntry, ['id']);

/** The entry of an act; undefined if it is not recorded, because the caller changed their own data. */
export function entryOf(
  act: Act,
  details: ActDetails,
  written: { id: string; at: Date },
): TrailEntry | undefined {
  const { owner = null, before = null, after = null } = details;
  if (act.unlessOwn && owner === act.subject) return undefined;
  const { subject, tenant, role, address, operation, correlationId } = act;
  return {
    ...written,
    tenant,
    subject,
    role,
    address,
    operation,
    target: details.target ?? act.target ?? null,
    owner,
    before,
    after,
    reason: details.reason ?? act.reason ?? null,
    correlationId,
  };
}

/** The trail, and a log of dead letters that names the tenant. */
export class TrailTable1760000000023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE trail (
        id text NOT NULL, at timestamptz NOT NULL, tenant text NOT NULL, subject text NOT NULL, role text NOT NULL,
        address text NOT NULL, operation text NOT NULL, target text, owner text, before jsonb, after jsonb, reason text,
        correlation_id text NOT NULL, PRIMARY KEY (id)
      );
      CREATE INDEX trail_tenant ON trail (tenant, id);
      ALTER TABLE dead_letter_log ADD tenant text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE dead_letter_log DROP tenant; DROP TABLE trail`);
  }
}
