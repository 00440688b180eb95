import { defineErrors } from '@waybill/kernel';

export const carrierErrors = defineErrors({
  SIGNATURE_INVALID: {
    status: 401,
    description: 'The header Carrier-Signature does not sign this body, or is older than five minutes.',
  },
});
