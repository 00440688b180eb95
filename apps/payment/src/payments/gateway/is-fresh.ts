import { instantOf } from '@waybill/kernel';
import type { EffectCall } from '@waybill/unit-of-work';

/** Gateways forget keys after a day, so nothing that may have been called long ago is called before it was looked for. */
const FRESH_MS = 3_600_000;

/** Surely the first call, or one whose key the gateway still knows. */
export function isFresh({ id, attempt }: Pick<EffectCall, 'id' | 'attempt'>, now: Date): boolean {
  const asked = instantOf(id)?.getTime() ?? 0;
  return attempt === 1 && now.getTime() - asked < FRESH_MS;
}
