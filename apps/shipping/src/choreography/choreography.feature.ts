import { FulfilmentSetting } from '@waybill/contracts';
import type { Feature } from '@waybill/platform';
import type { ShippingSettings } from '../shipping.settings.js';
import { plannedRecipientEraser } from './erasers.js';
import { ParcelPlans1760000001005 } from './migrations/parcel-plans.js';
import { ParcelPlanRow } from './parcel-plans.rows.js';
import { ShipmentsChoreography } from './shipments.choreography.js';

/** Shipments of orders in choreographed mode: they follow from the events of the other services. */
export const choreographyFeature: Feature<Pick<ShippingSettings, 'FULFILMENT'>> = {
  entities: [ParcelPlanRow],
  migrations: [ParcelPlans1760000001005],
  dataClasses: {
    parcel_plans: { none: ['order_id', 'tenant', 'lines'], customer: { recipient: 'planned recipients' } },
  },
  erasers: (pool) => [plannedRecipientEraser(pool)],
  controllers: [ShipmentsChoreography],
  compose: (_, { FULFILMENT }) => ({ providers: [new FulfilmentSetting(FULFILMENT)] }),
};
