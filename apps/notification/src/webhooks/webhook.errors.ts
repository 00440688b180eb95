import { defineErrors } from '@waybill/kernel';

export const webhookErrors = defineErrors({
  TOO_MANY_WEBHOOKS: {
    status: 409,
    description: 'A tenant has at most 20 enabled webhooks. Delete one first.',
  },
  WEBHOOK_URL_REFUSED: {
    status: 422,
    description: 'The URL does not use https, contains credentials, or does not have a public IP address.',
  },
});
