import { messageTypes, topicTable } from '@waybill/contracts';
import { type Composition, type Ports, composeFeatures, defineService } from '@waybill/platform';
import { carrierAt } from './carrier/carrier-at.js';
import { carrierFeature } from './carrier/carrier.feature.js';
import type { Carrier } from './carrier/carrier.js';
import { choreographyFeature } from './choreography/choreography.feature.js';
import { shipmentsFeature } from './shipments/shipments.feature.js';
import { type ShippingSettings, shippingSettings } from './shipping.settings.js';

const features = [shipmentsFeature, carrierFeature, choreographyFeature];

/** Shipments: booked with the carrier, dispatched, tracked until delivery. */
export const shippingApp = defineService({
  name: 'shipping',
  description: 'Shipments of orders: booking with the carrier, picking, dispatch and delivery.',
  port: 3003,
  settings: shippingSettings,
  messageTypes,
  topics: topicTable,
  share: ({ clock }: Ports, settings: ShippingSettings) => ({ carrier: carrierAt(settings, clock) }),
  features,
});

/** The app with another carrier: for the simulation. */
export function composeShipping(ports: Ports, settings: ShippingSettings, carrier: Carrier): Composition {
  return composeFeatures(features, ports, { ...settings, carrier });
}
