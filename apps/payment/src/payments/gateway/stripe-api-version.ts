import type Stripe from 'stripe';

/**
 * The version of Stripe's API that this release was written for. The SDK's types describe the same one: an update of the SDK with another
 * version does not compile before the version is changed here. Read Stripe's changelog first.
 */
export const STRIPE_API_VERSION: Stripe.LatestApiVersion = '2026-10-28.endive';
