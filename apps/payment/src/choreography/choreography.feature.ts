import type { Feature } from '@waybill/platform';
import type { PaymentSettings } from '../payment.settings.js';
import { Payables1760000002004 } from './migrations/payables.js';
import { PayableRow } from './payables.rows.js';
import { PaymentsChoreography } from './payments.choreography.js';

/** In choreographed mode: payments that follow from the events of the other services. */
export const choreographyFeature: Feature<Pick<PaymentSettings, 'FULFILMENT'>> = {
  entities: [PayableRow],
  migrations: [Payables1760000002004],
  compose: (_, { FULFILMENT }) => ({
    controllers: FULFILMENT === 'choreographed' ? [PaymentsChoreography] : [],
  }),
};
