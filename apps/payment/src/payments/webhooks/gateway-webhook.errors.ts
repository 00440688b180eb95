import { defineErrors } from '@waybill/kernel';

export const gatewayWebhookErrors = defineErrors({
  WEBHOOK_SIGNATURE_INVALID: {
    status: 400,
    description: 'Stripe-Signature does not match the body, or is older than five minutes.',
  },
});
