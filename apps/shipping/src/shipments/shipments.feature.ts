import { type Feature, effectsErasedBy } from '@waybill/platform';
import type { Carrier } from '../carrier/carrier.js';
import type { ShippingSettings } from '../shipping.settings.js';
import { carrierEffects } from './carrier-effects.js';
import { DispatchPolicy } from './dispatch-policy.js';
import { shipmentErrors } from './domain/shipment.errors.js';
import { shippingAddressEraser, waitingBookingEraser } from './erasers.js';
import { ErasedCustomersConsumer } from './erased-customers.consumer.js';
import { Parcels1760000001004 } from './migrations/parcels.js';
import { Preparation1760000001006 } from './migrations/preparation.js';
import { ShipmentModes1760000001007 } from './migrations/shipment-modes.js';
import { ShippingTables1760000001003 } from './migrations/shipping-tables.js';
import { ShipmentRow } from './shipment.rows.js';
import { ShipmentsConsumer } from './shipments.consumer.js';
import { ShipmentsController } from './shipments.controller.js';

type Needs = Pick<ShippingSettings, 'DISPATCH_AFTER' | 'PICKING'> & { readonly carrier: Carrier };

/** Shipments from booking to delivery. */
export const shipmentsFeature: Feature<Needs> = {
  entities: [ShipmentRow],
  migrations: [
    ShippingTables1760000001003,
    Parcels1760000001004,
    Preparation1760000001006,
    ShipmentModes1760000001007,
  ],
  dataClasses: {
    shipments: {
      none: [
        'order_id',
        'tenant',
        'correlation_id',
        'shipment_id',
        'customer_id',
        'warehouse',
        'status',
        'lines',

        'missing',
        'booking_id',
        'carrier',
        'tracking_number',
        'eta',
        'label',
        'cost',
        'refusal',
        'asked',
      ],
      customer: { address: 'shipping addresses' },
    },
    ...effectsErasedBy('waiting bookings'),
  },
  erasers: (pool) => [shippingAddressEraser(pool), waitingBookingEraser(pool)],
  errors: shipmentErrors,
  tags: { shipments: 'Shipments of orders: pick, dispatch and delivery.' },
  controllers: [ShipmentsController, ShipmentsConsumer, ErasedCustomersConsumer],
  compose: (_, { DISPATCH_AFTER, PICKING, carrier }) => {
    const policy = new DispatchPolicy(DISPATCH_AFTER, PICKING);
    return { providers: [policy], effects: carrierEffects(carrier, policy) };
  },
};
