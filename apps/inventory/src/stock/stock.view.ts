import { pageView } from '@waybill/platform';
import { z } from 'zod';
import { available } from './domain/stock.js';
import type { StockRow } from './stock.rows.js';

const pieces = { onHand: z.int(), reserved: z.int(), available: z.int() };

/** The stock of a SKU: totals and each warehouse. */
export const stockView = z
  .object({
    sku: z.string(),
    ...pieces,
    warehouses: z.array(z.object({ warehouse: z.string(), ...pieces })),
    lowStockThreshold: z
      .int()
      .nullable()
      .meta({ description: 'Stock is low at this many available units or fewer' }),
    backorder: z.boolean().meta({ description: 'Whether orders may wait for missing units' }),
    waiting: z.int().meta({ description: 'Number of orders that wait for missing units' }),
  })
  .meta({
    id: 'Stock',
    example: {
      sku: 'TEA-EARL',
      onHand: 100,
      reserved: 2,
      available: 98,
      warehouses: [{ warehouse: 'main', onHand: 100, reserved: 2, available: 98 }],
      lowStockThreshold: 10,
      backorder: false,
      waiting: 0,
    },
  });
export const stockPage = pageView('StockPage', stockView);

export type StockView = z.infer<typeof stockView>;

export function viewOf(row: StockRow): StockView {
  const { sku, onHand, reserved, lowStockThreshold, backorder, waiting } = row;
  const warehouses = row.warehouses.map((place) => ({ ...place, available: available(place) }));
  return {
    sku,
    onHand,
    reserved,
    available: available(row),
    warehouses,
    lowStockThreshold,
    backorder,
    waiting,
  };
}
