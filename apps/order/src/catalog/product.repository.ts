import { requireNewSku } from '@waybill/contracts';
import type { Sku } from '@waybill/contracts/ids';
import { merge, requireVersion, sameMoney, seenVersionOf, settle } from '@waybill/kernel';
import type { Reactions, Tx } from '@waybill/unit-of-work';
import { type ProductEvent, productEvents } from './product.events.js';
import { type Product, type ProductData, dataOf, productVersions, products } from './product.js';

/** Loads, changes and saves products within a unit of work, and dispatches their domain events. */
export class ProductRepository {
  constructor(private readonly reactions: Reactions) {}

  /**
   * Creates or updates a product. A change based on an older version is merged; throws PRECONDITION_FAILED on a conflict, and SKU_INVALID for a
   * new product.
   */
  async put(tx: Tx, sku: Sku, data: ProductData): Promise<Product> {
    const { tenant } = tx.context;
    const known = await tx.load(products, { tenant, sku });
    if (!known) {
      requireNewSku(sku);
      requireVersion(tx.context.preconditions, 0);
    }
    const stored = known && dataOf(known);
    const next = known ? await this.settled(tx, known, data) : data;
    tx.record({ before: stored ?? null, after: next });
    if (stored && isSame(stored, next)) return known;
    const version = (known?.version ?? 0) + 1;
    const columns = { name: next.name, price: next.price.amount, currency: next.price.currency };
    const { active, taxClass } = next;
    const row = { ...columns, tenant, sku, active, taxClass, version };
    tx.append(productVersions, { ...row, at: tx.at });
    const product = { ...row, updatedAt: tx.at };
    tx.save(products, product);
    const events = eventsOf(stored, next, tx.at);
    await this.reactions.dispatch(tx, productEvents, { id: sku, version, events, saved: undefined });
    return product;
  }

  private async settled(tx: Tx, known: Product, wanted: ProductData): Promise<ProductData> {
    const { tenant, sku, version } = known;
    const { preconditions } = tx.context;
    const stored = dataOf(known);
    const seenVersion = seenVersionOf(preconditions, version);
    const seen =
      seenVersion === undefined || seenVersion === version
        ? undefined
        : await tx.read(productVersions, { tenant, sku, version: seenVersion });
    return settle({ policy: merge, preconditions, version, seen: seen && dataOf(seen), stored, wanted });
  }
}

function isSame(one: ProductData, other: ProductData): boolean {
  const { name, active, taxClass, price } = one;
  const same = name === other.name && active === other.active && taxClass === other.taxClass;
  return same && sameMoney(price, other.price);
}

function eventsOf(
  known: ProductData | undefined,
  { name, price, active }: ProductData,
  at: Date,
): ProductEvent[] {
  const listed = known?.active === true;
  if (active && !listed) return [{ type: 'product.listed', data: { name, price }, at }];
  if (!active && listed) return [{ type: 'product.retired', data: {}, at }];
  if (active && listed && !sameMoney(known.price, price))
    return [{ type: 'product.price-changed', data: { price, previous: known.price }, at }];
  return [];
}
