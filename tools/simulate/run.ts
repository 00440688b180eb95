import type { FulfilmentMode } from '@waybill/contracts';
import { type Fired, World, type WorldOptions, inOwnTime } from '@waybill/simulation';
import { checks } from './checks.js';
import { Clients } from './clients.js';
import { RATES } from './fault-plan.js';
import { type Hands, handsOf } from './hands.js';
import { Operator } from './operator.js';
import { recoveriesOf } from './recoveries.js';
import { Shop } from './shop.js';
import { type Step, TRADING_MS, planSteps } from './steps.js';
import { storyOf } from './story.js';
import { Trouble } from './trouble.js';
import { Warehouse } from './warehouse.js';

export interface RunOptions extends Pick<WorldOptions, 'naive' | 'deliveries' | 'skewOf' | 'onTrace'> {
  readonly seed: number;
  /** Only these, of what the seed would make. */
  readonly steps?: readonly Step[];
  readonly only?: readonly Fired[];
  /** Who leads the orders. */
  readonly fulfilment?: FulfilmentMode | undefined;
  readonly hands?: Hands;
  /** When the warehouse opens, so long after the first step; at once when absent. */
  readonly opensAt?: number;
  /** Sees the shop at its end. */
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
  /** Of the order that the first violation names. */
  readonly story: readonly string[];
  /** How long it took the shop, in its own time. */
  readonly simulatedMs: number;
}

const HOUR = 3_600_000;

/** One life of the shop: customers act and things go wrong, then the faults end, and then everything must come to rest and add up. */
export function run(options: RunOptions): Promise<RunResult> {
  const { seed, steps = planSteps(seed), fulfilment = 'orchestrated', hands = handsOf(seed) } = options;
  const world = new World({ ...options, plan: { rates: RATES, only: options.only } });
  return inOwnTime(world, async () => {
    const began = world.time.now;
    const shop = new Shop(world, fulfilment, hands);
    const clients = new Clients(world, shop);
    const warehouse = new Warehouse(world, shop, clients, hands);
    await live({ world, shop, clients, warehouse }, steps, options.opensAt ?? 0);
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
      story: storyIn(shop, violations),
      simulatedMs: world.time.now - began,
    };
  });
}

interface Life {
  readonly world: World;
  readonly shop: Shop;
  readonly clients: Clients;
  readonly warehouse: Warehouse;
}

async function live(life: Life, steps: readonly Step[], opensAt: number): Promise<void> {
  const { world, shop, clients, warehouse } = life;
  const { time, faults } = world;
  const operator = new Operator(world, shop);
  const trouble = new Trouble(world, shop);
  clients.openShop();
  if (!(await time.run(() => clients.open === 0, time.now + HOUR)))
    return world.violated('the shop did not start');

  faults.begin();
  trouble.start();
  time.after(opensAt, () => warehouse.start());
  for (const step of steps) time.after(step.at, () => clients.act(step));
  await time.run(() => false, time.now + TRADING_MS);
  faults.end();
  trouble.heal();
  operator.begin();
  clients.restock();

  // Looked at every second: a look at everything takes its time.
  let left: string[] = [];
  const look = (): void => {
    left = leftToDo(life, operator);
    time.after(1_000, look);
  };
  look();
  if (!(await time.run(() => left.length === 0, time.now + 3 * HOUR)))
    world.violated(`it did not settle: ${left.join('; ')}`);
  for (const violation of checks(shop, clients)) world.violated(violation);
}

/** What is still to be done, in words. */
function leftToDo({ shop, clients, warehouse }: Life, operator: Operator): string[] {
  const { broker, all, services } = shop;
  const sagas = services.order.rows<{ status: string }>('sagas');
  const counts: [string, number][] = [
    ['requests', clients.open],
    ['letters', operator.open],
    ['parcels in the warehouse', warehouse.open],
    ['topics that are not read to their end', broker.drained ? 0 : 1],
    ...all.flatMap((service): [string, number][] => [
      [`messages to be sent by ${service.name}`, service.rows('outbox').length],
      [`effects of ${service.name}`, service.rows('effects').length],
    ]),
    ['sagas under way', sagas.filter(({ status }) => status !== 'ended').length],
  ];
  return counts.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
}

function storyIn(shop: Shop, violations: readonly string[]): string[] {
  const ids = violations.flatMap((text) => text.match(/[0-9a-f]{8}-[0-9a-f-]{27}/g) ?? []);
  const stories = ids.map((id) => storyOf(shop, id));
  return stories.find(({ length }) => length > 0) ?? [];
}
