import type { Feature } from '@waybill/platform';
import type { ShippingSettings } from '../shipping.settings.js';
import { CarrierSignatures } from './carrier-signatures.js';
import { carrierErrors } from './carrier.errors.js';
import { CarrierWebhook } from './carrier.webhook.js';
import { SANDBOX_TARIFFS, Tariffs } from './tariffs.js';

/** Tariffs of the carriers, and the events that they post to this service. */
export const carrierFeature: Feature<Pick<ShippingSettings, 'TARIFFS' | 'CARRIER_WEBHOOK_SECRET'>> = {
  errors: carrierErrors,
  tags: { webhooks: 'Events of the carrier.' },
  controllers: [CarrierWebhook],
  compose: ({ clock }, { TARIFFS = [...SANDBOX_TARIFFS], CARRIER_WEBHOOK_SECRET }) => ({
    providers: [new Tariffs(TARIFFS), new CarrierSignatures(CARRIER_WEBHOOK_SECRET?.split(',') ?? [], clock)],
  }),
};
