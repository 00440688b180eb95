import { FulfilmentSetting } from '@waybill/contracts';
import type { Feature } from '@waybill/platform';
import type { PaymentSettings } from '../payment.settings.js';
import { Payables1760000002004 } from './migrations/payables.js';
import { PayableRow } from './payables.rows.js';
import { PaymentsChoreography } from './payments.choreography.js';

/** Payments of orders in choreographed mode, triggered by events of the other services. */
export const choreographyFeature: Feature<Pick<PaymentSettings, 'FULFILMENT'>> = {
  entities: [PayableRow],
  migrations: [Payables1760000002004],
  dataClasses: { payables: { none: ['order_id', 'tenant', 'wanted'] } },
  controllers: [PaymentsChoreography],
  compose: (_, { FULFILMENT }) => ({ providers: [new FulfilmentSetting(FULFILMENT)] }),
};
