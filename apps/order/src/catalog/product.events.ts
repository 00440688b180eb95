import type { DomainEvent, Money } from '@waybill/kernel';
import { domainEvents, onDomainEvent } from '@waybill/unit-of-work';

export type ProductListed = DomainEvent<'product.listed', { readonly name: string; readonly price: Money }>;
export type ProductPriceChanged = DomainEvent<
  'product.price-changed',
  { readonly price: Money; readonly previous: Money }
>;
export type ProductRetired = DomainEvent<'product.retired', object>;

/** Domain events of a product. A product is stored as a row, so its events are dispatched to handlers and not stored. */
export type ProductEvent = ProductListed | ProductPriceChanged | ProductRetired;

export const productEvents = domainEvents<ProductEvent>('product');
export const OnDomainEvent = onDomainEvent(productEvents);
