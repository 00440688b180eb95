import { defineErrors } from '@waybill/kernel';

export const webhookErrors = defineErrors({
  TOO_MANY_WEBHOOKS: {
    status: 409,
    description: 'The tenant has too many enabled webhooks (`WEBHOOKS_PER_TENANT`). Delete one first.',
  },
  WEBHOOK_URL_REFUSED: {
    status: 422,
    description: 'The URL does not use https, contains credentials, or does not have a public IP address.',
  },
});
