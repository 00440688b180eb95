import type { FulfilmentMode } from '@waybill/contracts';
import { type Fired, World, type WorldOptions, withSimulatedGlobals } from '@waybill/simulation';
import { checks } from './checks.js';
import { Clients } from './clients.js';
import { RATES } from './fault-plan.js';
import { type WarehouseMode, warehouseModeOf } from './warehouse-mode.js';
import { Operator } from './operator.js';
import { recoveriesOf } from './recoveries.js';
import { Shop } from './shop.js';
import { type Step, TRADING_MS, planSteps } from './steps.js';
import { historyOf } from './order-history.js';
import { InstanceFaults } from './instance-faults.js';
import { Warehouse } from './warehouse.js';

export interface RunOptions extends Pick<WorldOptions, 'naive' | 'deliveries' | 'skewOf' | 'onTrace'> {
  readonly seed: number;
  /** Only these steps of the plan. */
  readonly steps?: readonly Step[];
  readonly only?: readonly Fired[];
  /** Fulfilment mode of all orders. */
  readonly fulfilment?: FulfilmentMode | undefined;
  readonly warehouseMode?: WarehouseMode;
  /** Delay after which the warehouse opens; default: none. */
  readonly opensAt?: number;
  /** Called at the end of the run. */
  readonly onEnd?: (shop: Shop, clients: Clients) => void;
}

export interface RunResult {
  readonly seed: number;
  readonly fulfilment: FulfilmentMode;
  readonly hash: string;
  readonly violations: readonly string[];
  readonly steps: readonly Step[];
  readonly fired: readonly Fired[];
  readonly recoveries: ReadonlyMap<string, number>;
  readonly orders: number;
  /** History of the order in the first violation. */
  readonly history: readonly string[];
  /** Duration in simulated time. */
  readonly simulatedMs: number;
}

const HOUR = 3_600_000;

/** One simulated run: customers place orders while faults occur. Then the faults end, and all work must finish with consistent data. */
export function run(options: RunOptions): Promise<RunResult> {
  const {
    seed,
    steps = planSteps(seed),
    fulfilment = 'orchestrated',
    warehouseMode = warehouseModeOf(seed),
  } = options;
  const world = new World({ ...options, plan: { rates: RATES, only: options.only } });
  return withSimulatedGlobals(world, async () => {
    const began = world.time.now;
    const shop = new Shop(world, fulfilment, warehouseMode);
    const clients = new Clients(world, shop);
    const warehouse = new Warehouse(world, shop, clients, warehouseMode);
    await simulate({ world, shop, clients, warehouse }, steps, options.opensAt ?? 0);
    for (const way of recoveriesOf(shop)) world.recovered(way);
    options.onEnd?.(shop, clients);
    const { traceHash: hash, violations, recoveries } = world;
    return {
      seed,
      fulfilment,
      hash,
      violations,
      steps,
      fired: world.faults.fired,
      recoveries,
      orders: clients.orders.size,
      history: historyIn(shop, violations),
      simulatedMs: world.time.now - began,
    };
  });
}

interface Simulated {
  readonly world: World;
  readonly shop: Shop;
  readonly clients: Clients;
  readonly warehouse: Warehouse;
}

async function simulate(simulated: Simulated, steps: readonly Step[], opensAt: number): Promise<void> {
  const { world, shop, clients, warehouse } = simulated;
  const { time, faults } = world;
  const operator = new Operator(world, shop);
  const instanceFaults = new InstanceFaults(world, shop);
  clients.openShop();
  if (!(await time.run(() => clients.open === 0, time.now + HOUR)))
    return world.violated('the shop did not start');

  faults.begin();
  instanceFaults.start();
  time.after(opensAt, () => warehouse.start());
  for (const step of steps) time.after(step.at, () => clients.start(step));
  await time.run(() => false, time.now + TRADING_MS);
  faults.end();
  instanceFaults.heal();
  operator.begin();
  clients.restock();

  // Only once per simulated second, because counting all rows is slow.
  let left: string[] = [];
  const look = (): void => {
    left = leftToDo(simulated, operator);
    time.after(1_000, look);
  };
  look();
  if (!(await time.run(() => left.length === 0, time.now + 3 * HOUR)))
    world.violated(`the run did not finish: ${left.join('; ')}`);
  for (const violation of checks(shop, clients)) world.violated(violation);
}

/** Describes the work that is left. */
function leftToDo({ shop, clients, warehouse }: Simulated, operator: Operator): string[] {
  const { broker, all, services } = shop;
  const sagas = services.order.rows<{ status: string }>('sagas');
  const counts: [string, number][] = [
    ['requests', clients.open],
    ['dead letters', operator.open],
    ['shipments in the warehouse', warehouse.open],
    ['topics with unread messages', broker.drained ? 0 : 1],
    ...all.flatMap((service): [string, number][] => [
      [`outbox messages of ${service.name}`, service.rows('outbox').length],
      [`effects of ${service.name}`, service.rows('effects').length],
    ]),
    ['running sagas', sagas.filter(({ status }) => status !== 'ended').length],
  ];
  return counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
}

function historyIn(shop: Shop, violations: readonly string[]): string[] {
  const ids = violations.flatMap((text) => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []);
  const histories = ids.map((id) => historyOf(shop, id));
  return histories.find(({ length }) => length > 0) ?? [];
}
