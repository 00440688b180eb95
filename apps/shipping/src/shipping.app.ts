import { messageTypes, topicTable } from '@waybill/contracts';
import type { Composition, Ports, ServiceApp } from '@waybill/platform';
import { type Carrier, carrierOf } from './carrier/carrier.js';
import { CarrierSignatures } from './carrier/carrier-signatures.js';
import { CarrierWebhook } from './carrier/carrier.webhook.js';
import { SANDBOX_TARIFFS, Tariffs } from './carrier/tariffs.js';
import { ParcelPlanRow, ParcelPlans1760000001005 } from './choreography/parcel-plans.rows.js';
import { ShipmentsChoreography } from './choreography/shipments.choreography.js';
import { Parcels1760000001004 } from './database/parcels.js';
import { ShippingTables1760000001003 } from './database/shipping-tables.js';
import { carrierEffects } from './shipments/carrier-effects.js';
import { DispatchPolicy } from './shipments/dispatch-policy.js';
import { ShipmentRow } from './shipments/shipment.rows.js';
import { ShipmentsConsumer } from './shipments/shipments.consumer.js';
import { ShipmentsController } from './shipments/shipments.controller.js';
import { type ShippingSettings, shippingSettings } from './shipping.settings.js';

/** Parcels: booked with the carrier, dispatched, followed to the door. */
export const shippingApp: ServiceApp<typeof shippingSettings.shape> = {
  name: 'shipping',
  description: 'Parcels of orders: booking with the carrier, dispatch, delivery.',
  port: 3003,
  settings: shippingSettings,
  entities: [ShipmentRow, ParcelPlanRow],
  migrations: [ShippingTables1760000001003, Parcels1760000001004, ParcelPlans1760000001005],
  messageTypes,
  topics: topicTable,
  statuses: {
    SIGNATURE_INVALID: 401,
    NOT_BOOKED: 409,
    ORDER_NOT_CONFIRMED: 409,
    NOT_LABELLED: 409,
    NOT_SHIPPED: 409,
  },
  compose: (ports, settings) => composeShipping(ports, settings, carrierOf(settings, ports.clock)),
};

/** The app over a carrier that is given. */
export function composeShipping(
  { clock }: Ports,
  {
    FULFILMENT = 'orchestrated',
    DISPATCH_AFTER,
    PICKING = 'automatic',
    TARIFFS = [...SANDBOX_TARIFFS],
    CARRIER_WEBHOOK_SECRET,
  }: Pick<ShippingSettings, 'DISPATCH_AFTER' | 'CARRIER_WEBHOOK_SECRET'> & Partial<ShippingSettings>,
  carrier: Carrier,
): Composition {
  const policy = new DispatchPolicy(DISPATCH_AFTER, PICKING);
  return {
    controllers: [
      ShipmentsController,
      CarrierWebhook,
      ShipmentsConsumer,
      ...(FULFILMENT === 'choreographed' ? [ShipmentsChoreography] : []),
    ],
    provide: [
      policy,
      new Tariffs(TARIFFS),
      new CarrierSignatures(CARRIER_WEBHOOK_SECRET?.split(',') ?? [], clock),
    ],
    effects: carrierEffects(carrier, policy),
  };
}
