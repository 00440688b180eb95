import { catalogPriceChanged, catalogProductListed, catalogProductRetired } from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import type { Reaction } from '@waybill/unit-of-work';
import { OnDomainEvent, type ProductEvent } from './product.events.js';

/** Publishes each event of a product as an integration event. */
@OnDomainEvent('*')
export class PublishProductEvents {
  handle({ type, data }: ProductEvent, { tx, aggregate: { id: sku } }: Reaction): void {
    switch (type) {
      case 'product.listed':
        tx.publish(catalogProductListed, sku, { sku, ...data });
        return;
      case 'product.price-changed':
        tx.publish(catalogPriceChanged, sku, { sku, ...data });
        return;
      case 'product.retired':
        tx.publish(catalogProductRetired, sku, { sku });
        return;
      default:
        assertNever(type);
    }
  }
}
