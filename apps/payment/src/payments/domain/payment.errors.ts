import { defineErrors } from '@waybill/kernel';

export const paymentErrors = defineErrors({
  PAYMENT_EXISTS: { status: 422, description: 'The order already has a payment with another amount.' },
  REFUND_ID_REUSED: {
    status: 422,
    description: 'The refund id was used before for another amount or order.',
  },
});
