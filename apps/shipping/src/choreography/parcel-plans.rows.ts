import type { shippingBook } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { kind } from '@waybill/unit-of-work';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

type Booking = DataOf<typeof shippingBook>;

/** An order that nobody leads, until it is known where it goes, what is in it, and that it is paid. */
@Entity('parcel_plans')
export class ParcelPlanRow {
  @PrimaryColumn('text') orderId!: string;
  @Column('text') tenant!: string;
  /** Personal data: kept until the parcel is booked, or will never be. */
  @Column('jsonb', { nullable: true }) recipient!: Pick<Booking, 'customerId' | 'address'> | null;
  /** By house, as inventory has reserved them. */
  @Column('jsonb', { nullable: true }) lines!: Booking['lines'] | null;
  @Column('boolean') paid!: boolean;
  @Column('timestamptz') createdAt!: Date;
}

export const parcelPlans = kind(ParcelPlanRow, ['orderId']);

export class ParcelPlans1760000001005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE parcel_plans (
        order_id text NOT NULL, tenant text NOT NULL, recipient jsonb, lines jsonb, paid boolean NOT NULL,
        created_at timestamptz NOT NULL, PRIMARY KEY (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parcel_plans');
  }
}
