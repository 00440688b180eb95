import { z } from 'zod';
import { messageType } from './message-type.js';
import { money } from './values.js';

const product = z.object({ sku: z.string(), name: z.string(), price: money });

export const catalogProductListed = messageType('catalog.product-listed', 1, 'catalog.events', product);
export const catalogPriceChanged = messageType(
  'catalog.price-changed',
  1,
  'catalog.events',
  z.object({ sku: z.string(), price: money, previous: money }),
);
export const catalogProductRetired = messageType(
  'catalog.product-retired',
  1,
  'catalog.events',
  z.object({ sku: z.string() }),
);
