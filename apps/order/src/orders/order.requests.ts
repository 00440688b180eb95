import type { OrderId, Quantity, Sku } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import {
  DocumentedAs,
  cursorField,
  flag,
  instant,
  integer,
  issue,
  multiLine,
  pageQuery,
  pathPart,
  personName,
  reference,
  singleLine,
  sortQuery,
  timesQuery,
} from '@waybill/platform';
// Without the names of the countries in 80 languages.
import countries from 'i18n-iso-countries/index.js';
import { z } from 'zod';
import { currencyCode } from '../catalog/currency-code.js';
import { customerErrors } from '../customers/customer.errors.js';
import { orderErrors } from './domain/order.errors.js';
import { parseReturnId } from './domain/returns.js';
import { queryErrors } from './queries/query.errors.js';
import { ORDER_STATUSES } from './domain/order-status.js';

const ADDRESS = {
  name: 'Ada Lovelace',
  line1: '12 Square',
  city: 'London',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
};
const LINES = [{ sku: 'TEA-EARL', quantity: 2 }];

/** A pattern instead of an enum, so that it stays a string in the types of clients. */
const COUNTRIES = new RegExp(`^(${Object.keys(countries.getAlpha2Codes()).join('|')})$`);
const country = z
  .string()
  .regex(COUNTRIES, issue(orderErrors.COUNTRY_UNKNOWN, 'must be an ISO 3166 alpha-2 code'));

const address = z
  .strictObject(
    {
      name: personName(200),
      line1: singleLine(200),
      line2: singleLine(200).optional(),
      city: singleLine(100),
      region: singleLine(100).optional(),
      postalCode: singleLine(20),
      country,
    },
    {
      error: ({ input }) =>
        input === undefined
          ? issue(orderErrors.ADDRESS_MISSING, 'an order needs a shippingAddress')
          : undefined,
    },
  )
  .meta({ id: 'AddressBody', example: ADDRESS });

const quantity: z.ZodType<Quantity, number> = z
  .int({ error: issue(orderErrors.INVALID_QUANTITY, 'must be a whole number') })
  .min(1, issue(orderErrors.INVALID_QUANTITY, 'must be at least 1'))
  .max(100_000, issue(orderErrors.INVALID_QUANTITY, 'must be at most 100000'));

/** Any text. If no order has this id, the response is NOT_FOUND. */
export const orderParam: z.ZodType<OrderId, string> = pathPart('01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f');
const sku: z.ZodType<Sku, string> = reference(64);
export const skuParam: z.ZodType<Sku, string> = reference(64).meta({ example: 'TEA-EARL' });
const someLines = z
  .array(z.strictObject({ sku, quantity }))
  .max(1_000, issue(orderErrors.TOO_MANY_LINES, 'must have at most 1000 lines'))
  .refine(
    (lines) => new Set(lines.map(({ sku }) => sku)).size === lines.length,
    issue(orderErrors.DUPLICATE_SKU, 'must have one line per SKU; add the quantities up'),
  );
const lines = someLines.min(1, issue(orderErrors.ORDER_EMPTY, 'an order needs at least one line'));
const paymentMethod = singleLine(255).meta({
  description: 'Payment method token of the gateway; `pm_card_visa` in the sandbox',
});
const email = z
  .email({ error: issue(customerErrors.EMAIL_INVALID, 'must be an email address') })
  .max(254)
  .optional();
const expectedTotal = z
  .strictObject({
    amount: z.int(),
    currency: currencyCode,
  })
  .optional()
  .meta({
    description: 'The total that the customer was shown. The request fails if the order’s total differs',
  });

