import type { Feature } from '@waybill/platform';
import type { ShippingSettings } from '../shipping.settings.js';
import { ParcelPlans1760000001005 } from './migrations/parcel-plans.js';
import { ParcelPlanRow } from './parcel-plans.rows.js';
import { ShipmentsChoreography } from './shipments.choreography.js';

/** In choreographed mode: shipments that follow from the events of the other services. */
export const choreographyFeature: Feature<Pick<ShippingSettings, 'FULFILMENT'>> = {
  entities: [ParcelPlanRow],
  migrations: [ParcelPlans1760000001005],
  compose: (_, { FULFILMENT }) => ({
    controllers: FULFILMENT === 'choreographed' ? [ShipmentsChoreography] : [],
  }),
};
