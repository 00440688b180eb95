import { z } from 'zod';
import { messageType } from './message-type.js';
import { placedLine, returnedLine, stockLine } from './values.js';

const order = { orderId: z.string() };

export const inventoryReserve = messageType(
  'inventory.reserve',
  1,
  'inventory.commands',
  // A later revision of the lines takes the place of what is reserved, whole or not at all.
  z.object({ ...order, lines: z.array(stockLine), revision: z.int().positive().optional() }),
);
export const inventoryRelease = messageType(
  'inventory.release',
  1,
  'inventory.commands',
  z.object({ ...order, reason: z.string() }),
);
/** Goods came back from a customer; `returnId` makes it idempotent. */
export const inventoryRestock = messageType(
  'inventory.restock',
  1,
  'inventory.commands',
  z.object({ ...order, returnId: z.string(), lines: z.array(returnedLine) }),
);

export const inventoryReserved = messageType(
  'inventory.reserved',
  1,
  'inventory.events',
  z.object({ ...order, lines: z.array(placedLine) }),
);
export const inventoryReservationFailed = messageType(
  'inventory.reservation-failed',
  1,
  'inventory.events',
  z.object({
    ...order,
    shortages: z.array(z.object({ sku: z.string(), requested: z.int(), available: z.int() })),
  }),
);
export const inventoryReleased = messageType(
  'inventory.released',
  1,
  'inventory.events',
  // `EXPIRED`: nobody asked for it, the order was not confirmed in time.
  z.object({ ...order, lines: z.array(stockLine), reason: z.string().optional() }),
);
export const inventoryCommitted = messageType(
  'inventory.committed',
  1,
  'inventory.events',
  z.object({ ...order, lines: z.array(stockLine) }),
);
export const inventoryReceived = messageType(
  'inventory.received',
  1,
  'inventory.events',
  z.object({ sku: z.string(), quantity: z.int(), reference: z.string(), onHand: z.int() }),
);
export const inventoryAdjusted = messageType(
  'inventory.adjusted',
  1,
  'inventory.events',
  z.object({ sku: z.string(), delta: z.int(), reason: z.string(), onHand: z.int() }),
);
export const inventoryLowStock = messageType(
  'inventory.low-stock',
  1,
  'inventory.events',
  z.object({ sku: z.string(), available: z.int(), threshold: z.int() }),
);
/** Some pieces are missing; the order waits in line for them, and is told `inventory.reserved` when they are there. */
export const inventoryBackordered = messageType(
  'inventory.backordered',
  1,
  'inventory.events',
  z.object({ ...order, lines: z.array(stockLine) }),
);
export const inventoryRestocked = messageType(
  'inventory.restocked',
  1,
  'inventory.events',
  z.object({ ...order, returnId: z.string(), lines: z.array(returnedLine) }),
);
