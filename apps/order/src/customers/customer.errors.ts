import { defineErrors } from '@waybill/kernel';

export const customerErrors = defineErrors({
  EMAIL_INVALID: { status: 400, description: 'The text is not an email address.' },
  CUSTOMER_UNKNOWN: {
    status: 422,
    description: 'Name and email address of the customer are unknown. Send PUT /v1/customers/me first.',
  },
  CUSTOMER_HAS_OPEN_ORDERS: {
    status: 409,
    description: 'Orders of the customer are still in progress. Erase the customer when they have ended.',
  },
  MESSAGES_NOT_PUBLISHED: {
    status: 503,
    description:
      'Messages about the customer wait for the message broker. Nothing was erased. Try again when the broker is available.',
  },
});
