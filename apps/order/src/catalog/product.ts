import { catalogPriceChanged, catalogProductListed, catalogProductRetired } from '@waybill/contracts';
import { money } from '@waybill/kernel';
import { type Tx, kind } from '@waybill/unit-of-work';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** What the shop sells, and at which price: orders take it from here, never from a client. */
@Entity('products')
@Check('products_price', 'price >= 0')
export class Product {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: string;
  @Column('text') name!: string;
  @Column('bigint') price!: number;
  @Column('text') currency!: string;
  @Column('boolean') active!: boolean;
  @Column('timestamptz') updatedAt!: Date;
}

export const products = kind(Product, ['tenant', 'sku'], {
  guards: { products_price: ({ price }) => price >= 0 },
});

export type ProductData = Pick<Product, 'sku' | 'name' | 'price' | 'currency' | 'active'>;

/** Lists a product or changes it, and says what is new about it. */
export async function putProduct(tx: Tx, data: ProductData): Promise<Product> {
  const { tenant } = tx.context;
  const { sku, name, active } = data;
  const known = await tx.load(products, { tenant, sku });
  const product = { ...data, tenant, updatedAt: tx.at };
  const price = money(data.price, data.currency);
  const listed = known?.active === true;
  if (active && !listed) tx.publish(catalogProductListed, sku, { sku, name, price });
  if (!active && listed) tx.publish(catalogProductRetired, sku, { sku });
  if (active && listed && (known.price !== data.price || known.currency !== data.currency)) {
    tx.publish(catalogPriceChanged, sku, { sku, price, previous: money(known.price, known.currency) });
  }
  tx.save(products, product);
  return product;
}
