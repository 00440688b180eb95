import type { Sku } from '@waybill/contracts/ids';
import { type Money, money } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A product of the catalog. Orders take the price from here, never from the client. */
@Entity('products')
@Index('products_sku_prefix', { synchronize: false })
@Index('products_name_words', { synchronize: false })
@Check('products_price', 'price >= 0')
export class Product {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  @Column('text') name!: string;
  @Column('bigint') price!: number;
  @Column('text') currency!: string;
  @Column('boolean') active!: boolean;
  @Column({ type: 'text', default: 'standard' }) taxClass!: string;
  @Column({ type: 'integer', default: 1 }) version!: number;
  @Column('timestamptz') updatedAt!: Date;
}

/** A version of a product, valid from `at` on. Used to merge changes of clients that read an older version. */
@Entity('product_versions')
export class ProductVersion {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  @PrimaryColumn('integer') version!: number;
  @Column('text') name!: string;
  @Column('bigint') price!: number;
  @Column('text') currency!: string;
  @Column('boolean') active!: boolean;
  @Column({ type: 'text', default: 'standard' }) taxClass!: string;
  @Column('timestamptz') at!: Date;
}

export const products = rowType(Product, ['tenant', 'sku'], {
  guards: { products_price: ({ price }) => price >= 0 },
});
export const productVersions = rowType(ProductVersion, ['tenant', 'sku', 'version']);

/** The fields that a merchant edits. Changes are merged field by field: concurrent edits of different fields both apply. */
export interface ProductData {
  readonly name: string;
  readonly price: Money;
  readonly active: boolean;
  readonly taxClass: string;
}

export function dataOf({ name, price, currency, active, taxClass }: Product | ProductVersion): ProductData {
  return { name, price: money(price, currency), active, taxClass };
}
