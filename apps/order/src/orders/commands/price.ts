import { DomainError, money } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { products } from '../../catalog/product.js';
import type { Charge, OrderLine } from '../domain/order.events.js';

export interface Wanted {
  readonly sku: string;
  readonly quantity: number;
}

/** What is sold at which price: always the catalog's, never a client's. */
export class PriceList {
  constructor(
    /** Minor units, in the currency of the order. */
    private readonly postage: number,
  ) {}

  /** Throws UNKNOWN_SKU and PRODUCT_RETIRED. */
  async lines(tx: Tx, wanted: readonly Wanted[]): Promise<OrderLine[]> {
    const { tenant } = tx.context;
    const rows = await Promise.all(wanted.map(({ sku }) => tx.read(products, { tenant, sku })));
    return wanted.map(({ sku, quantity }, index) => {
      const product = rows[index];
      if (!product) throw new DomainError('UNKNOWN_SKU', `the catalog has no product ${sku}`, { sku });
      if (!product.active)
        throw new DomainError('PRODUCT_RETIRED', `${product.name} is no longer sold`, { sku });
      return { sku, name: product.name, quantity, unitPrice: money(product.price, product.currency) };
    });
  }

  charges(lines: readonly OrderLine[]): Charge[] {
    const [first] = lines;
    return first && this.postage > 0
      ? [{ kind: 'postage', amount: money(this.postage, first.unitPrice.currency) }]
      : [];
  }
}