/** What the customer chooses besides lines and address. */
const terms = { paymentMethod };
export const orderBody = z
  .strictObject({ lines, shippingAddress: address, ...terms, email, expectedTotal })
  .meta({
    id: 'OrderBody',
    example: { lines: LINES, shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' },
  });

/** All fields are optional: what is missing must be given before the draft is placed. */
export const draftBody = z
  .strictObject({
    lines: someLines.optional(),
    shippingAddress: address.optional(),
    paymentMethod: paymentMethod.optional(),
  })
  .meta({ id: 'DraftBody', example: { lines: LINES } });
/** The query parameter `draft` selects the schema. */
export const orderOrDraftBody = new DocumentedAs(z.union([orderBody, draftBody]));
export const draftQuery = z.object({
  draft: flag().default(false).meta({
    type: 'boolean',
    description:
      'Starts a draft that is placed later. The body is then a `DraftBody`, in which every field is optional',
  }),
});
export const itemBody = z.strictObject({ quantity }).meta({ id: 'ItemBody', example: { quantity: 3 } });
export const placeDraftBody = z
  .strictObject({ ...terms, email, expectedTotal })
  .partial({ paymentMethod: true })
  .meta({ id: 'PlaceDraftBody', example: { paymentMethod: 'pm_card_visa' } });
export const linesBody = z
  .strictObject({ lines, expectedTotal })
  .meta({ id: 'LinesBody', example: { lines: LINES } });
export const addressBody = address;

export const returnBody = z
  .strictObject({
    lines: someLines.min(1, issue(orderErrors.RETURN_EMPTY, 'a return needs at least one line')),
    reason: multiLine(500),
  })
  .meta({ id: 'ReturnBody', example: { lines: LINES, reason: 'Arrived broken' } });
const count: z.ZodType<Quantity, number> = z.int().min(0).max(100_000);
export const receiveBody = z
  .strictObject({
    lines: z
      .array(z.strictObject({ sku, restocked: count, writtenOff: count.default(0) }))
      .max(1_000, issue(orderErrors.TOO_MANY_LINES, 'must have at most 1000 lines'))
      .meta({ description: 'What arrived. SKUs that are left out did not arrive' }),
  })
  .meta({
    id: 'ReceiveBody',
    example: { lines: [{ sku: 'TEA-EARL', restocked: 1, writtenOff: 1 }] },
  });

/** The id of a return, which contains the id of its order. Throws NOT_FOUND for any other text. */
export const returnParam = pathPart('01a1fd89-ae2c-763f-bbe7-f4355bd5fd1f-return-1').transform((id) => {
  const about = parseReturnId(id);
  if (!about) throw new DomainError(commonErrors.NOT_FOUND, `There is no return ${id}.`);
  return about;
});

export const cancelBody = z
  .strictObject({ reason: multiLine(500) })
  .meta({ id: 'CancelBody', example: { reason: 'Changed my mind' } });

export const orderListQuery = z.object({
  ...pageQuery,
  sort: sortQuery('-placedAt', 'placedAt'),
  status: z.enum(ORDER_STATUSES).optional(),
  ...timesQuery('orders placed'),
  customerId: reference(255).optional().meta({ description: 'Admins only' }),
  sku: skuParam.optional().meta({ description: 'Only orders with a line of this product' }),
  reference: reference(64).optional().meta({
    description: 'Only orders that were imported with this order number of the marketplace',
  }),
});

export const historyQuery = z.object({
  limit: integer(1, 500).default(500),
  cursor: cursorField(),
});

const version = integer(1);

export const orderQuery = z
  .object({
    minVersion: version.optional(),
    version: version.optional().meta({ description: 'Returns the order as it was after this many events' }),
    asOf: instant().optional().meta({ description: 'Returns the order as it was at this time' }),
  })
  .refine(
    (query) => Object.values(query).filter((value) => value !== undefined).length <= 1,
    issue(queryErrors.TOO_MANY_MOMENTS, 'only one of `minVersion`, `version` and `asOf` is allowed'),
  );

export const differenceQuery = z.object({
  from: version,
  to: version.optional().meta({ description: 'Defaults to the newest version' }),
});
