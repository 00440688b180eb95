import { defineErrors } from '@waybill/kernel';

export const stockErrors = defineErrors({
  RECEIPT_DIFFERS: {
    status: 409,
    description: 'The reference was received before with another quantity. Correct it with an adjustment.',
  },
  STOCK_RESERVED: {
    status: 422,
    description: 'The adjustment would remove units that are reserved for orders.',
  },
  STOCK_TOO_LARGE: { status: 422, description: 'A SKU has at most 2,000,000,000 units on hand.' },
});
