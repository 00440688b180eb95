import { z } from 'zod';
import type { Form } from './form.js';
import { badParameter, type StripeError } from './stripe-error.js';

const amount = z
  .string()
  .regex(/^\d{1,15}$/, 'Invalid integer')
  .transform(Number);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const currencies = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));
const currency = z
  .string()
  .transform((code) => code.toLowerCase())
  .refine((code) => currencies.has(code), 'Invalid currency');
const expand = z
  .array(z.string())
  .default([])
  .transform((names) => new Set(names.map((name) => name.replace(/^data\./, ''))));
const ignored = z.unknown().optional();

const confirmation = {
  payment_method: z.string().min(1).optional(),
  off_session: z.string().optional(),
  error_on_requires_action: flag.default(false),
  return_url: ignored,
  mandate_data: ignored,
  use_stripe_sdk: ignored,
  payment_method_options: ignored,
  receipt_email: ignored,
  setup_future_usage: ignored,
  shipping: ignored,
  expand,
};

export const createIntent = z.strictObject({
  ...confirmation,
  amount,
  currency,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
  confirm: flag.default(false),
  payment_method_types: z.array(z.string()).min(1).optional(),
  automatic_payment_methods: ignored,
  confirmation_method: ignored,
  customer: ignored,
  description: z.string().optional(),
  metadata,
  statement_descriptor: ignored,
  statement_descriptor_suffix: ignored,
  transfer_group: ignored,
});
export const confirmIntent = z.strictObject(confirmation);
export const captureIntent = z.strictObject({
  amount_to_capture: amount.optional(),
  final_capture: ignored,
  statement_descriptor: ignored,
  statement_descriptor_suffix: ignored,
  expand,
});
export const cancelIntent = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand,
});
export const createRefund = z.strictObject({
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: amount.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
  expand,
});
export const retrieve = z.strictObject({ client_secret: ignored, expand });

const seconds = z.string().regex(/^\d+$/, 'Invalid timestamp').transform(Number);
const page = {
  limit: z
    .string()
    .regex(/^(100|[1-9]\d?)$/, 'Limit must be between 1 and 100')
    .default('10')
    .transform(Number),
  expand,
};
export const list = z.strictObject({
  ...page,
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  customer: ignored,
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: z
    .union([seconds, z.strictObject({ gt: seconds, gte: seconds, lt: seconds, lte: seconds }).partial()])
    .optional(),
});
export const search = z.strictObject({ ...page, query: z.string(), page: z.string().optional() });

/** Checks a request's parameters and words a refusal as Stripe does. */
export function parse<T>(schema: z.ZodType<T>, form: Form): T {
  const parsed = schema.safeParse(form);
  if (parsed.success) return parsed.data;
  throw wordOf(parsed.error.issues[0], form);
}

function wordOf(issue: z.core.$ZodIssue | undefined, form: Form): StripeError {
  const [first = '', ...rest] = (issue?.path ?? []).map(String);
  const name = [first, ...rest.map((part) => `[${part}]`)].join('');
  if (issue?.code === 'unrecognized_keys') {
    const unknown = issue.keys[0] ?? '';
    const param = first === '' ? unknown : `${name}[${unknown}]`;
    return badParameter(`Received unknown parameter: ${param}`, param, 'parameter_unknown');
  }
  if (form[first] === undefined)
    return badParameter(`Missing required param: ${name}.`, name, 'parameter_missing');
  if (issue?.message === 'Invalid integer') {
    return badParameter(`Invalid integer: ${String(form[first])}`, name, 'parameter_invalid_integer');
  }
  return badParameter(`Invalid ${name}: ${issue?.message ?? 'not understood'}`, name);
}
