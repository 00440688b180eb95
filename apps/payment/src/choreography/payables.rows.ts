import type { paymentAuthorize } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { kind } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/** An order that nobody leads, until it is known both what it costs and that its goods are there. */
@Entity('payables')
export class PayableRow {
  @PrimaryColumn('text') orderId!: string;
  @Column('text') tenant!: string;
  /** What is to be authorized; null while only its goods are known of. */
  @Column('jsonb', { nullable: true }) wanted!: DataOf<typeof paymentAuthorize> | null;
  @Column('timestamptz') createdAt!: Date;
}

export const payables = kind(PayableRow, ['orderId']);

export class Payables1760000002004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payables (
        order_id text NOT NULL, tenant text NOT NULL, wanted jsonb, created_at timestamptz NOT NULL, PRIMARY KEY (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payables');
  }
}
