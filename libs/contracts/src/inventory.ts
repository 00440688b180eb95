import { z } from 'zod';
import { messageType } from './message-type.js';
import { stockLine } from './values.js';

const order = { orderId: z.string() };

export const inventoryReserve = messageType(
  'inventory.reserve',
  1,
  'inventory.commands',
  z.object({ ...order, lines: z.array(stockLine) }),
);
export const inventoryRelease = messageType(
  'inventory.release',
  1,
  'inventory.commands',
  z.object({ ...order, reason: z.string() }),
);

export const inventoryReserved = messageType(
  'inventory.reserved',
  1,
  'inventory.events',
  z.object({ ...order, lines: z.array(stockLine) }),
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
  z.object({ ...order, lines: z.array(stockLine) }),
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
