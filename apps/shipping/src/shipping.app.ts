import { messageTypes, topicTable } from '@waybill/contracts';
import type { Composition, Ports, ServiceApp } from '@waybill/platform';
import { type Carrier, carrierOf } from './carrier/carrier.js';
import { CarrierSignatures } from './carrier/carrier-signatures.js';
import { CarrierWebhook } from './carrier/carrier.webhook.js';
import { ShippingTables1760000001003 } from './database/shipping-tables.js';
import { carrierEffects } from './shipments/carrier-effects.js';
import { DispatchPolicy } from './shipments/commands/schedule-dispatch.js';
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
  entities: [ShipmentRow],
  migrations: [ShippingTables1760000001003],
  messageTypes,
  topics: topicTable,
  statuses: { SIGNATURE_INVALID: 401, NOT_BOOKED: 409, ORDER_NOT_CONFIRMED: 409, NOT_SHIPPED: 409 },
  compose: (ports, settings) => composeShipping(ports, settings, carrierOf(settings, ports.clock)),
};

/** The app over a carrier that is given. */
export function composeShipping(
  { clock }: Ports,
  {
    DISPATCH_AFTER,
    CARRIER_WEBHOOK_SECRET,
  }: Pick<ShippingSettings, 'DISPATCH_AFTER' | 'CARRIER_WEBHOOK_SECRET'>,
  carrier: Carrier,
): Composition {
  return {
    controllers: [ShipmentsController, CarrierWebhook, ShipmentsConsumer],
    provide: [
      new DispatchPolicy(DISPATCH_AFTER),
      new CarrierSignatures(CARRIER_WEBHOOK_SECRET?.split(',') ?? [], clock),
    ],
    effects: carrierEffects(carrier),
  };
}
