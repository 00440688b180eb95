import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Number of orders placed, confirmed and delivered on one day (UTC). */
@Entity('daily_orders')
export class DailyOrders {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('date') day!: string;
  @Column('integer') placed!: number;
  @Column('integer') confirmed!: number;
  @Column('integer') delivered!: number;
}

/** Captured payments on one day (UTC), by method and currency. Amounts in minor units. */
@Entity('daily_payments')
export class DailyPayments {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') method!: string;
  @PrimaryColumn('text') currency!: string;
  @Column('integer') payments!: number;
  @Column('bigint') amount!: number;
}

export const dailyOrders = rowType(DailyOrders, ['tenant', 'day']);
export const dailyPayments = rowType(DailyPayments, ['tenant', 'day', 'method', 'currency']);
