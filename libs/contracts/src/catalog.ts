import { z } from 'zod';
import { contract } from './contract.js';
import { euro } from './examples.js';
import { id, money } from './values.js';

const topic = 'catalog.events';

export const catalogProductListed = contract({
  type: 'catalog.product-listed',
  topic,
  story: { phase: 'stocking' },
  description: 'A product can be ordered, for the first time or again.',
  schema: z.object({ sku: id.sku, name: z.string(), price: money }),
  example: { sku: 'TEA-EARL', name: 'Earl Grey, 250 g', price: euro(899) },
});
export const catalogPriceChanged = contract({
  type: 'catalog.price-changed',
  topic,
  story: { phase: 'stocking', after: 'catalog.product-listed' },
  description: 'The price of a product changed. Orders placed from now on pay the new price.',
  schema: z.object({ sku: id.sku, price: money, previous: money }),
  example: { sku: 'TEA-EARL', price: euro(949), previous: euro(899) },
});
export const catalogProductRetired = contract({
  type: 'catalog.product-retired',
  topic,
  story: { phase: 'stocking', after: 'catalog.price-changed' },
  description: 'A product can no longer be ordered. Orders already placed are not affected.',
  schema: z.object({ sku: id.sku }),
  example: { sku: 'TEA-EARL' },
});
