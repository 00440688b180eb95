import { issue } from '@waybill/platform';
import { z } from 'zod';
import { catalogErrors } from './catalog.errors.js';

/** A pattern instead of an enum, so that it stays a string in the types of clients. */
const CURRENCIES = new RegExp(`^(${Intl.supportedValuesOf('currency').join('|')})$`);

export const currencyCode = z
  .string()
  .regex(CURRENCIES, issue(catalogErrors.CURRENCY_UNKNOWN, 'must be an ISO 4217 code'));
