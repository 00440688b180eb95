import { defineErrors } from '@waybill/kernel';

export const queryErrors = defineErrors({
  TOO_MANY_MOMENTS: { status: 400, description: 'Give only one of `minVersion`, `version` and `asOf`.' },
  VIEW_BEHIND: { status: 409, description: 'The order has not reached `minVersion` yet. Retry.' },
});
