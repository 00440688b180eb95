import { Chance } from '@waybill/simulation';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export interface Goods extends Line {
  readonly warehouse: string;
}

export interface Placing {
  readonly lines: readonly Line[];
  readonly country: string;
  readonly paymentMethod: string;
  /** `twice`: the same request to two instances in parallel. `draft`: created as a draft, filled line by line, then placed. */
  readonly how: 'once' | 'twice' | 'draft';
}

/** One action of a customer or the staff, `at` milliseconds after the start. */
export type Step = { readonly at: number } & (
  | { readonly action: 'place'; readonly order: number; readonly placing: Placing }
  /** `once`: waits until the order has this status. */
  | { readonly action: 'cancel'; readonly order: number; readonly once?: string }
  | { readonly action: 'readdress'; readonly order: number }
  | { readonly action: 'change-lines'; readonly order: number; readonly lines: readonly Line[] }
  /** After the delivery: returns this percentage of each line. `restocked`: the percentage of it that can be sold again. */
  | {
      readonly action: 'return';
      readonly order: number;
      readonly percent: number;
      readonly restocked: number;
    }
  | { readonly action: 'receive'; readonly nr: number; readonly goods: Goods }
  | { readonly action: 'adjust'; readonly sku: string; readonly delta: number }
  // Not planned by any seed; used by special runs only.
  /** After the dispatch. */
  | { readonly action: 'cancel-late'; readonly order: number }
  | { readonly action: 'backorder'; readonly sku: string }
);

export const SKUS = ['mug', 'lamp', 'chair'];
export const WAREHOUSES = ['main', 'north'];
/** From the first step to the last. */
export const TRADING_MS = 90_000;

/** Plans all actions of customers and staff before the run starts. */
export function planSteps(seed: number): Step[] {
  const chance = new Chance(`${seed}/customers`);
  const changes = new Chance(`${seed}/changes`);
  const orders = chance.between(20, 26);
  const steps: Step[] = [];
  for (let order = 1; order <= orders; order++) {
    const at = chance.between(0, TRADING_MS * 0.7);
    steps.push({ at, action: 'place', order, placing: placingOf(chance) });
    if (chance.hits(0.4)) steps.push({ at: at + chance.spread(20, 60_000), action: 'cancel', order });
    if (chance.hits(0.15)) steps.push({ at: at + chance.spread(20, 10_000), action: 'readdress', order });
    if (changes.hits(0.25))
      steps.push({
        at: at + changes.spread(20, 3_000),
        action: 'change-lines',
        order,
        lines: linesOf(changes),
      });
    for (let times = chance.pick([0, 0, 0, 1, 2]); times > 0; times--)
      steps.push({ at: at + times * 1_000, action: 'return', order, ...parts(chance) });
  }
  for (let nr = 1; nr <= 3; nr++) {
    const goods = {
      sku: chance.pick(SKUS),
      quantity: chance.between(1, 8),
      warehouse: chance.pick(WAREHOUSES),
    };
    steps.push({ at: chance.between(0, TRADING_MS), action: 'receive', nr, goods });
  }
  const at = chance.between(0, TRADING_MS);
  steps.push({ at, action: 'adjust', sku: chance.pick(SKUS), delta: chance.between(-3, 3) });
  return steps.sort((a, b) => a.at - b.at);
}

function placingOf(chance: Chance): Placing {
  const lines = linesOf(chance);
  return {
    lines: chance.hits(0.5) ? lines : [...lines].reverse(),
    country: chance.hits(0.07) ? 'AQ' : 'GB',
    paymentMethod: chance.hits(0.12) ? 'pm_card_chargeDeclined' : 'pm_card_visa',
    how: chance.pick(['once', 'once', 'once', 'once', 'twice', 'draft']),
  };
}

function linesOf(chance: Chance): Line[] {
  const skus = SKUS.filter(() => chance.hits(0.5));
  return (skus.length > 0 ? skus : [chance.pick(SKUS)]).map((sku) => ({
    sku,
    quantity: chance.between(1, 3),
  }));
}

function parts(chance: Chance): { percent: number; restocked: number } {
  return { percent: chance.pick([34, 50, 100]), restocked: chance.pick([0, 50, 100]) };
}
