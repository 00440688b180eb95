import type { Clock } from '@waybill/kernel';
import type { Carrier } from './carrier.js';
import { HttpCarrier } from './http-carrier.js';
import { MemoryCarrier } from './memory-carrier.js';

export interface CarrierSettings {
  readonly CARRIER_URL: string;
  readonly CARRIER_WEBHOOK_URL?: string | undefined;
}

export function carrierAt({ CARRIER_URL, CARRIER_WEBHOOK_URL }: CarrierSettings, clock: Clock): Carrier {
  if (CARRIER_URL.startsWith('memory:')) return new MemoryCarrier(clock);
  return new HttpCarrier(CARRIER_URL, CARRIER_WEBHOOK_URL);
}
