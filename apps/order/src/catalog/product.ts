import { DomainError, type Money, merge, money, sameMoney, settle, conflictErrors } from '@waybill/kernel';
import { type Tx, kind } from '@waybill/unit-of-work';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import { type ProductEvent, publish } from './product.publication.js';

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
  @Column({ type: 'text', default: 'standard' }) taxClass!: string;
  @Column({ type: 'integer', default: 1 }) version!: number;
  @Column('timestamptz') updatedAt!: Date;
}

/** A product as it was from `at` on: whoever changed an older version is merged by what that version said. */
@Entity('product_versions')
export class ProductVersion {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') name!: string;
  @Column('bigint') price!: number;
  @Column('text') currency!: string;
  @Column('boolean') active!: boolean;
  @Column({ type: 'text', default: 'standard' }) taxClass!: string;
  @Column('timestamptz') at!: Date;
}

export const products = kind(Product, ['tenant', 'sku'], {
  guards: { products_price: ({ price }) => price >= 0 },
});
export const productVersions = kind(ProductVersion, ['tenant', 'sku', 'version']);

/** What a merchant decides of a product, field by field: two who change different ones do not disturb each other. */
export interface ProductData {
  readonly name: string;
  readonly price: Money;
  readonly active: boolean;
  readonly taxClass: string;
}

/** Lists a product or changes it, and says what is new about it; a change of an older version is merged, or refused. */
export async function putProduct(
  tx: Tx,
  sku: string,
  data: ProductData,
  seenVersion?: number,
): Promise<Product> {
  const { tenant } = tx.context;
  const [known, seen] = await Promise.all([
    tx.load(products, { tenant, sku }),
    seenVersion === undefined ? undefined : tx.read(productVersions, { tenant, sku, version: seenVersion }),
  ]);
  if (!known && seenVersion !== undefined)
    throw new DomainError(conflictErrors.PRECONDITION_FAILED, `there is no product ${sku}`, { version: 0 });
  const stored = known && dataOf(known);
  const next = !stored
    ? data
    : settle({
        policy: merge,
        seenVersion,
        version: known.version,
        seen: seen && dataOf(seen),
        stored,
        wanted: data,
      });
  if (stored && isSame(stored, next)) return known;
  for (const event of eventsOf(stored, next)) publish(tx, sku, event);
  const columns = { name: next.name, price: next.price.amount, currency: next.price.currency };
  const { active, taxClass } = next;
  const row = { ...columns, tenant, sku, active, taxClass, version: (known?.version ?? 0) + 1 };
  tx.append(productVersions, { ...row, at: tx.at });
  const product = { ...row, updatedAt: tx.at };
  tx.save(products, product);
  return product;
}

export function dataOf({ name, price, currency, active, taxClass }: Product | ProductVersion): ProductData {
  return { name, price: money(price, currency), active, taxClass };
}

function isSame(one: ProductData, other: ProductData): boolean {
  const { name, active, taxClass, price } = one;
  const same = name === other.name && active === other.active && taxClass === other.taxClass;
  return same && sameMoney(price, other.price);
}

function eventsOf(known: ProductData | undefined, { name, price, active }: ProductData): ProductEvent[] {
  const listed = known?.active === true;
  if (active && !listed) return [{ type: 'listed', name, price }];
  if (!active && listed) return [{ type: 'retired' }];
  if (active && listed && !sameMoney(known.price, price))
    return [{ type: 'price-changed', price, previous: known.price }];
  return [];
}
