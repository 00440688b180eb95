import { defineErrors } from '@waybill/kernel';

export const carrierErrors = defineErrors({
  SIGNATURE_INVALID: {
    status: 401,
    description: 'Carrier-Signature does not match the body, or is older than five minutes.',
  },
});
