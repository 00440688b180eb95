import { catalogPriceChanged, catalogProductListed, catalogProductRetired } from '@waybill/contracts';
import { type Money, assertNever } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';

/** What happens to a product; another name is nobody else's business. */
export type ProductEvent =
  | { readonly type: 'listed'; readonly name: string; readonly price: Money }
  | { readonly type: 'price-changed'; readonly price: Money; readonly previous: Money }
  | { readonly type: 'retired' };

export function publish(tx: Tx, sku: string, event: ProductEvent): void {
  switch (event.type) {
    case 'listed': {
      const { name, price } = event;
      tx.publish(catalogProductListed, sku, { sku, name, price });
      return;
    }
    case 'price-changed': {
      const { price, previous } = event;
      tx.publish(catalogPriceChanged, sku, { sku, price, previous });
      return;
    }
    case 'retired':
      tx.publish(catalogProductRetired, sku, { sku });
      return;
    default:
      assertNever(event);
  }
}
