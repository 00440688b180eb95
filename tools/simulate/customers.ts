import { Chance } from '@waybill/testing';

/** One thing that somebody does, so long after the start. */
export type Step =
  | {
      readonly at: number;
      readonly act: 'place';
      readonly order: number;
      readonly request: Placing;
      readonly twice: boolean;
    }
  | { readonly at: number; readonly act: 'cancel'; readonly order: number }
  | {
      readonly at: number;
      readonly act: 'receive';
      readonly sku: string;
      readonly quantity: number;
      readonly nr: number;
    }
  | { readonly at: number; readonly act: 'adjust'; readonly sku: string; readonly delta: number };

export interface Placing {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly country: string;
  readonly paymentMethod: string;
}

export const SKUS = ['mug', 'lamp', 'chair'];
/** From the first step to the last. */
export const TRADING_MS = 90_000;

/** What customers and stock keepers of a run will do: all of it is known before it begins. */
export function planSteps(seed: number): Step[] {
  const chance = new Chance(`${seed}/customers`);
  const orders = chance.between(20, 26);
  const steps: Step[] = [];
  for (let order = 1; order <= orders; order++) {
    const at = chance.between(0, TRADING_MS * 0.7);
    steps.push({ at, act: 'place', order, request: placing(chance), twice: chance.hits(0.15) });
    if (chance.hits(0.4)) steps.push({ at: at + chance.spread(20, 60_000), act: 'cancel', order });
  }
  for (let nr = 1; nr <= 3; nr++) {
    const sku = chance.pick(SKUS);
    steps.push({
      at: chance.between(0, TRADING_MS),
      act: 'receive',
      sku,
      quantity: chance.between(1, 8),
      nr,
    });
  }
  steps.push({
    at: chance.between(0, TRADING_MS),
    act: 'adjust',
    sku: chance.pick(SKUS),
    delta: chance.between(-3, 3),
  });
  return steps.sort((a, b) => a.at - b.at);
}

function placing(chance: Chance): Placing {
  const skus = SKUS.filter(() => chance.hits(0.5));
  const lines = (skus.length > 0 ? skus : [chance.pick(SKUS)]).map((sku) => ({
    sku,
    quantity: chance.between(1, 3),
  }));
  return {
    lines: chance.hits(0.5) ? lines : [...lines].reverse(),
    country: chance.hits(0.07) ? 'AQ' : 'GB',
    paymentMethod: chance.hits(0.12) ? 'pm_card_chargeDeclined' : 'pm_card_visa',
  };
}
