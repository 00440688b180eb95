import { setTimeout as sleep } from 'node:timers/promises';
import { atOnce } from './at-once.js';
import { type Outcome, hasEnded } from './outcome.js';
import type { Plan } from './plan.js';
import type { PlannedOrder } from './steps.js';
import type { Shop } from './shop.js';

export interface Progress {
  readonly doing: string;
  readonly done: number;
  readonly of: number;
}

export interface RunOptions {
  /** Maximum number of invoices per second. */
  readonly speed?: number | undefined;
  readonly progress: (progress: Progress) => void;
}

/** Outcomes of the steps, by invoice. */
export type Outcomes = ReadonlyMap<string, Outcome>;

const AT_ONCE = 6;

/** Creates products and stock, places all orders in the order of time, and dispatches those that are not cancelled. */
export async function replay(plan: Plan, shop: Shop, { speed, progress }: RunOptions): Promise<Outcomes> {
  await all(plan.products, progress, 'products listed', (product) => shop.setPrice(product));
  await all([...plan.receipts], progress, 'products received', ([sku, pieces]) => shop.receive(sku, pieces));
  const outcomes = await ringUp(plan, shop, { speed, progress });
  const confirmed = [...outcomes].flatMap(([invoice, outcome]) =>
    'order' in outcome && outcome.order.status === 'CONFIRMED' ? [{ invoice, order: outcome.order }] : [],
  );
  await all(confirmed, progress, 'orders dispatched', ({ order }) => shop.dispatch(order));
  await all(confirmed, progress, 'orders delivered', async ({ invoice, order }) => {
    outcomes.set(invoice, { order: await shop.follow(order, ({ status }) => hasEnded(status)) });
  });
  return outcomes;
}

/** Places one order after the other, because the next invoice may change a price. Their fulfilment runs in parallel. */
async function ringUp(
  { steps }: Plan,
  shop: Shop,
  { speed, progress }: RunOptions,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const orders = new Map<string, PlannedOrder>();
  const underWay = new Map<string, Promise<void>>();
  const started = performance.now();
  for (const [index, step] of steps.entries()) {
    if (speed) await sleep(Math.max(0, started + (index * 1_000) / speed - performance.now()));
    progress({ doing: 'invoices rung up', done: index, of: steps.length });
    if (step.kind === 'order') {
      orders.set(step.invoice, step);
      const placed = await shop.place(step);
      outcomes.set(step.invoice, placed);
      if ('refusal' in placed) continue;
      const settled = shop.follow(placed.order, ({ status }) => status === 'CONFIRMED' || hasEnded(status));
      underWay.set(
        step.invoice,
        settled.then((order) => void outcomes.set(step.invoice, { order })),
      );
    } else {
      // The cancelled goods were paid, so the order is confirmed first and then refunded.
      await underWay.get(step.cancels);
      const outcome = outcomes.get(step.cancels);
      if (!outcome || 'refusal' in outcome) {
        outcomes.set(step.invoice, { refusal: 'ORDER_NOT_PLACED' });
        continue;
      }
      const customer = orders.get(step.cancels)?.tillCustomer ?? '';
      const cancelled = await shop.cancel(step, customer, outcome.order);
      outcomes.set(step.invoice, judged(cancelled));
      if ('order' in cancelled) outcomes.set(step.cancels, cancelled);
    }
  }
  await all([...underWay.values()], progress, 'orders settled', (order) => order);
  return outcomes;
}

/** The outcome of a cancellation: a refusal if the order did not become CANCELLED. */
function judged(cancelled: Outcome): Outcome {
  if ('refusal' in cancelled || cancelled.order.status === 'CANCELLED') return cancelled;
  return { refusal: `ORDER_STAYS_${cancelled.order.status}` };
}

async function all<T>(
  items: readonly T[],
  progress: RunOptions['progress'],
  doing: string,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const bounded = atOnce(AT_ONCE);
  let done = 0;
  await Promise.all(
    items.map((item) =>
      bounded(async () => {
        await work(item);
        progress({ doing, done: ++done, of: items.length });
      }),
    ),
  );
}
