import { z } from 'zod';

export const money = z.object({
  amount: z.int().meta({ description: 'In minor units, such as cents' }),
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

export const stockLine = z.object({ sku: z.string(), quantity: z.int().positive() });
/** A line of goods in one house; `main` when nothing is said. */
export const placedLine = stockLine.extend({ warehouse: z.string().optional() });
/** What is paid beside the lines. `included` says that the prices hold it already, so that it adds nothing to the total. */
export const charge = z.object({ kind: z.string(), amount: money, included: z.boolean().optional() });
/** What came back of a line: pieces that can be sold again, and pieces that cannot. */
export const returnedLine = z.object({
  sku: z.string(),
  restocked: z.int().nonnegative(),
  writtenOff: z.int().nonnegative(),
});
export const orderLine = z.object({
  sku: z.string(),
  name: z.string(),
  quantity: z.int().positive(),
  unitPrice: money,
  /** Of the whole line; in its price when the charge says `included`. */
  tax: money.optional(),
});

/** Why a step or an order was refused, for programs and for people. */
export const refusal = z.object({ code: z.string(), detail: z.string() });
