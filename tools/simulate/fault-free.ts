import type { FulfilmentMode } from '@waybill/contracts';
import { Chance } from '@waybill/simulation';
import type { RunOptions } from './run.js';
import { type Line, type Placing, SKUS, type Step, TRADING_MS } from './steps.js';

const ORDERS = 20;

/**
 * A run without faults and races: there is enough stock, and each step waits for the state that it needs.
 * Its end state depends on the seed alone and not on timing.
 */
export function faultFreeRun(seed: number, fulfilment: FulfilmentMode): RunOptions {
  // In hybrid mode a shipment is picked before the confirmation, which must not wait until the warehouse opens: a cancellation would
  // then meet the dispatch.
  const picking = fulfilment === 'hybrid' ? 'automatic' : 'manual';
  const warehouseMode = { picking, dispatch: 'manual', short: 0 } as const;
  return { seed, fulfilment, steps: planFaultFreeSteps(seed), only: [], warehouseMode, opensAt: TRADING_MS };
}

function planFaultFreeSteps(seed: number): Step[] {
  const chance = new Chance(`${seed}/calm`);
  const goods = SKUS.slice(0, 2).map((sku) => ({ sku, quantity: 500, warehouse: 'main' }));
  const steps: Step[] = goods.map((goods, index) => ({ at: 0, action: 'receive', nr: index + 1, goods }));
  for (let order = 1; order <= ORDERS; order++) {
    const end = chance.pick([
      ...KEPT,
      ...KEPT,
      'cancelled',
      'cancelled',
      'declined',
      'unserved',
      'unavailable',
    ]);
    // The rejection reports the available quantity, so this order is rejected before others reserve stock. An instance that starts meanwhile
    // may delay it: it finds what others left to it after 5 s.
    const at = end === 'unavailable' ? 2_000 : chance.between(20_000, TRADING_MS / 2);
    steps.push({ at, action: 'place', order, placing: placingOf(chance, end) });
    if (end === 'cancelled') steps.push({ at: at + 1_000, action: 'cancel', order, once: 'CONFIRMED' });
    if (end === 'returned') {
      const share = { percent: chance.pick([34, 50, 100]), restocked: chance.pick([0, 50, 100]) };
      steps.push({ at: at + 1_000, action: 'return', order, ...share });
    }
  }
  // More chairs than in stock: rejected or backordered, depending on the shop. One of these orders is cancelled while it waits.
  const chairs = { lines: [{ sku: 'chair', quantity: 50 }], country: 'GB', paymentMethod: 'pm_card_visa' };
  // Far enough apart to keep their order: the first one gets the stock.
  for (const order of [1, 2])
    steps.push({
      at: order * 10_000,
      action: 'place',
      order: ORDERS + order,
      placing: { ...chairs, how: 'once' },
    });
  steps.push({ at: TRADING_MS / 2, action: 'cancel', order: ORDERS + 1 });
  return steps.sort((a, b) => a.at - b.at);
}

const KEPT = ['kept', 'returned'] as const;

function placingOf(chance: Chance, end: string): Placing {
  const quantity = (): number => (end === 'unavailable' ? 1_000 : chance.between(1, 3));
  const lines: readonly Line[] = chance
    .pick([['mug'], ['lamp'], ['mug', 'lamp'], ['lamp', 'mug']])
    .map((sku) => ({ sku, quantity: quantity() }));
  return {
    lines,
    country: end === 'unserved' ? 'AQ' : 'GB',
    paymentMethod: end === 'declined' ? 'pm_card_chargeDeclined' : 'pm_card_visa',
    how: chance.pick(['once', 'twice', 'draft']),
  };
}
