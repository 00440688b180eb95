import { z } from 'zod';
import { stepOf } from './currencies.js';
import type { Form } from './form.js';
import { badParameter, type StripeError, unknownParameter } from './stripe-error.js';

const tooLarge = 'Amount must be no more than 999,999.99.';
const tooSmall = 'This value must be greater than or equal to 1.';
const amount = z
  .string()
  .regex(/^\d{1,15}$/, 'Invalid integer')
  .refine((text) => Number(text) >= 1, tooSmall)
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

/** Parameters of Stripe that the sandbox ignores. */
function ignore(names: string): Record<string, z.ZodOptional<z.ZodUnknown>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, z.unknown().optional()]));
}

const confirmation = {
  ...ignore(
    'amount_details confirmation_token hooks mandate mandate_data payment_details payment_method_options',
  ),
  ...ignore('radar_options receipt_email return_url setup_future_usage shipping use_stripe_sdk'),
  payment_method: z.string().min(1).optional(),
  /** Whether the customer is away; may say how. */
  off_session: z.union([z.string(), z.record(z.string(), z.unknown())]).default('false'),
  error_on_requires_action: flag.default(false),
  expand,
};
const types = z.array(z.string()).min(1);

export const createIntent = z.strictObject({
  ...ignore('application_fee_amount automatic_payment_methods confirmation_method customer customer_account'),
  ...ignore('on_behalf_of payment_method_configuration statement_descriptor statement_descriptor_suffix'),
  ...ignore('transfer_data transfer_group'),
  ...confirmation,
  amount: amount.refine((value) => value <= 99_999_999, tooLarge),
  currency,
  capture_method: z.enum(['automatic', 'automatic_async', 'manual']).default('automatic_async'),
  confirm: flag.default(false),
  allowed_payment_method_types: types.optional(),
  excluded_payment_method_types: types.default([]),
  /** Removed in the API version 2026-09-30. */
  payment_method_types: types.optional(),
  description: z.string().optional(),
  metadata,
});
export const confirmIntent = z.strictObject(confirmation);
export const captureIntent = z.strictObject({
  ...ignore('amount_details application_fee_amount final_capture hooks payment_details'),
  ...ignore('statement_descriptor statement_descriptor_suffix transfer_data'),
  amount_to_capture: amount.optional(),
  metadata,
  expand,
});
export const cancelIntent = z.strictObject({
  cancellation_reason: z.enum(['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  expand,
});
export const createRefund = z.strictObject({
  ...ignore('currency customer instructions_email origin refund_application_fee reverse_transfer'),
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  amount: amount.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata,
  expand,
});
export const retrieve = z.strictObject({ ...ignore('client_secret'), expand });

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
  ...ignore('customer customer_account'),
  ...page,
  payment_intent: z.string().optional(),
  charge: z.string().optional(),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: z
    .union([seconds, z.strictObject({ gt: seconds, gte: seconds, lt: seconds, lte: seconds }).partial()])
    .optional(),
});
export const search = z.strictObject({ ...page, query: z.string(), page: z.string().optional() });

/** An amount with decimals that the currency does not have in fact. */
export function requireStep(amount: number, currency: string): void {
  const step = stepOf(currency);
  if (amount % step === 0) return;
  throw badParameter(
    `Invalid amount. Amounts in ${currency.toUpperCase()} must be evenly divisible by ${step}.`,
    'amount',
    'invalid_charge_amount_no_decimal_compatible',
  );
}

/** Validates parameters; error texts are Stripe's. */
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
    return unknownParameter(param);
  }
  if (form[first] === undefined)
    return badParameter(`Missing required param: ${name}.`, name, 'parameter_missing');
  if (issue?.message === 'Invalid integer') {
    return badParameter(`Invalid integer: ${String(form[first])}`, name, 'parameter_invalid_integer');
  }
  if (issue?.message === tooSmall) return badParameter(tooSmall, name, 'parameter_invalid_integer');
  if (issue?.message === tooLarge) return badParameter(tooLarge, name, 'amount_too_large');
  return badParameter(`Invalid ${name}: ${issue?.message ?? 'not understood'}`, name);
}
