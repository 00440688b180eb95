import type { CustomerId } from '@waybill/contracts/ids';
import type { Money } from '@waybill/kernel';
import type { Address } from '../orders/order-summary.js';
import type { Wanted } from '../orders/commands/price.js';

/** An order from any marketplace, in our own terms. */
export interface MarketplaceOrder {
  /** With `externalId` the key of the order: it is placed once, however often it is imported. */
  readonly marketplace: string;
  readonly externalId: string;
  readonly soldAt: Date;
  readonly customerId: CustomerId;
  readonly customerName: string;
  readonly email: string;
  readonly lines: readonly Wanted[];
  readonly shippingAddress: Address;
  /** What the buyer paid. */
  readonly expectedTotal: Money;
}

/** A parsed line of a feed: an order, or the reason for its refusal. */
export type Translation = { readonly externalId?: string | undefined } & (
  | { readonly order: MarketplaceOrder; readonly refusal?: never }
  | { readonly refusal: Error; readonly order?: never }
);
