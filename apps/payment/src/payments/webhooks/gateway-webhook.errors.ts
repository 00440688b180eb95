import { defineErrors } from '@waybill/kernel';

export const gatewayWebhookErrors = defineErrors({
  WEBHOOK_SIGNATURE_INVALID: {
    status: 400,
    description: 'The signature is not that of the gateway, or is older than five minutes.',
  },
});
