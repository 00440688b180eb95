import { currencies } from '@waybill/contracts/currencies';
import { issue } from '@waybill/platform';
import { z } from 'zod';
import { catalogErrors } from './catalog.errors.js';

/** A pattern instead of an enum, so that it stays a string in the types of clients. */
const CURRENCIES = new RegExp(`^(${currencies.join('|')})$`);

export const currencyUnknown = issue(
  catalogErrors.CURRENCY_UNKNOWN,
  'must be the code of a current currency of ISO 4217',
);

export const currencyCode = z.string().regex(CURRENCIES, currencyUnknown);
