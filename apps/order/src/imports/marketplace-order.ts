import type { CustomerId } from '@waybill/contracts/ids';
import type { Money } from '@waybill/kernel';
import type { Address } from '../orders/order-summary.js';
import type { Wanted } from '../orders/commands/price.js';

/** What any marketplace sold for us, in our words. */
export interface MarketplaceOrder {
  /** With `externalId` the key of the order: however often it comes, it is placed once. */
  readonly marketplace: string;
  readonly externalId: string;
  readonly soldAt: Date;
  readonly customerId: CustomerId;
  readonly customerName: string;
  readonly email: string;
  readonly lines: readonly Wanted[];
  readonly shippingAddress: Address;
  /** What the buyer has paid. */
  readonly expectedTotal: Money;
}

/** A line of a feed, read: an order, or why it is none. */
export type Translation = { readonly externalId?: string | undefined } & (
  | { readonly order: MarketplaceOrder; readonly refusal?: never }
  | { readonly refusal: Error; readonly order?: never }
);
