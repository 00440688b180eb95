import type { FulfilmentMode } from '@waybill/contracts';
import { run } from '../simulate/run.js';
import type { Shop } from '../simulate/shop.js';
import { type WarehouseMode, AUTOMATIC } from '../simulate/warehouse-mode.js';
import { SKUS, type Step, planSteps } from '../simulate/steps.js';

/** For each type of message the types that were sent because of one; under ASKED, those that no message was the cause of. */
export type Follows = ReadonlyMap<string, ReadonlySet<string>>;

/** A request, a clock, or the world outside. */
export const ASKED = 'asked';

/**
 * Which messages follow from which, read from the causation ids of simulated runs without faults. They leave
 * little to chance: what can be done to an order is done to every order, each a little later in its life than the one before.
 */
export async function follows(fulfilment: FulfilmentMode): Promise<Follows> {
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
    for (const seed of [2 * index + 1, 2 * index + 2])
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
  // More than there is, for which the orders wait.
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

/** What is planned, but for the cancellations; and this with every order. */
function then(stepFor: (placed: Placed, index: number) => Step): PlannedRun['steps'] {
  return (planned) => {
    const others = planned.filter((step) => step.action !== 'cancel');
    const own = planned.filter((step) => step.action === 'place').map(stepFor);
    return [...others, ...own].sort((a, b) => a.at - b.at);
  };
}
