import type { Ports } from '@waybill/platform';
import type { Gateway } from './gateway.js';
import { MemoryGateway } from './memory-gateway.js';
import { StripeGateway } from './stripe-gateway.js';

export interface GatewaySettings {
  readonly STRIPE_API_KEY: string;
  readonly STRIPE_API_BASE: string;
  readonly STRIPE_API_VERSION: string;
  readonly STRIPE_TIMEOUT: number;
}

export function gatewayAt(
  settings: GatewaySettings,
  { ids, report }: Pick<Ports, 'ids' | 'report'>,
): Gateway {
  const { STRIPE_API_KEY: key, STRIPE_API_BASE: base } = settings;
  if (base.startsWith('memory:')) return new MemoryGateway(ids);
  const { STRIPE_API_VERSION: version, STRIPE_TIMEOUT: timeout } = settings;
  return new StripeGateway({ key, base, version, timeout, report });
}
