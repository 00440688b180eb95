import { defineErrors } from '@waybill/kernel';

export const unitOfWorkErrors = defineErrors({
  TOO_OLD: {
    status: 422,
    description: 'The message is older than the stored claims, so it may have been handled before.',
  },
  TOO_NEW: {
    status: 422,
    description: 'The timestamp in the message id is in the future: the clock of the sender is wrong.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    description: 'The Idempotency-Key was used before with another body, query or resource.',
  },
  IDEMPOTENCY_KEY_IN_USE: {
    status: 409,
    description: 'A request with this Idempotency-Key is still running. Retry after a second.',
  },
});
