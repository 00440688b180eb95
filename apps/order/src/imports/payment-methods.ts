import { z } from 'zod';

/** A setting: payment methods by tenant, `north=pm_1,south=pm_2`. A method without a tenant is that of the tenant `default`. */
export const paymentMethods = z
  .string()
  .regex(
    /^([\w.-]+=)?[^,=\s]{1,255}(\s*,\s*[\w.-]+=[^,=\s]{1,255})*$/,
    'must be a payment method, or one for each tenant: `north=pm_1,south=pm_2`',
  )
  .optional()
  .transform((text): ReadonlyMap<string, string> => {
    const entries = text?.split(',').map((entry): [string, string] => {
      const [method = '', tenant = 'default'] = entry.trim().split('=').reverse();
      return [tenant, method];
    });
    return new Map(entries);
  });
