import { defineErrors } from '@waybill/kernel';

export const catalogErrors = defineErrors({
  INVALID_PRICE: {
    status: 400,
    description: 'A price is a whole number of minor units, at most 1,000,000,000.',
  },
  CURRENCY_UNKNOWN: { status: 400, description: 'A currency is an ISO 4217 code.' },
  UNKNOWN_SKU: { status: 422, description: 'The catalog has no product with this SKU.' },
  PRODUCT_RETIRED: { status: 422, description: 'The product is no longer sold.' },
});
