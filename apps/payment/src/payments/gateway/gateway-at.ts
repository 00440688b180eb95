import type { Ids } from '@waybill/kernel';
import type { Gateway } from './gateway.js';
import { MemoryGateway } from './memory-gateway.js';
import { StripeGateway } from './stripe-gateway.js';

export interface GatewaySettings {
  readonly STRIPE_API_KEY: string;
  readonly STRIPE_API_BASE: string;
  readonly STRIPE_TIMEOUT: number;
}

export function gatewayAt(settings: GatewaySettings, ids: Ids): Gateway {
  const { STRIPE_API_KEY, STRIPE_API_BASE, STRIPE_TIMEOUT } = settings;
  if (STRIPE_API_BASE.startsWith('memory:')) return new MemoryGateway(ids);
  return new StripeGateway(STRIPE_API_KEY, STRIPE_API_BASE, STRIPE_TIMEOUT);
}
