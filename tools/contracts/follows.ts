import type { FulfilmentMode } from '@waybill/contracts';
import { run } from '../simulate/run.js';
import type { Shop } from '../simulate/shop.js';
import { type WarehouseMode, AUTOMATIC } from '../simulate/warehouse-mode.js';
import { SKUS, type Step, planSteps } from '../simulate/steps.js';

/** For each message type, the types of the messages that it caused; under ASKED, those without a cause. */
export type Follows = ReadonlyMap<string, ReadonlySet<string>>;

/** The cause is a request, a timer or an external system. */
export const ASKED = 'asked';

/**
 * Finds which messages cause which, from the causation ids of simulated runs without faults. `seeds`: number of runs of each kind.
 * Each action is performed on all orders, on each one a little later than on the previous one.
 */
export async function follows(fulfilment: FulfilmentMode, seeds = 2): Promise<Follows> {
  const found = new Map<string, Set<string>>();
  const onEnd = (shop: Shop): void => {
    const messages = shop.messages();
    const types = new Map(messages.map(({ id, type }) => [id, type]));
    for (const { cause, type } of messages) {
      const before = types.get(cause) ?? ASKED;
      found.set(before, (found.get(before) ?? new Set()).add(type));
    }
  };
  for (const [index, { steps, warehouseMode = AUTOMATIC }] of RUNS.entries()) {
    for (let seed = seeds * index + 1; seed <= seeds * (index + 1); seed++)
      await run({ seed, fulfilment, warehouseMode, steps: steps(planSteps(seed)), only: [], onEnd });
  }
  return found;
}

interface PlannedRun {
  readonly steps: (planned: readonly Step[]) => readonly Step[];
  readonly warehouseMode?: WarehouseMode;
}
type Placed = Extract<Step, { action: 'place' }>;

const GRID_MS = 80;

const RUNS: readonly PlannedRun[] = [
  { steps: (planned) => planned },
  { steps: then(({ order, at }, index) => ({ action: 'cancel', order, at: at + index * GRID_MS })) },
  { steps: then(({ order, at }) => ({ action: 'cancel-late', order, at: at + 1 })) },
  { steps: then(oneMoreOfEach) },
  { steps: (planned) => planned, warehouseMode: { picking: 'manual', dispatch: 'manual', short: 1 } },
  // Larger orders than there is stock, so that they wait.
  {
    steps: (planned) => [
      ...SKUS.map((sku): Step => ({ action: 'backorder', sku, at: 0 })),
      ...then(oneMoreOfEach)(planned).filter(({ action }) => action !== 'receive'),
    ],
  },
];

function oneMoreOfEach({ order, at, placing }: Placed, index: number): Step {
  const lines = placing.lines.map(({ sku, quantity }) => ({ sku, quantity: quantity + 1 }));
  return { action: 'change-lines', order, lines, at: at + index * GRID_MS };
}

/** The planned steps without cancellations, and one more step for every order. */
function then(stepFor: (placed: Placed, index: number) => Step): PlannedRun['steps'] {
  return (planned) => {
    const others = planned.filter((step) => step.action !== 'cancel');
    const own = planned.filter((step) => step.action === 'place').map(stepFor);
    return [...others, ...own].sort((a, b) => a.at - b.at);
  };
}
