import { defineErrors } from '@waybill/kernel';

export const catalogErrors = defineErrors({
  INVALID_PRICE: {
    status: 400,
    description:
      'A price is a whole number of minor units, at most 1,000,000,000, that can be charged: in currencies of three decimals the last is 0, and MGA has none.',
  },
  CURRENCY_UNKNOWN: { status: 400, description: 'A currency is the ISO 4217 code of one that is current.' },
  NOT_CHARGEABLE: {
    status: 422,
    description:
      'The payment provider cannot charge a price, the postage or the tax: their currency is withdrawn, or they have more decimals than it takes.',
  },
  UNKNOWN_SKU: { status: 422, description: 'The catalog has no product with this SKU.' },
  PRODUCT_RETIRED: { status: 422, description: 'The product is no longer sold.' },
});
