import type { MinorUnits } from '@waybill/kernel';
import { z } from 'zod';
import type { CustomerId, OrderId, PaymentId, Quantity, ReturnId, ShipmentId, Sku } from './ids.js';

/** Any text: the types only keep one id from being taken for another. */
const text = z.string();
const order: z.ZodType<OrderId, string> = text;
const customer: z.ZodType<CustomerId, string> = text;
const sku: z.ZodType<Sku, string> = text;
const shipment: z.ZodType<ShipmentId, string> = text;
const payment: z.ZodType<PaymentId, string> = text;
const ofReturn: z.ZodType<ReturnId, string> = text;
export const id = { order, customer, sku, shipment, payment, return: ofReturn };

/** Absent in messages of older releases, whose addresses count as verified. */
export const emailVerified = z.boolean().optional().meta({
  description: 'Whether the identity provider has verified that the address belongs to the customer',
});

/** At least one unit. */
const quantity: z.ZodType<Quantity, number> = z.int().positive();
/** Units, or none. */
const count: z.ZodType<Quantity, number> = z.int().nonnegative();

const amount: z.ZodType<MinorUnits, number> = z.int().meta({ description: 'In minor units, such as cents' });

export const money = z.object({
  amount,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .meta({ description: 'ISO 4217' }),
});

export const address = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().optional(),
  city: z.string(),
  region: z.string().optional(),
  postalCode: z.string(),
  country: z.string().length(2),
});
export type Address = z.infer<typeof address>;

export const stockLine = z.object({ sku, quantity });
/** A line of goods in one house; `main` when nothing is said. */
export const placedLine = stockLine.extend({ warehouse: z.string().optional() });
/** What is paid beside the lines. `included` says that the prices hold it already, so that it adds nothing to the total. */
export const charge = z.object({ kind: z.string(), amount: money, included: z.boolean().optional() });
/** What came back of a line: pieces that can be sold again, and pieces that cannot. */
export const returnedLine = z.object({
  sku,
  restocked: count,
  writtenOff: count,
});
export const orderLine = z.object({
  sku,
  name: z.string(),
  quantity,
  unitPrice: money,
  /** Of the whole line; in its price when the charge says `included`. */
  tax: money.optional(),
});

/** Why a step or an order was refused, for programs and for people. */
export const refusal = z.object({ code: z.string(), detail: z.string() });
