import { defineErrors } from '@waybill/kernel';

export const reconciliationErrors = defineErrors({
  PERIOD_INVALID: {
    status: 422,
    description: 'A period is at most 31 days long and ends after it begins.',
  },
});
