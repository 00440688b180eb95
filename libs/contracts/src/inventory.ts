import { z } from 'zod';
import { contract } from './contract.js';
import { choreographed } from './fulfilment.js';
import { orderId, returnId, tea } from './examples.js';
import { id, placedLine, returnedLine, stockLine } from './values.js';

const commands = 'inventory.commands';
const events = 'inventory.events';
const order = { orderId: id.order };

export const inventoryReserve = contract({
  type: 'inventory.reserve',
  topic: commands,
  description:
    'Reserve every line or none. A later revision of the lines replaces the reservation, completely or not at all.',
  schema: z.object({ ...order, lines: z.array(stockLine), revision: z.int().positive().optional() }),
  example: { orderId, lines: [tea] },
});
export const inventoryRelease = contract({
  type: 'inventory.release',
  topic: commands,
  description: 'Release the reservation of an order. A reservation command that arrives later is refused.',
  schema: z.object({ ...order, reason: z.string() }),
  example: { orderId, reason: 'CARD_DECLINED' },
});
export const inventoryRestock = contract({
  type: 'inventory.restock',
  topic: commands,
  description: 'Restock or write off returned units. `returnId` makes the command idempotent.',
  schema: z.object({ ...order, returnId: id.return, lines: z.array(returnedLine) }),
  example: { orderId, returnId, lines: [{ sku: 'TEA-EARL', restocked: 1, writtenOff: 0 }] },
});

export const inventoryReserved = contract({
  type: 'inventory.reserved',
  topic: events,
  story: { phase: 'success', after: 'order.placed' },
  description: 'Every line was reserved, each in one warehouse.',
  schema: z.object({ ...order, lines: z.array(placedLine), choreographed }),
  example: { orderId, lines: [tea] },
});
export const inventoryReservationFailed = contract({
  type: 'inventory.reservation-failed',
  topic: events,
  story: { phase: 'failure', after: 'inventory.backordered' },
  description: 'Nothing was reserved; `shortages` lists the missing units.',
  schema: z.object({
    ...order,
    shortages: z.array(z.object({ sku: id.sku, requested: z.int(), available: z.int() })),
  }),
  example: { orderId, shortages: [{ sku: 'TEA-EARL', requested: 2, available: 1 }] },
});
export const inventoryReleased = contract({
  type: 'inventory.released',
  topic: events,
  story: { phase: 'change', after: 'payment.refunded' },
  description: 'The reservation was released. With reason `EXPIRED`, the order was not confirmed in time.',
  schema: z.object({ ...order, lines: z.array(stockLine), reason: z.string().optional() }),
  example: { orderId, lines: [tea] },
});
export const inventoryPickConfirmed = contract({
  type: 'inventory.pick-confirmed',
  topic: events,
  story: { phase: 'success', after: 'shipping.pick-requested' },
  description:
    'The units of the order are still reserved: its shipments can be picked before its confirmation. Only published in hybrid mode.',
  schema: z.object({ ...order, lines: z.array(placedLine) }),
  example: { orderId, lines: [tea] },
});
export const inventoryCommitted = contract({
  type: 'inventory.committed',
  topic: events,
  story: { phase: 'shipment', after: 'shipping.shipped' },
  description: 'The reserved units have left the warehouse.',
  schema: z.object({ ...order, lines: z.array(stockLine) }),
  example: { orderId, lines: [tea] },
});
export const inventoryReceived = contract({
  type: 'inventory.received',
  topic: events,
  story: { phase: 'stocking', after: 'catalog.product-retired' },
  description: 'Units were received. The key is the SKU.',
  schema: z.object({ sku: id.sku, quantity: z.int(), reference: z.string(), onHand: z.int() }),
  example: { sku: 'TEA-EARL', quantity: 100, reference: 'delivery note 4711', onHand: 120 },
});
export const inventoryAdjusted = contract({
  type: 'inventory.adjusted',
  topic: events,
  story: { phase: 'stocking', after: 'inventory.received' },
  description: 'Stock was adjusted after a count. The key is the SKU.',
  schema: z.object({ sku: id.sku, delta: z.int(), reason: z.string(), onHand: z.int() }),
  example: { sku: 'TEA-EARL', delta: -1, reason: 'yearly count', onHand: 119 },
});
export const inventoryLowStock = contract({
  type: 'inventory.low-stock',
  topic: events,
  story: { phase: 'stocking', after: 'inventory.adjusted' },
  description: 'The available units fell to the threshold; published once per crossing. The key is the SKU.',
  schema: z.object({ sku: id.sku, available: z.int(), threshold: z.int() }),
  example: { sku: 'TEA-EARL', available: 9, threshold: 10 },
});
export const inventoryBackordered = contract({
  type: 'inventory.backordered',
  topic: events,
  story: { phase: 'failure' },
  description:
    'The listed units are missing and the order waits for them. `inventory.reserved` follows once they are in stock.',
  schema: z.object({ ...order, lines: z.array(stockLine) }),
  example: { orderId, lines: [tea] },
});
export const inventoryRestocked = contract({
  type: 'inventory.restocked',
  topic: events,
  story: { phase: 'afterwards', after: 'order.return-requested' },
  description: 'Returned units were restocked or written off.',
  schema: z.object({ ...order, returnId: id.return, lines: z.array(returnedLine) }),
  example: { orderId, returnId, lines: [{ sku: 'TEA-EARL', restocked: 1, writtenOff: 0 }] },
});
