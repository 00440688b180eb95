import { defineErrors } from '@waybill/kernel';

export const sagaErrors = defineErrors({
  SAGA_AT_REST: {
    status: 409,
    description: 'No command of the saga is in flight, so there is nothing to retry or resolve.',
  },
  STEP_NOT_IN_FLIGHT: { status: 409, description: 'The saga waits for the answer to another step.' },
});
