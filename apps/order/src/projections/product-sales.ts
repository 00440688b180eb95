import type { Sku } from '@waybill/contracts/ids';
import type { Projection } from '@waybill/event-store';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type OrderMemo, remembering } from './order-memo.js';

/** Units and revenue of a product per day of confirmation. */
@Entity('product_sales')
export class ProductSales {
  @PrimaryColumn('text') tenant!: string;
  /** The day in UTC. */
  @PrimaryColumn('date') day!: string;
  @PrimaryColumn('text') sku!: Sku;
  @PrimaryColumn('text') currency!: string;
  @Column('integer') orders!: number;
  @Column('bigint') pieces!: number;
  /** In minor units. */
  @Column('bigint') amount!: number;
}

export const productSales: Projection<ProductSales, OrderMemo<'lines'>> = {
  name: 'product-sales',
  view: rowType(ProductSales, ['tenant', 'day', 'sku', 'currency']),
  remember: remembering('lines'),
  changes(event, memo) {
    if (event.type !== 'order.confirmed' || !memo) return [];
    const day = event.at.toISOString().slice(0, 10);
    return memo.state.lines.map(({ sku, quantity, unitPrice }) => {
      const key = { tenant: memo.tenant, day, sku, currency: unitPrice.currency };
      const apply = (row: ProductSales | undefined): ProductSales => ({
        ...key,
        orders: (row?.orders ?? 0) + 1,
        pieces: (row?.pieces ?? 0) + quantity,
        amount: (row?.amount ?? 0) + quantity * unitPrice.amount,
      });
      return { key, apply };
    });
  },
};
