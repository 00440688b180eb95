import { instantOf } from '@waybill/kernel';
import type { EffectCall } from '@waybill/unit-of-work';

/** Gateways forget idempotency keys after a day. Older calls are therefore looked up before they are repeated. */
const FRESH_MS = 3_600_000;

/** Whether the call can be made without a lookup: it is a first attempt, so recent that the gateway still knows its key. */
export function isFresh({ id, attempt }: Pick<EffectCall, 'id' | 'attempt'>, now: Date): boolean {
  const asked = instantOf(id)?.getTime() ?? 0;
  return attempt === 1 && now.getTime() - asked < FRESH_MS;
}
